import type { Problem, Rule } from './rule.ts';

/** What a test may set at every portal. */
export interface Settings {
  readonly lookup: 'steps' | 'dossier' | 'none';
  /** How long a session or a token is good for. */
  readonly sessionSeconds: number;
  /** Whether a trace that equals a former one in all fields is stored once. */
  readonly dedupeTraces: boolean;
  readonly newLoginEndsOld: boolean;
}

/** A rule for every setting of a portal. */
export type SettingRules<S extends Settings> = Readonly<Record<keyof S, Rule>>;

export const yesOrNo: Rule = { ok: (value) => typeof value === 'boolean', right: 'boolean' };

export const oneOf = (...values: string[]): Rule => ({
  ok: (value) => values.includes(value as string),
  right: values.join(' | '),
});

export const SETTING_RULES: SettingRules<Settings> = {
  lookup: oneOf('steps', 'dossier', 'none'),
  sessionSeconds: { ok: (value) => typeof value === 'number' && value > 0, right: 'a positive number' },
  dedupeTraces: yesOrNo,
  newLoginEndsOld: yesOrNo,
};

/** What is wrong with a request to set some of the settings; none = it may be taken. */
export function settingProblems<S extends Settings>(body: unknown, rules: SettingRules<S>): Problem[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [{ field: '', message: 'object' }];
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof S] : undefined;
    if (rule === undefined) return [{ field: `/${name}`, message: 'unknown' }];
    return rule.ok(value) ? [] : [{ field: `/${name}`, message: rule.right }];
  });
}

import type { Problem, Rule } from './rule.ts';

/** How a simulated portal may misbehave. */
export const MODES = [
  ...(['none', 'down', 'slow', 'late', 'http-500', 'http-429', 'http-403', 'login-refused', 'session-lost'] as const),
  ...(['error-in-200', 'drop-reply', 'stale-reply', 'garbage', 'forget'] as const),
] as const;
export type Mode = (typeof MODES)[number];

/** A fault in force. `until`: RFC 3339 or null; `services`, `codes`: null = the default. */
export interface Fault {
  readonly mode: Mode;
  readonly applied: boolean;
  readonly rate: number;
  readonly delayMs: number;
  readonly until: string | null;
  readonly services: readonly string[] | null;
  readonly codes: readonly string[] | null;
  readonly what: 'dossiers' | 'steps';
  readonly seed: number;
}

const APPLIED_BY_DEFAULT: readonly Mode[] = ['slow', 'late', 'drop-reply', 'stale-reply', 'garbage'];
const DEFAULT_DELAY_MS = 1_000;

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const RULES: Readonly<Record<keyof Fault, Rule>> = {
  mode: { ok: (value) => MODES.includes(value as Mode), right: MODES.join(' | ') },
  applied: { ok: (value) => typeof value === 'boolean', right: 'boolean' },
  rate: { ok: (value) => typeof value === 'number' && value >= 0 && value <= 1, right: '0–1' },
  delayMs: {
    ok: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 3_600_000,
    right: '0–3600000',
  },
  until: {
    ok: (value) => value === null || (typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value))),
    right: 'RFC 3339 | null',
  },
  services: { ok: isTexts, right: '[text]' },
  codes: { ok: isTexts, right: '[text]' },
  what: { ok: (value) => value === 'dossiers' || value === 'steps', right: 'dossiers | steps' },
  seed: { ok: Number.isInteger, right: 'integer' },
};

/** Reads one fault or an array of them. */
export function readFaults(body: unknown): readonly Fault[] | readonly Problem[] {
  const given = Array.isArray(body) ? (body as unknown[]) : [body];
  const problems = given.flatMap((fault, index) => problemsOf(fault, Array.isArray(body) ? `/${String(index)}` : ''));
  return problems.length > 0 ? problems : given.map((fault) => withDefaults(fault as Partial<Fault> & { mode: Mode }));
}

function problemsOf(fault: unknown, path: string): Problem[] {
  if (typeof fault !== 'object' || fault === null) return [{ field: path, message: 'object' }];
  const unknown = Object.keys(fault).filter((name) => !Object.hasOwn(RULES, name));
  const wrong = Object.entries(RULES).filter(([name, { ok }]) => {
    const value = (fault as Record<string, unknown>)[name];
    return value === undefined ? name === 'mode' : !ok(value);
  });
  return [
    ...unknown.map((name) => ({ field: `${path}/${name}`, message: 'unknown' })),
    ...wrong.map(([name, { right }]) => ({ field: `${path}/${name}`, message: right })),
  ];
}

function withDefaults(given: Partial<Fault> & { mode: Mode }): Fault {
  return {
    ...{
      applied: APPLIED_BY_DEFAULT.includes(given.mode),
      rate: 1,
      delayMs: DEFAULT_DELAY_MS,
      until: null,
      services: null,
      codes: null,
    },
    ...{ what: 'dossiers', seed: 1 },
    ...given,
  };
}

function isTexts(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every((member) => typeof member === 'string'));
}

/** Picks faults for calls: the first that matches wins; the share of `rate` follows each fault's own seeded generator. */
export class FaultPicker {
  private readonly generators = new WeakMap<Fault, () => number>();

  pick(faults: readonly Fault[], call: { service: string; codes: readonly string[]; now: number }): Fault | undefined {
    return faults.find((fault) => matches(fault, call) && this.generator(fault)() < fault.rate);
  }

  private generator(fault: Fault): () => number {
    const known = this.generators.get(fault) ?? seeded(fault.seed);
    this.generators.set(fault, known);
    return known;
  }
}

function matches(
  { mode, until, services, codes }: Fault,
  call: { service: string; codes: readonly string[]; now: number },
): boolean {
  if (mode === 'forget') return false;
  if (until !== null && Date.parse(until) <= call.now) return false;
  const isLogin = call.service === 'login';
  const serviceFits = services?.includes(call.service) ?? (mode === 'login-refused' ? isLogin : !isLogin);
  return serviceFits && (codes === null || call.codes.some((code) => codes.includes(code)));
}

/** A small generator with a seed (mulberry32): 0 ≤ x < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

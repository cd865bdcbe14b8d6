import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of a compose file, as far as we look at it. Values may hold `${NAME}`, as they are written. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly profiles?: readonly string[];
  readonly [other: string]: unknown;
}

/** A compose file with its anchors and merges resolved. */
export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean | string } | null>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

export function readCompose(file: string): Compose {
  return parse(readFileSync(file, 'utf8'), { merge: true }) as Compose;
}

const REFERENCE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** The names of the variables that a text refers to. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, name = '']) => name);
}

/** Puts values in the place of `${NAME}`, `${NAME:-default}` and `${NAME:?reason}`, as Docker Compose does. @throws where a needed one is not set */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(REFERENCE, (_, name: string, kind: string | undefined, rest: string | undefined) => {
    const value = values[name];
    if (value !== undefined && value !== '') return value;
    if (kind === '?') throw new Error(`${name}: ${rest ?? ''}`);
    return rest ?? '';
  });
}

/** The variables of a program after which it finds its secrets, in files of that folder. */
export function environmentOf({ environment = {} }: Service, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fillIn(value, values)]));
}

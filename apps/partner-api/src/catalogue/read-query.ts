import { parseLegalDay, type LegalDay } from '#canonical';
import type { Finding } from '#ledger';
import { pointerTo } from '#runtime';

/** The parameters that an address of the catalogue takes. */
export type Parameter = 'at' | 'after' | 'limit' | 'changedSince';

/** What is asked of the catalogue, as it was written; `at` absent = today. */
export interface CatalogueQuery {
  readonly at: LegalDay | undefined;
  readonly after: string;
  readonly limit: number;
  readonly changedSince: string | undefined;
}

export const MOST_ENTRIES = 2_000;
const LIMIT = /^[1-9]\d{0,3}$/;
const LONGEST = 100;

const FITS: Readonly<Record<Parameter, (value: string) => boolean>> = {
  at: (value) => parseLegalDay(value) !== undefined,
  after: (value) => value.length <= LONGEST && !value.includes('\0'),
  limit: (value) => LIMIT.test(value) && Number(value) <= MOST_ENTRIES,
  changedSince: (value) => value.length <= LONGEST,
};

/** Reads the parameters that this address takes; any other one, one that is there twice, and one that does not fit are named. */
export function readCatalogueQuery(query: unknown, takes: readonly Parameter[]): CatalogueQuery | readonly Finding[] {
  const given = Object.entries((query ?? {}) as Record<string, unknown>);
  const isTaken = (name: string): name is Parameter => (takes as readonly string[]).includes(name);
  const wrong = given.filter(([name, value]) => !isTaken(name) || typeof value !== 'string' || !FITS[name](value));
  if (wrong.length > 0) return wrong.map(([name]) => ({ field: pointerTo(name), code: 'query.invalid' }));
  const { at, after = '', limit = String(MOST_ENTRIES), changedSince } = Object.fromEntries(given) as Record<string, string>;
  return { at: at as LegalDay | undefined, after, limit: Number(limit), changedSince };
}

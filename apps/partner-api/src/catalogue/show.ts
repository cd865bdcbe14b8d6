import type { CatalogueProcedure } from '#ledger';

/** A procedure of the list. The level of online service is not known before the national portal is asked. */
export function showProcedure({ changedAt, ...procedure }: CatalogueProcedure): object {
  const { code, name, fieldCode, fieldName, state, validFrom, validTo } = procedure;
  return { code, name, fieldCode, fieldName, level: null, state, validFrom, validTo, changedAt: changedAt.toISOString() };
}

/** What the national portal alone knows of a procedure: null = nobody has asked it, which is not the same as none. */
export const NOT_KNOWN = { cases: null, papers: null, fees: null, durations: null, results: null, legalBases: null, raw: null };

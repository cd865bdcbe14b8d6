import type { CatalogueProcedure, DetailedProcedure } from '#ledger';

/** A procedure of the list. */
export function showProcedure({ changedAt, ...procedure }: CatalogueProcedure): object {
  const { code, name, fieldCode, fieldName, level, state, validFrom, validTo } = procedure;
  return { code, name, fieldCode, fieldName, level, state, validFrom, validTo, changedAt: changedAt.toISOString() };
}

/** A procedure with what the national portal says of it: null = nobody has asked it, which is not the same as none. */
export function showDetails({ detail, raw, ...procedure }: DetailedProcedure): object {
  const { cases = null, papers = null, fees = null, durations = null, results = null, legalBases = null } = detail ?? {};
  return { ...showProcedure(procedure), cases, papers, fees, durations, results, legalBases, raw: raw ?? null };
}

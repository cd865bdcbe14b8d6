import type pg from 'pg';
import type { LegalDay, UnitRow } from '#canonical';
import { groupBy } from './group-by.ts';
import { isOfAgency } from './known-units.ts';

/** Every unit with its identifiers and successors, in the order of their ids. */
export async function readUnitRows(db: pg.PoolClient): Promise<UnitRow[]> {
  const { rows: units } = await db.query<{ id: number; name: string; code: string }>({ name: 'unit-rows', text: UNITS });
  const { rows: identifiers } = await db.query<IdentifierRow>({ name: 'unit-row-identifiers', text: IDENTIFIERS });
  const { rows: successors } = await db.query<SuccessorRow>({ name: 'unit-row-successors', text: SUCCESSORS });
  const identifiersOf = groupBy(identifiers, ({ unit_id }) => unit_id);
  const successorsOf = groupBy(successors, ({ unit_id }) => unit_id);
  return units.map(({ id, name, code }) => ({
    ...{ id, name, code },
    identifiers: (identifiersOf.get(id) ?? []).map(({ identifier, from_day, to_day }) => ({
      identifier,
      ...(from_day === null ? {} : { validFrom: from_day }),
      ...(to_day === null ? {} : { validTo: to_day }),
    })),
    successors: (successorsOf.get(id) ?? []).map(({ id: heir, on }) => ({ id: heir, on })),
  }));
}

interface SuccessorRow {
  unit_id: number;
  id: number;
  on: LegalDay;
}

interface IdentifierRow {
  unit_id: number;
  identifier: string;
  from_day: LegalDay | null;
  to_day: LegalDay | null;
}

const UNITS = `
  SELECT u.id, u.name, coalesce(
      (SELECT a.code FROM unit_alias a WHERE a.unit_id = u.id AND a.scheme = 'administrative' AND upper_inf(a.recorded)
        ORDER BY lower(a.valid) DESC NULLS LAST LIMIT 1), u.name) AS code
  FROM unit u ORDER BY u.id`;

// What is not ended is believed, whichever clock is a little behind. The newest scheme comes first where two are valid at a time.
const IDENTIFIERS = `
  SELECT unit_id, code AS identifier, lower(valid)::text AS from_day, upper(valid)::text AS to_day
  FROM unit_alias a WHERE ${isOfAgency('a')} AND upper_inf(recorded)
  ORDER BY unit_id, lower(valid) DESC NULLS LAST, id DESC`;

const SUCCESSORS =
  'SELECT old_unit_id AS unit_id, new_unit_id AS id, on_date AS on FROM unit_successor WHERE upper_inf(recorded) ORDER BY old_unit_id, on_date, new_unit_id';

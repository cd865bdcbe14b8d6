import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';
import { isOfAgency } from '../known-units.ts';
import type { Since } from './since.ts';

/** A unit that another one became, or was made of: by its id, and by the code that it had then. */
export interface CatalogueKin {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly kind: string;
  /** The number of the resolution; null = not known here. */
  readonly resolution: string | null;
  /** The day from which it is so. */
  readonly on: LegalDay;
}

/** A commune or ward during one life, half-open legal days; null = not known, or without end. A code alone names no unit. */
export interface CatalogueUnit {
  readonly id: number;
  readonly code: string | null;
  readonly agencyCodes: readonly string[];
  readonly name: string;
  readonly type: string;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly predecessors: readonly CatalogueKin[];
  readonly successors: readonly CatalogueKin[];
}

/** The units of a day, or what changed of them; those for trials excepted. */
export function readUnits(
  pool: pg.Pool,
  { at, since }: { readonly at: LegalDay; readonly since: Since | undefined },
): Promise<CatalogueUnit[]> {
  if (since === undefined) return query(pool, { name: 'catalogue-units', text: ON_A_DAY, values: [at] });
  return query(pool, { name: 'catalogue-changed-units', text: CHANGED, values: [at, since.version, since.day] });
}

const KIN = `json_build_object('id', k.id, 'code', c.code, 'name', k.name, 'kind', s.kind, 'resolution', s.legal_basis, 'on', s.on_date)
  ORDER BY s.on_date, c.code, k.id`;

// Gathered once for all of them: each is joined by its id, and none is looked for alone.
const UNITS = `
  WITH administrative AS (
    SELECT DISTINCT ON (unit_id) unit_id, code FROM unit_alias WHERE scheme = 'administrative' AND upper_inf(recorded)
    ORDER BY unit_id, lower(valid) DESC NULLS LAST, id DESC
  ), agency AS (
    SELECT unit_id, array_agg(code ORDER BY lower(valid) DESC NULLS LAST, id DESC) AS codes FROM unit_alias
    WHERE ${isOfAgency('unit_alias')} AND upper_inf(recorded) GROUP BY unit_id
  ), before AS (
    SELECT s.new_unit_id AS unit_id, json_agg(${KIN}) AS kin FROM unit_successor s JOIN unit k ON k.id = s.old_unit_id
    LEFT JOIN administrative c ON c.unit_id = k.id WHERE upper_inf(s.recorded) GROUP BY 1
  ), afterwards AS (
    SELECT s.old_unit_id AS unit_id, json_agg(${KIN}) AS kin FROM unit_successor s JOIN unit k ON k.id = s.new_unit_id
    LEFT JOIN administrative c ON c.unit_id = k.id WHERE upper_inf(s.recorded) GROUP BY 1
  )
  SELECT u.id, a.code, coalesce(g.codes, '{}') AS "agencyCodes", u.name, u.type, lower(u.valid)::text AS "validFrom",
    upper(u.valid)::text AS "validTo", coalesce(b.kin, '[]') AS predecessors, coalesce(n.kin, '[]') AS successors
  FROM unit u LEFT JOIN administrative a ON a.unit_id = u.id LEFT JOIN agency g ON g.unit_id = u.id
  LEFT JOIN before b ON b.unit_id = u.id LEFT JOIN afterwards n ON n.unit_id = u.id
  WHERE NOT EXISTS (SELECT FROM unit_alias t WHERE t.unit_id = u.id AND t.scheme = 'sandbox')`;

const ORDERED = 'ORDER BY a.code, u.id';

const ON_A_DAY = `${UNITS} AND u.valid @> $1::date ${ORDERED}`;

// Changed is what was recorded since, what lives or ends by itself because days went by, and whose kin changed.
const CHANGED = `${UNITS} AND (lower_inf(u.valid) OR lower(u.valid) <= $1::date) AND (
    u.made_in > $2 OR lower(u.valid) > $3::date AND lower(u.valid) <= $1::date OR upper(u.valid) > $3::date AND upper(u.valid) <= $1::date
    OR u.id IN (SELECT unit_id FROM unit_alias WHERE made_in > $2 OR ended_in > $2)
    OR u.id IN (SELECT unnest(ARRAY[old_unit_id, new_unit_id]) FROM unit_successor WHERE made_in > $2)
  ) ${ORDERED}`;

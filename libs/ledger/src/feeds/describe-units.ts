import type pg from 'pg';
import { query } from '../database.ts';

/**
 * A unit of a scope: its administrative code, else an agency identifier. A unit and the one that it was merged into may share a code;
 * `validTo`, the legal day from which it is no more (null = it is), tells them apart.
 */
export interface UnitOfScope {
  readonly unit: string;
  readonly name: string;
  readonly validTo: string | null;
}

/** How people know each of these units, by its id. */
export async function describeUnits(pool: pg.Pool, ids: readonly number[]): Promise<Map<number, UnitOfScope>> {
  const rows = await query<UnitOfScope & { id: number }>(pool, { name: 'scope-units', text: UNITS, values: [ids] });
  return new Map(rows.map(({ id, ...unit }) => [id, unit]));
}

const UNITS = `
  SELECT u.id, coalesce(
      (SELECT a.code FROM unit_alias a WHERE a.unit_id = u.id AND upper_inf(a.recorded)
        ORDER BY a.scheme <> 'administrative', lower(a.valid) DESC NULLS LAST, a.code LIMIT 1), u.name) AS unit,
    u.name, upper(u.valid)::text AS "validTo"
  FROM unit u WHERE u.id = ANY($1)`;

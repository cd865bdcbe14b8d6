import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';

/** A unit by the agency identifier that it has on a day. */
export interface Agency {
  readonly code: string;
  readonly name: string;
}

/** The units that have an agency identifier on that day, in the order of their identifiers; one with several by its newest. */
export function readAgencies(pool: pg.Pool, day: LegalDay): Promise<Agency[]> {
  return query<Agency>(pool, {
    name: 'agencies',
    text: `SELECT code, name FROM (
        SELECT DISTINCT ON (u.id) a.code, u.name FROM unit u JOIN unit_alias a ON a.unit_id = u.id
        WHERE a.scheme <> 'administrative' AND a.valid @> $1::date AND u.valid @> $1::date AND upper_inf(a.recorded)
        ORDER BY u.id, lower(a.valid) DESC NULLS LAST, a.id DESC) AS known
      ORDER BY code COLLATE "C"`,
    values: [day],
  });
}

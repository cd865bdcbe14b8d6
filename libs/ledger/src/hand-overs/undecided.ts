import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { OVER } from '../mergers/preview.ts';
import { ownerNow } from './home.ts';

/** A divided unit and how many of its open dossiers nobody has handed to one of its successors; `code`: the administrative one. */
export interface UndecidedUnit {
  readonly id: number;
  readonly code: string | null;
  readonly open: number;
}

/** Asks for the units that are divided by that day and still have such dossiers, with those of whatever they had taken over before. */
export function undecidedOn(day: LegalDay): pg.QueryConfig {
  return { name: 'undecided-units', text: `${openOf(DIVIDED)} ORDER BY 2, 1`, values: [day] };
}

/** Asks the same of one unit. */
export function undecidedOf(unitId: number): pg.QueryConfig {
  return { name: 'undecided-unit', text: openOf('SELECT $1::int AS id'), values: [unitId] };
}

const DIVIDED = `SELECT DISTINCT old_unit_id AS id FROM unit_successor WHERE kind = 'split' AND upper_inf(recorded) AND on_date <= $1::date`;

// Of a unit are the dossiers that it, or what it had taken over whole, received or was handed: as long as that is where they are.
function openOf(units: string): string {
  return `
  WITH RECURSIVE wanted AS (${units}), reach (unit, id) AS (
    SELECT id, id FROM wanted
    UNION
    SELECT r.unit, s.old_unit_id FROM unit_successor s JOIN reach r ON s.new_unit_id = r.id
    WHERE upper_inf(s.recorded) AND s.resolution IS DISTINCT FROM 'shared'
  ), mine AS (
    SELECT r.unit, d.id, d.status, d.received_unit_id FROM reach r JOIN dossier d ON d.received_unit_id = r.id
    UNION
    SELECT r.unit, d.id, d.status, d.received_unit_id FROM reach r
    JOIN handed_dossier h ON h.unit_id = r.id AND upper_inf(h.recorded) JOIN dossier d ON d.id = h.dossier_id
  ), counted AS (
    SELECT m.unit AS id, count(*)::int AS open FROM mine m
    WHERE m.status NOT IN (${OVER}) AND EXISTS (SELECT FROM reach k WHERE k.unit = m.unit AND k.id = ${ownerNow('m')}) GROUP BY 1
  )
  SELECT c.id, (SELECT a.code FROM unit_alias a WHERE a.unit_id = c.id AND a.scheme = 'administrative' AND upper_inf(a.recorded)
      ORDER BY lower(a.valid) DESC NULLS LAST LIMIT 1) AS code, c.open
  FROM counted c`;
}

import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import { columns } from '../accept/columns.ts';
import { isNamed } from '../lanes/names-of-code.ts';
import type { CodeLine, TableName } from './code-line.ts';

/** Lanes that wait for codes of some lines: those whose day lies in the time of a line, and those that wait on. */
export interface Waiting {
  readonly waiting: number;
  readonly stillWaiting: number;
}

/** How many lanes these lines would release. Only what goes out waits for a code. */
export async function countWaiting(
  db: Pick<pg.ClientBase, 'query'>,
  { partner, table, direction }: TableName,
  { lines, now }: { readonly lines: readonly CodeLine[]; readonly now: Date },
): Promise<Waiting> {
  if (direction !== 'out' || lines.length === 0) return { waiting: 0, stillWaiting: 0 };
  const today = legalDay(instantOf(now));
  const { rows } = await db.query<Waiting>({
    name: 'code-lines-waiting',
    text: WAITING,
    values: [partner, table, today, ...columns(lines, ['fromCode', 'validFrom', 'validTo'])],
  });
  return rows[0] ?? { waiting: 0, stillWaiting: 0 };
}

// Procedures are those of the day of reception, all other codes those of today: as lanes are released.
const WAITING = `
  SELECT count(*) FILTER (WHERE goes)::int AS waiting, count(*) FILTER (WHERE NOT goes)::int AS "stillWaiting" FROM (
    SELECT bool_or(daterange(l."from", l."to") @> CASE $2 WHEN 'procedure' THEN coalesce(o.received_on, $3::date) ELSE $3::date END) AS goes
    FROM incident i JOIN unnest($4::text[], $5::date[], $6::date[]) AS l (code, "from", "to") ON ${isNamed('$2', 'i.from_code', 'l.code')}
    JOIN lane_wait w ON w.fingerprint = i.fingerprint JOIN dossier o ON o.id = w.dossier_id
    WHERE i.kind = 'unmapped' AND i.cleared_at IS NULL AND i.partner = $1 AND i.table_name = $2
    GROUP BY w.dossier_id, w.destination
  ) lanes`;

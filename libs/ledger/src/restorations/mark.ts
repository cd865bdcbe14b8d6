import type pg from 'pg';
import { uuidv7 } from '#runtime';
import { RESEND_POSITION_LOCK } from '../lanes/write-resend-requests.ts';

/**
 * Positions of a life of the ledger begin at its restoration, in tenths of milliseconds since 1970: beyond all that the lost time can
 * have given out, also where the same backup is restored a second time.
 */
const POSITIONS_PER_MS = 10;
const POSITION_LOCKS = [7202, 7203, RESEND_POSITION_LOCK];

/**
 * Marks a memory that came back from a backup, in the caller's transaction: nothing is delivered until the restoration is finished, every
 * lane may be behind its portal, and no position is given out twice. Answers the number of the restoration.
 */
export async function markRestored(
  db: Pick<pg.ClientBase, 'query'>,
  { completeUntil, by }: { completeUntil: Date; by: string },
): Promise<number> {
  for (const lock of POSITION_LOCKS) await db.query('SELECT pg_advisory_xact_lock($1)', [lock]);
  const { rows } = await db.query<{ id: number; at: Date }>(MARK, [completeUntil, POSITIONS_PER_MS]);
  const [made] = rows;
  if (made === undefined) throw new Error('the restoration was not noted');
  for (const sequence of ['item', 'outcome', 'resend'] as const)
    await db.query(`SELECT setval('${sequence}_position', ${sequence}_from, false) FROM restoration WHERE id = $1`, [made.id]);
  // What earlier look-ups and hints left is about an earlier life.
  await db.query('UPDATE lane SET looked_seq = 0, hinted_at = NULL WHERE looked_seq <> 0 OR hinted_at IS NOT NULL');
  await db.query('DELETE FROM partner_session');
  await cancelJobs(db, made.at);
  await db.query(
    `INSERT INTO incident (id, fingerprint, kind, must_act, count, opened_at, last_at) VALUES ($1, $2, 'restored', 'province', 1, $3, $3)
     ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET count = incident.count + 1, last_at = excluded.last_at`,
    [uuidv7(made.at), RESTORATION_INCIDENT, made.at],
  );
  await db.query(`INSERT INTO audit (at, actor, act, subject, details) VALUES ($1, $2, 'ledger.restored', 'ledger', $3)`, [
    ...[made.at, by],
    JSON.stringify({ restoration: made.id, completeUntil: completeUntil.toISOString() }),
  ]);
  return made.id;
}

/** What an operator ordered in the earlier life may have been done in the lost time: somebody has to want it again. */
async function cancelJobs(db: Pick<pg.ClientBase, 'query'>, now: Date): Promise<void> {
  // A backup may be older than jobs are.
  const { rows } = await db.query<{ are: boolean }>(`SELECT to_regclass('job') IS NOT NULL AS are`);
  if (rows[0]?.are === true) await db.query(CANCEL_JOBS, [now]);
}

/** The incident that is open until a restoration is finished. */
export const RESTORATION_INCIDENT = 'restored|ledger';

const CANCEL_JOBS = `
  UPDATE job SET state = 'cancelled', winding_down = true, finished_at = $1, holder = NULL, lease_until = NULL
  WHERE state IN ('listing', 'ready', 'running')`;

const MARK = `
  INSERT INTO restoration (complete_until, restored_at, item_after, item_from, outcome_after, outcome_from, resend_after, resend_from)
  SELECT $1, t.now, i.last_value, greatest(i.last_value + 1, b.base), o.last_value, greatest(o.last_value + 1, b.base),
    r.last_value, greatest(r.last_value + 1, b.base)
  FROM (SELECT gateway_now() AS now) t
  CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM t.now) * 1000 * $2::int)::bigint AS base) b
  CROSS JOIN item_position i CROSS JOIN outcome_position o CROSS JOIN resend_position r
  RETURNING id, restored_at AS at`;

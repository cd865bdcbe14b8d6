import type pg from 'pg';
import { inTransaction } from '../database.ts';

/** Which leases to take over: those that ran out at least `waitMs` ago. */
export interface RescueOrder {
  readonly destination: string;
  readonly waitMs: number;
  readonly now: Date;
  readonly most: number;
}

/**
 * Takes lanes from holders that are gone. What they had begun and not settled becomes `unknown`: a step of it is verified before
 * it may be sent again. The wait makes sure that whatever they sent has been applied by now, or never will be.
 */
export function rescueLanes(pool: pg.Pool, order: RescueOrder): Promise<number> {
  return inTransaction(pool, async (db) => {
    const { rows: lanes } = await db.query<{ dossier_id: number }>({
      name: 'lane-rescue-find',
      text: `SELECT dossier_id FROM lane WHERE destination = $1 AND due_at IS NULL AND state = 'leased' AND lease_until <= $2
        ORDER BY dossier_id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      values: [order.destination, new Date(order.now.getTime() - order.waitMs), order.most],
    });
    const ids = lanes.map(({ dossier_id }) => dossier_id);
    if (ids.length === 0) return 0;
    await db.query({ name: 'lane-rescue-attempts', text: ATTEMPTS, values: [order.destination, ids, order.now] });
    await db.query({
      name: 'lane-rescue-items',
      text: `UPDATE lane_item SET doubt = (kind = 'step'), call_id = NULL
        WHERE destination = $1 AND dossier_id = ANY($2) AND call_id IS NOT NULL`,
      values: [order.destination, ids],
    });
    await db.query({
      name: 'lane-rescue-lanes',
      text: `UPDATE lane SET state = 'due', due_at = $3, fence = fence + 1, holder = NULL, lease_until = NULL
        WHERE destination = $1 AND dossier_id = ANY($2)`,
      values: [order.destination, ids, order.now],
    });
    return ids.length;
  });
}

const ATTEMPTS = `
  WITH unsettled AS (
    UPDATE attempt a SET outcome = 'unknown', cause = 'lease.ran-out', settled_at = $3
    FROM lane_item li
    WHERE li.destination = $1 AND li.dossier_id = ANY($2) AND li.call_id IS NOT NULL
      AND a.dossier_id = li.dossier_id AND a.destination = li.destination AND a.seq = li.seq AND a.call_id = li.call_id
    RETURNING a.begun_at, a.call_id
  )
  UPDATE call c SET verdict = 'unknown', cause = 'lease.ran-out'
  FROM unsettled u WHERE c.begun_at = u.begun_at AND c.id = u.call_id AND c.verdict IS NULL`;

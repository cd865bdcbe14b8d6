import type pg from 'pg';
import type { ItemState, LaneState } from '#canonical';
import { inTransaction, sendAll } from '../database.ts';
import { endWaits } from '../lanes/clear-incidents.ts';
import { insertLiveOutcomes } from '../lanes/write-outcomes.ts';
import { writeDown, type Act } from './write-down.ts';

/** One item at one destination. */
export interface CancelOrder {
  readonly code: string;
  readonly destination: string;
  readonly seq: number;
  readonly act: Act;
}

/**
 * What became of it. `cancelled`: it is, whether by this or by an earlier order · `not-open`: it is delivered, superseded or stale ·
 * `in-flight`: a relay is just at work on its lane.
 */
export type Cancelled = 'cancelled' | 'unknown' | 'not-open' | 'in-flight';

/** Cause of the outcome that its commune is told. */
export const CANCELLED = 'cancelled';

interface LaneRow {
  dossier_id: number;
  state: LaneState;
  blocked_seq: number | null;
}

interface ItemRow {
  kind: 'version' | 'step';
  state: ItemState;
}

/**
 * Ends an item that is not delivered, and lets its lane go on with what follows. Everything happens under the lock of the lane, which
 * accepting, claiming and settling take too, and only while nobody holds the lane: what is under way may arrive. A lane that waits for
 * a lost request to settle goes on waiting.
 */
export function cancelItem(pool: pg.Pool, order: CancelOrder): Promise<Cancelled> {
  return inTransaction(pool, async (db) => {
    const lane = await lockLane(db, order);
    if (lane === undefined) return 'unknown';
    const item = await readItem(db, lane, order);
    if (item === undefined) return 'unknown';
    if (item.state === 'cancelled') return 'cancelled';
    if (lane.state === 'leased') return 'in-flight';
    if (item.state !== 'pending' && item.state !== 'refused') return 'not-open';
    await end(db, lane, { ...order, item });
    return 'cancelled';
  });
}

async function end(db: pg.PoolClient, lane: LaneRow, order: CancelOrder & { readonly item: ItemRow }): Promise<void> {
  const { destination, seq, act, item, code } = order;
  const { dossier_id: dossierId, state, blocked_seq } = lane;
  const isWhatItWaitsFor = (state === 'held' || state === 'blocked') && (blocked_seq === seq || blocked_seq === null);
  const key = [dossierId, destination] as const;
  const outcome = { dossierId, destination, seq, state: 'refused', cause: CANCELLED, mustAct: 'nobody' } as const;
  await writeDown(db, act, {
    act: 'item.cancel',
    subject: code,
    details: { destination, seq, kind: item.kind, was: item.state },
  });
  await sendAll(db, [
    { name: 'cancel-item', text: ITEM, values: [...key, seq] },
    ...(isWhatItWaitsFor ? endWaits([{ id: dossierId, destination }], act.now) : []),
    { name: 'cancel-lane', text: LANE, values: [...key, isWhatItWaitsFor, act.now] },
    { text: 'NOTIFY lanes_due' },
    ...insertLiveOutcomes([outcome], act.now),
  ]);
}

async function lockLane(db: pg.PoolClient, { code, destination }: CancelOrder): Promise<LaneRow | undefined> {
  const { rows } = await db.query<LaneRow>({
    name: 'cancel-lock',
    text: `SELECT l.dossier_id, l.state, l.blocked_seq FROM lane l
      WHERE l.dossier_id = (SELECT id FROM dossier WHERE code = $1) AND l.destination = $2 FOR UPDATE`,
    values: [code, destination],
  });
  return rows[0];
}

/** By a statement of its own: what was committed while the lock was waited for is seen. */
async function readItem(db: pg.PoolClient, lane: LaneRow, { destination, seq }: CancelOrder): Promise<ItemRow | undefined> {
  const { rows } = await db.query<ItemRow>({
    name: 'cancel-read',
    text: 'SELECT kind, state FROM lane_item WHERE dossier_id = $1 AND destination = $2 AND seq = $3',
    values: [lane.dossier_id, destination, seq],
  });
  return rows[0];
}

const ITEM = `UPDATE lane_item SET state = 'cancelled', call_id = NULL, shadow = false WHERE dossier_id = $1 AND destination = $2 AND seq = $3`;

// As a settlement leaves a lane: with nothing open and nothing asked of it it is idle, and what it has acknowledged ends before the first that is open.
const LANE = `
  WITH left_over AS (
    SELECT min(place) FILTER (WHERE state IN ('pending', 'refused')) AS first_open, max(seq) AS last,
      bool_or(state = 'pending') AS has_pending
    FROM lane_item WHERE dossier_id = $1 AND destination = $2
  ), moved AS (
    SELECT o.*, $3 OR l.state = 'due' AS goes,
      CASE WHEN o.has_pending OR l.adopt OR l.reassert OR l.asked_by IS NOT NULL THEN 'due' ELSE 'idle' END AS next
    FROM left_over o, lane l WHERE l.dossier_id = $1 AND l.destination = $2
  )
  UPDATE lane l SET state = CASE WHEN m.goes THEN m.next ELSE l.state END,
    due_at = CASE WHEN NOT m.goes THEN l.due_at WHEN m.next = 'due' THEN coalesce(l.due_at, $4::timestamptz) END,
    cause = CASE WHEN m.goes AND ($3 OR m.next = 'idle') THEN NULL ELSE l.cause END,
    blocked_seq = CASE WHEN m.goes THEN NULL ELSE l.blocked_seq END,
    failures = CASE WHEN $3 THEN 0 ELSE l.failures END, 
    failing_since = CASE WHEN NOT m.goes OR (m.next = 'due' AND NOT $3) THEN l.failing_since END,
    hinted_at = CASE WHEN m.goes THEN NULL ELSE l.hinted_at END,
    ack_seq = coalesce(m.first_open - 1, m.last)
  FROM moved m WHERE l.dossier_id = $1 AND l.destination = $2`;

import type pg from 'pg';
import type { Cipher } from '../cipher.ts';
import { inTransaction, sendAll } from '../database.ts';
import { writeVerified } from '../reconcile/verification.ts';
import { answerJobs } from '../replays/answer-jobs.ts';
import { cutOverLanes } from '../shadow/cut-over.ts';
import { keepInShadow } from '../shadow/keep.ts';
import { keysOf, markLost, moveLanes, openEpochs, supersede } from './move-lanes.ts';
import { openIncidents } from './open-incidents.ts';
import type { Settlement } from './settlement.ts';
import { takeBackUnmade, writeCalls, writeItems } from './write-calls.ts';
import { insertOutcomes, outcomesOf } from './write-outcomes.ts';
import { insertResendRequests } from './write-resend-requests.ts';

/**
 * Whether the settlement counted. `kept`: the lane is still held, since there is more to send at once. `lost`: it was taken over in
 * the meantime and is marked to be asserted once more instead.
 */
export type Settled = 'settled' | 'kept' | 'lost';

/**
 * Settles turns of several lanes in one transaction, each under its own fence: one that was lost does not undo the others.
 * Whether anything is left to send is read by a later statement than the lock, so that an item accepted a moment ago is never missed.
 */
export function settleLanes(
  pool: pg.Pool,
  cipher: Cipher,
  order: { settlements: readonly Settlement[]; now: Date },
): Promise<Settled[]> {
  const { settlements, now } = order;
  return inTransaction(pool, async (db) => {
    const found = await lockLanes(db, settlements);
    const stateOf = ({ lane }: Settlement): LaneFound => found.get(keyOf(lane)) ?? 'lost';
    const own = settlements.filter((settlement) => stateOf(settlement) === 'held');
    const lost = settlements.filter((settlement) => stateOf(settlement) === 'lost');
    const written = await sendAll<LaneRow>(db, [
      ...writeCalls(cipher, settlements),
      ...markLost(lost, now),
      ...(own.length === 0 ? [] : writeOwn(cipher, own, now)),
    ]);
    const kept = new Set(
      written.filter(({ state }) => state === 'leased').map((row) => keyOf({ ...row, dossierId: row.dossier_id })),
    );
    return settlements.map((settlement) => {
      const state = stateOf(settlement);
      return state === 'held' ? (kept.has(keyOf(settlement.lane)) ? 'kept' : 'settled') : state;
    });
  });
}

/** What lanes came to that are still held. In this order: an epoch begins before what is settled in it, positions come last. */
function writeOwn(cipher: Cipher, own: readonly Settlement[], now: Date): pg.QueryConfig[] {
  return [
    ...takeBackUnmade(own, now),
    ...openEpochs(own),
    ...cutOverLanes(own, now),
    ...writeItems(own, now),
    ...supersede(own),
    ...keepInShadow(cipher, own, now),
    moveLanes(own, now),
    ...answerJobs(cipher, own),
    ...writeVerified(own, now),
    ...openIncidents(own, now),
    ...insertOutcomes(own.flatMap(outcomesOf), now),
    ...insertResendRequests(own, now),
  ];
}

/** A lane as it is left. */
interface LaneRow {
  readonly dossier_id: number;
  readonly destination: string;
  readonly state: string;
}

type LaneFound = 'held' | 'kept' | 'lost';

/**
 * Locks the lanes and says which are still held. A lane that is kept has the next fence, which nobody else can have got that way:
 * who finds it so has settled before, and only the answer was lost.
 */
async function lockLanes(db: pg.PoolClient, settlements: readonly Settlement[]): Promise<Map<string, LaneFound>> {
  const { rows } = await db.query<{ dossier_id: number; destination: string; found: LaneFound }>({
    name: 'settle-lock',
    text: `SELECT l.dossier_id, l.destination,
        CASE WHEN l.state <> 'leased' THEN 'lost' WHEN l.fence = s.fence THEN 'held' WHEN l.fence = s.fence + 1 THEN 'kept' ELSE 'lost' END
          AS found
      FROM lane l JOIN unnest($1::bigint[], $2::text[], $3::bigint[]) AS s (dossier_id, destination, fence)
        ON l.dossier_id = s.dossier_id AND l.destination = s.destination
      ORDER BY l.dossier_id, l.destination FOR UPDATE OF l`,
    values: keysOf(settlements),
  });
  return new Map(rows.map((row) => [keyOf({ ...row, dossierId: row.dossier_id }), row.found]));
}

function keyOf({ dossierId, destination }: { dossierId: number; destination: string }): string {
  return `${String(dossierId)}|${destination}`;
}

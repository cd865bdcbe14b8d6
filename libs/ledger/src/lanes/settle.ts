import type pg from 'pg';
import { uuidv7 } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { inTransaction } from '../database.ts';
import type { Settlement } from './settlement.ts';
import { writeOutcomes } from './write-outcomes.ts';

/**
 * Whether the settlement counted. `kept`: the lane is still held, since there is more to send at once. `lost`: it was taken over in
 * the meantime and is marked to be asserted once more instead.
 */
export type Settled = 'settled' | 'kept' | 'lost';

/**
 * Settles turns of several lanes in one transaction, each under its own fence: one that was lost does not undo the others.
 * Whether anything is left to send is read after the lanes are locked, so that an item accepted a moment ago is never missed.
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
    await writeCalls(db, cipher, settlements);
    if (lost.length > 0) await markLost(db, lost, now);
    const kept = own.length === 0 ? new Set<string>() : await writeOwn(db, own, now);
    return settlements.map((settlement) => {
      const state = stateOf(settlement);
      return state === 'held' ? (kept.has(keyOf(settlement.lane)) ? 'kept' : 'settled') : state;
    });
  });
}

/** Writes what lanes came to that are still held; answers the keys of those that are kept. */
async function writeOwn(db: pg.PoolClient, own: readonly Settlement[], now: Date): Promise<Set<string>> {
  await openEpochs(db, own);
  await writeItems(db, own, now);
  const kept = await writeLanes(db, own, now);
  await openIncidents(db, own, now);
  await writeOutcomes(db, own, now);
  return kept;
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
    values: keys(settlements),
  });
  return new Map(rows.map((row) => [keyOf({ ...row, dossierId: row.dossier_id }), row.found]));
}

async function writeCalls(db: pg.PoolClient, cipher: Cipher, settlements: readonly Settlement[]): Promise<void> {
  // Lanes that went in one call all bring its record.
  const calls = [...new Map(settlements.flatMap(({ call }) => (call === undefined ? [] : [[call.id, call]]))).values()];
  if (calls.length === 0) return;
  const bodies = calls.map(({ id, body }) => (body === undefined ? undefined : cipher.seal(body, id)));
  await db.query({
    name: 'settle-calls',
    text: `UPDATE call c SET sent_at = n.sent_at, answered_at = n.answered_at, http = n.http, code = n.code, verdict = n.verdict,
        cause = n.cause, body_enc = n.body_enc, key_id = n.key_id
      FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::smallint[], $6::text[], $7::text[],
        $8::text[], $9::bytea[], $10::int[])
        AS n (id, begun_at, sent_at, answered_at, http, code, verdict, cause, body_enc, key_id)
      WHERE c.begun_at = n.begun_at AND c.id = n.id`,
    values: [
      ...[calls.map(({ id }) => id), calls.map(({ begunAt }) => begunAt), calls.map(({ sentAt }) => sentAt ?? null)],
      ...[
        calls.map(({ answeredAt }) => answeredAt ?? null),
        calls.map(({ http }) => http ?? null),
        calls.map(({ code }) => code ?? null),
      ],
      ...[calls.map(({ verdict }) => verdict), calls.map(({ cause }) => cause)],
      ...[bodies.map((body) => body?.data ?? null), bodies.map((body) => body?.keyId ?? null)],
    ],
  });
}

/** In a new epoch everything that was delivered waits again; what is settled in this turn is written afterwards. */
async function openEpochs(db: pg.PoolClient, settlements: readonly Settlement[]): Promise<void> {
  const opening = settlements.filter(({ newEpoch }) => newEpoch !== undefined);
  if (opening.length === 0) return;
  await db.query({
    name: 'settle-epoch-items',
    text: `UPDATE lane_item li SET state = 'pending', doubt = false, sent = 0, call_id = NULL
      FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination)
      WHERE li.dossier_id = s.dossier_id AND li.destination = s.destination AND li.state IN ('pending', 'delivered')`,
    values: keys(opening).slice(0, 2),
  });
  await db.query({
    name: 'settle-epoch-lanes',
    text: `UPDATE lane l SET epoch = l.epoch + 1, generation = d.generation, present = false, adopt = s.adopt, ack_seq = 0,
        ack_version_seq = NULL, pins = NULL, reassert = false
      FROM unnest($1::bigint[], $2::text[], $3::boolean[]) AS s (dossier_id, destination, adopt) JOIN destination d ON d.id = s.destination
      WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`,
    values: [...keys(opening).slice(0, 2), opening.map(({ newEpoch }) => newEpoch?.adopt ?? false)],
  });
}

async function writeItems(db: pg.PoolClient, settlements: readonly Settlement[], now: Date): Promise<void> {
  const items = settlements.flatMap(({ lane, call, items: own }) => own.map((item) => ({ ...item, lane, call })));
  if (items.length === 0) return;
  const places = [
    items.map(({ lane }) => lane.dossierId),
    items.map(({ lane }) => lane.destination),
    items.map(({ seq }) => seq),
  ];
  await db.query({
    name: 'settle-items',
    text: `UPDATE lane_item li SET state = n.state, doubt = n.doubt, call_id = NULL, possibly_twice = li.possibly_twice OR n.possibly_twice
      FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::boolean[], $6::boolean[])
        AS n (dossier_id, destination, seq, state, doubt, possibly_twice)
      WHERE li.dossier_id = n.dossier_id AND li.destination = n.destination AND li.seq = n.seq`,
    values: [
      ...places,
      items.map(({ state }) => state),
      items.map(({ doubt }) => doubt),
      items.map((item) => item.possiblyTwice),
    ],
  });
  await db.query({
    name: 'settle-attempts',
    text: ATTEMPTS,
    values: [
      ...[now, ...places, items.map(({ call }) => call?.id ?? null), items.map(({ call }) => call?.begunAt ?? null)],
      ...[items.map(({ outcome }) => outcome), items.map(({ cause }) => cause), items.map(({ lane }) => lane.fence)],
    ],
  });
}

// An attempt of a call is settled; what came to an outcome without a call (unmapped, found by a look-up) gets its own row.
const ATTEMPTS = `
  WITH n AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::bigint[])
      AS n (dossier_id, destination, seq, call_id, begun_at, outcome, cause, fence)
  ), settled AS (
    UPDATE attempt a SET outcome = n.outcome, cause = n.cause, settled_at = $1 FROM n
    WHERE a.begun_at = n.begun_at AND a.dossier_id = n.dossier_id AND a.destination = n.destination AND a.seq = n.seq
      AND a.call_id = n.call_id
    RETURNING a.dossier_id, a.destination, a.seq
  )
  INSERT INTO attempt (dossier_id, destination, seq, begun_at, call_id, epoch, fence, outcome, cause, settled_at, possibly_twice)
  SELECT n.dossier_id, n.destination, n.seq, $1, n.call_id, l.epoch, n.fence, n.outcome, n.cause, $1, false
  FROM n JOIN lane l ON l.dossier_id = n.dossier_id AND l.destination = n.destination
  WHERE NOT EXISTS (SELECT FROM settled s WHERE s.dossier_id = n.dossier_id AND s.destination = n.destination AND s.seq = n.seq)`;

/** Moves the lanes on; answers the keys of those that are kept. */
async function writeLanes(db: pg.PoolClient, settlements: readonly Settlement[], now: Date): Promise<Set<string>> {
  const after = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(now.getTime() + ms));
  const { rows } = await db.query<{ dossier_id: number; destination: string; state: string }>({
    name: 'settle-lanes',
    text: LANES,
    values: [
      ...[now, ...keys(settlements).slice(0, 2)],
      settlements.map(({ next }) => (next.kind === 'later' ? next.state : next.kind)),
      settlements.map(({ next }) => after(next.kind === 'later' ? next.waitMs : undefined)),
      settlements.map(({ next }) => (next.kind === 'blocked' ? next.seq : null)),
      ...[settlements.map(({ failures }) => failures), settlements.map(({ cause }) => cause ?? null)],
      ...[settlements.map(({ present }) => present ?? null), settlements.map(({ adopt }) => adopt ?? null)],
      ...[settlements.map(({ reassert }) => reassert ?? null), settlements.map((own) => own.ackVersionSeq ?? null)],
      settlements.map(({ pins }) => (pins === undefined ? null : JSON.stringify(pins))),
      settlements.map(({ keepMs }) => after(keepMs)),
    ],
  });
  return new Set(rows.filter(({ state }) => state === 'leased').map((row) => keyOf({ ...row, dossierId: row.dossier_id })));
}

// The acknowledged seq ends right before the first item that is not settled; with none, at the last item of the dossier.
const LANES = `
  WITH n AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::int[], $7::int[], $8::text[], $9::boolean[],
      $10::boolean[], $11::boolean[], $12::int[], $13::jsonb[], $14::timestamptz[]) AS n (dossier_id, destination, next, due_at,
      blocked_seq, failures, cause, present, adopt, reassert, ack_version_seq, pins, kept_until)
  ), left_over AS (
    SELECT n.dossier_id, n.destination,
      (SELECT min(i.seq) FROM lane_item i WHERE i.dossier_id = n.dossier_id AND i.destination = n.destination
        AND i.state IN ('pending', 'refused')) AS first_open,
      (SELECT min(i.seq) FROM lane_item i WHERE i.dossier_id = n.dossier_id AND i.destination = n.destination
        AND i.state = 'pending') AS first_pending,
      (SELECT max(i.seq) FROM lane_item i WHERE i.dossier_id = n.dossier_id AND i.destination = n.destination) AS last
    FROM n
  ), moved AS (
    SELECT n.*, CASE WHEN n.next <> 'go-on' THEN n.next
        WHEN o.first_pending IS NULL AND NOT coalesce(n.adopt, l.adopt) AND NOT coalesce(n.reassert, l.reassert) THEN 'idle'
        WHEN n.kept_until IS NULL THEN 'due' ELSE 'leased' END AS state,
      coalesce(o.first_open - 1, o.last) AS ack_seq
    FROM n JOIN left_over o USING (dossier_id, destination) JOIN lane l USING (dossier_id, destination)
  )
  UPDATE lane l SET state = m.state, ack_seq = m.ack_seq, fence = l.fence + (m.state = 'leased')::int,
    lease_until = CASE WHEN m.state = 'leased' THEN m.kept_until END, holder = CASE WHEN m.state = 'leased' THEN l.holder END,
    due_at = CASE WHEN m.state IN ('due', 'verifying') THEN coalesce(m.due_at, $1) END,
    blocked_seq = m.blocked_seq, failures = m.failures, cause = m.cause, present = coalesce(m.present, l.present),
    adopt = coalesce(m.adopt, l.adopt), reassert = coalesce(m.reassert, l.reassert),
    ack_version_seq = coalesce(m.ack_version_seq, l.ack_version_seq), pins = coalesce(m.pins, l.pins)
  FROM moved m WHERE l.dossier_id = m.dossier_id AND l.destination = m.destination
  RETURNING l.dossier_id, l.destination, l.state`;

async function openIncidents(db: pg.PoolClient, settlements: readonly Settlement[], now: Date): Promise<void> {
  for (const { lane, incidents } of settlements) {
    for (const { fingerprint, kind, mustAct } of incidents) {
      await db.query({
        name: 'settle-incident',
        text: `INSERT INTO incident (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, opened_at, last_at)
          VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)
          ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET count = incident.count + 1, last_at = excluded.last_at`,
        values: [uuidv7(now), fingerprint, kind, lane.destination, mustAct, lane.dossierId, now],
      });
    }
  }
}

/** Who lost a lane may have sent something after all: steps are verified and the full record goes once more. */
async function markLost(db: pg.PoolClient, lost: readonly Settlement[], now: Date): Promise<void> {
  const sent = lost.filter(({ call }) => call?.sentAt !== undefined);
  if (sent.length === 0) return;
  await db.query({
    name: 'settle-lost',
    text: `UPDATE lane l SET reassert = true, due_at = CASE WHEN l.state = 'idle' THEN $3 ELSE l.due_at END,
        state = CASE WHEN l.state = 'idle' THEN 'due' ELSE l.state END
      FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination)
      WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`,
    values: [...keys(sent).slice(0, 2), now],
  });
}

function keys(settlements: readonly Settlement[]): [number[], string[], number[]] {
  const lanes = settlements.map(({ lane }) => lane);
  return [lanes.map(({ dossierId }) => dossierId), lanes.map(({ destination }) => destination), lanes.map(({ fence }) => fence)];
}

function keyOf({ dossierId, destination }: { dossierId: number; destination: string }): string {
  return `${String(dossierId)}|${destination}`;
}

import type pg from 'pg';
import type { DestinationMode, Dossier, Status, Step } from '#canonical';
import type { TraceContext } from '#runtime';
import type { CallBudget } from '../budgets.ts';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { groupBy } from '../group-by.ts';
import { ownerNow } from '../hand-overs/home.ts';
import { toAsked, type AskedColumn } from '../replays/asked.ts';
import type { ClaimedLane, LaneKey, PendingItem } from './lane.ts';
import { deliveryWaits, mayBeThere, toUnsure, UNSURE, type Unsure, type UnsureColumn } from './unsure.ts';

/** Most waiting items that a claimed lane brings along; the next turn sees the next ones. */
export const PENDING_PER_LANE = 30;

/**
 * Which due lanes: all of them, those of the dossiers that a hint names, those that waited a while although no hint has led
 * anybody to them lately, or those that have waited a little with a step that finishes their dossier.
 */
export type Among = 'all' | 'forgotten' | 'closing' | readonly number[];

/** What to claim, for whom and for how long. */
export interface ClaimOrder {
  readonly destination: string;
  /** As which it is worked; nothing is claimed while the ledger knows it as the other. `live` unless told. */
  readonly mode?: DestinationMode;
  readonly among: Among;
  /** With `among: 'forgotten'`: hints from before then have led nobody either, for whoever took them may have died before telling. */
  readonly hintsSince?: Date;
  /** Calls are drawn for the lanes that are claimed, and lanes claimed for the calls that there are; with `among: 'all'` or `'closing'`. */
  readonly budget?: CallBudget | undefined;
  readonly most: number;
  readonly holder: string;
  readonly leaseMs: number;
  readonly now: Date;
}

interface LaneRow {
  dossier_id: number;
  destination: string;
  fence: number;
  epoch: number;
  present: boolean;
  adopt: boolean;
  reassert: boolean;
  ack_seq: number;
  ack_version_seq: number | null;
  failures: number;
  cause: string | null;
  pins: unknown;
  moved: boolean;
  mode: DestinationMode;
  shadow: boolean;
  asked: AskedColumn | null;
  asked_by: string | null;
  code: string;
  received_unit_id: number;
  unsure: UnsureColumn | null;
}

interface ItemRow {
  dossier_id: number;
  destination: string;
  seq: number;
  kind: 'version' | 'step';
  status: Status;
  sent: number;
  doubt: boolean;
  possibly_twice: boolean;
  state: string;
  id: string;
  accepted_at: Date;
  body_enc: Buffer;
  key_id: number;
  traceparent: string | null;
  tracestate: string | null;
}

/** What became due a moment ago is led to by its notice or its hint. */
const CLOSING_DUE_MS = 5_000;
const FORGOTTEN_DUE_MS = 5_000;
const FORGOTTEN_HINTED_MS = 30_000;

/** Claims due lanes, oldest first, under a new fence each; who else looks at the same moment skips them. None of a destination that is stopped or paused. */
export async function claimLanes(pool: pg.Pool, cipher: Cipher, order: ClaimOrder): Promise<ClaimedLane[]> {
  const lanes = await query<LaneRow>(pool, claimOf(order));
  return withItems(pool, cipher, { destination: order.destination, lanes });
}

function claimOf(order: ClaimOrder): pg.QueryConfig {
  const { destination, mode = 'live', among, most, holder, leaseMs, now, budget, hintsSince = new Date(0) } = order;
  const common = [destination, now, most, holder, new Date(now.getTime() + leaseMs), mode];
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  switch (among) {
    case 'all':
      if (budget === undefined) return { name: 'lane-claim', text: claimFrom(DUE), values: common };
      return { name: 'lane-claim-within', text: claimFrom(within(DUE, 7)), values: [...common, ...valuesOf(budget)] };
    case 'closing': {
      const values = [...common, before(CLOSING_DUE_MS)];
      if (budget === undefined) return { name: 'lane-claim-closing', text: claimFrom(CLOSING), values };
      return { name: 'lane-claim-closing-within', text: claimFrom(within(CLOSING, 8)), values: [...values, ...valuesOf(budget)] };
    }
    case 'forgotten': {
      const values = [...common, before(FORGOTTEN_DUE_MS), later(before(FORGOTTEN_HINTED_MS), hintsSince)];
      return { name: 'lane-claim-forgotten', text: claimFrom(FORGOTTEN), values };
    }
    default:
      return { name: 'lane-claim-hinted', text: claimFrom(HINTED), values: [...common, among.toSorted((a, b) => a - b)] };
  }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}

function valuesOf({ perSecond, most, lanesPerCall }: CallBudget): number[] {
  return [perSecond, most, lanesPerCall];
}

/** A lane to try a destination with: for whom, but for the dossier of that code, and how many others to pass over first. */
export interface WitnessOrder {
  readonly destination: string;
  readonly other: string | undefined;
  readonly skip: number;
  readonly holder: string;
  readonly leaseMs: number;
  readonly now: Date;
}

/**
 * Claims one lane although the destination may be stopped: one whose dossier it has acknowledged altogether, the record of which
 * then goes once more, or else the one that has waited longest. Undefined: there is none, or the destination is in shadow.
 */
export async function claimWitness(pool: pg.Pool, cipher: Cipher, order: WitnessOrder): Promise<ClaimedLane | undefined> {
  const { destination, other, skip, holder, leaseMs, now } = order;
  const lanes = await query<LaneRow>(pool, {
    name: 'lane-claim-witness',
    text: WITNESS,
    values: [destination, now, other ?? null, holder, new Date(now.getTime() + leaseMs), skip],
  });
  const [lane] = await withItems(pool, cipher, { destination, lanes });
  return lane;
}

/** Reads lanes that were kept when they were settled, under their next fence: what waits in them now. One that was lost is missing. */
export async function readHeldLanes(pool: pg.Pool, cipher: Cipher, held: readonly LaneKey[]): Promise<ClaimedLane[]> {
  const [first] = held;
  if (first === undefined) return [];
  const lanes = await query<LaneRow>(pool, {
    name: 'lane-read-held',
    text: HELD,
    values: [first.destination, held.map(({ dossierId }) => dossierId), held.map(({ fence }) => fence)],
  });
  return withItems(pool, cipher, { destination: first.destination, lanes });
}

/** Lanes of a destination as they are, held by nobody for it: to tell what they would send. One that does not wait for a person is missing. */
export async function readWaitingLanes(
  pool: pg.Pool,
  cipher: Cipher,
  { destination, dossierIds }: { destination: string; dossierIds: readonly number[] },
): Promise<ClaimedLane[]> {
  const lanes = await query<LaneRow>(pool, {
    name: 'lane-read-waiting',
    text: readIn(`('held', 'blocked')`),
    values: [destination, dossierIds],
  });
  return withItems(pool, cipher, { destination, lanes });
}

/** The same of lanes of which nothing waits: to tell what their destination has. */
export async function readIdleLanes(
  pool: pg.Pool,
  cipher: Cipher,
  { destination, dossierIds }: { destination: string; dossierIds: readonly number[] },
): Promise<ClaimedLane[]> {
  const values = [destination, dossierIds];
  const lanes = await query<LaneRow>(pool, { name: 'lane-read-idle', text: readIn(`('idle')`), values });
  return withItems(pool, cipher, { destination, lanes });
}

function readIn(states: string): string {
  return `SELECT ${COLUMNS} FROM unnest($2::bigint[]) AS n (id) JOIN lane l ON l.dossier_id = n.id AND l.destination = $1
      JOIN destination d ON d.id = $1 JOIN dossier o ON o.id = l.dossier_id WHERE l.state IN ${states}`;
}

async function withItems(
  pool: pg.Pool,
  cipher: Cipher,
  { destination, lanes }: { destination: string; lanes: readonly LaneRow[] },
): Promise<ClaimedLane[]> {
  if (lanes.length === 0) return [];
  const items = await query<ItemRow>(pool, {
    name: 'lane-claim-items',
    text: ITEMS,
    values: [destination, lanes.map((lane) => lane.dossier_id), lanes.map((lane) => lane.ack_version_seq ?? 0), PENDING_PER_LANE],
  });
  await cipher.load(items.map(({ key_id }) => key_id));
  const byDossier = groupBy(items, ({ dossier_id }) => dossier_id);
  return lanes.map((lane) => toLane(lane, byDossier.get(lane.dossier_id) ?? [], cipher));
}

const COLUMNS = `l.dossier_id, l.destination, l.fence, l.epoch, l.present, l.adopt, l.reassert, l.ack_seq, l.ack_version_seq,
    l.failures, l.cause, l.pins, l.generation < d.generation AS moved, d.mode, l.shadow, l.asked, l.asked_by, o.code,
    ${ownerNow('o')} AS received_unit_id, ${UNSURE}`;

// Whether it refuses us or is held means nothing where nothing is sent.
const GOES = `NOT EXISTS (SELECT FROM destination d WHERE d.id = $1 AND (d.mode <> $6
    OR (d.mode = 'live' AND (d.stopped_at IS NOT NULL OR d.paused_at IS NOT NULL)))) AND NOT ${deliveryWaits('$2')}`;

const DUE = `SELECT dossier_id, destination FROM lane
    WHERE destination = $1 AND due_at <= $2 AND state IN ('due', 'verifying')
      AND ${GOES}
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED`;

const CLOSING = `SELECT dossier_id, destination FROM lane
    WHERE destination = $1 AND closes AND due_at <= $7 AND due_at <= $2 AND state IN ('due', 'verifying')
      AND ${GOES}
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED`;

const FORGOTTEN = `SELECT dossier_id, destination FROM lane
    WHERE destination = $1 AND due_at <= $7 AND due_at <= $2 AND state IN ('due', 'verifying')
      AND (hinted_at IS NULL OR hinted_at <= $8) AND ${GOES}
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED`;

// Whether a lane is due is no condition of the look-up by key: as one it would make the index of all due lanes look fit. Who has
// it locked is waited for and not skipped: most likely an item is just being accepted, and the hint that led here is the only one.
// For the same reason who gave the hint has the last word on whether it is time: two clocks are never quite equal.
// Lane by lane, in the order of the ids: a plan that was made while there were few lanes would walk all of the destination's. `OFFSET 0`
// keeps the condition outside.
const HINTED = `SELECT dossier_id, destination FROM unnest($7::bigint[]) AS h (id) CROSS JOIN LATERAL (
      SELECT l.dossier_id, l.destination, l.due_at <= greatest($2, l.hinted_at) AND l.state IN ('due', 'verifying') AS is_due
      FROM lane l WHERE l.dossier_id = h.id AND l.destination = $1 OFFSET 0 FOR UPDATE
    ) locked WHERE is_due AND ${GOES} LIMIT $3`;

// As many of the due lanes as calls could be drawn for; no more calls are drawn than are needed for them. The rest is let go of at once.
function within(due: string, first: number): string {
  const [perSecond, most, perCall] = [0, 1, 2].map((at) => `$${String(first + at)}`) as [string, string, string];
  return `WITH found AS MATERIALIZED (${due}), drawn AS MATERIALIZED (
      SELECT take_calls($1, ceil((SELECT count(*) FROM found)::float8 / ${perCall}::int)::int, ${perSecond}, ${most}) * ${perCall}::int AS lanes
    )
    SELECT dossier_id, destination FROM found LIMIT (SELECT lanes FROM drawn)`;
}

// The hint ends with the claim: due again, the lane is told of again, however the clocks of who hints and who accepts differ.
function claimFrom(due: string): string {
  return `
  WITH due AS (${due})
  UPDATE lane l SET state = 'leased', due_at = NULL, hinted_at = NULL, fence = l.fence + 1, holder = $4, lease_until = $5
  FROM due, destination d, dossier o
  WHERE d.id = $1 AND o.id = due.dossier_id AND l.dossier_id = due.dossier_id AND l.destination = due.destination
  RETURNING ${COLUMNS}`;
}

const WITNESS = `
  WITH known AS (
    SELECT l.dossier_id, l.destination FROM lane l JOIN dossier o ON o.id = l.dossier_id
    WHERE l.destination = $1 AND l.present AND NOT l.shadow AND l.state = 'idle' AND l.ack_version_seq IS NOT NULL AND o.code IS DISTINCT FROM $3
    ORDER BY l.dossier_id DESC OFFSET $6 LIMIT 1 FOR UPDATE OF l SKIP LOCKED
  ), waiting AS (
    SELECT l.dossier_id, l.destination FROM lane l JOIN dossier o ON o.id = l.dossier_id
    WHERE l.destination = $1 AND l.due_at <= $2 AND l.state IN ('due', 'verifying') AND o.code IS DISTINCT FROM $3
      AND NOT EXISTS (SELECT FROM known)
    ORDER BY l.due_at LIMIT 1 FOR UPDATE OF l SKIP LOCKED
  ), due AS (
    SELECT dossier_id, destination, true AS again FROM known UNION ALL SELECT dossier_id, destination, false FROM waiting
  )
  UPDATE lane l SET state = 'leased', due_at = NULL, hinted_at = NULL, fence = l.fence + 1, holder = $4, lease_until = $5,
    reassert = l.reassert OR due.again
  FROM due, destination d, dossier o
  WHERE d.id = $1 AND d.mode = 'live' AND o.id = due.dossier_id AND l.dossier_id = due.dossier_id AND l.destination = due.destination
  RETURNING ${COLUMNS}`;

// Whether the lane is held is asked of what was found by key, for the same reason as above; lane by lane, because a plan that was made
// while there were few would read all of them.
const HELD = `
  WITH found AS MATERIALIZED (
    SELECT ${COLUMNS}, l.fence = h.fence + 1 AND l.state = 'leased' AS is_held
    FROM unnest($2::bigint[], $3::bigint[]) AS h (dossier_id, fence)
    CROSS JOIN LATERAL (SELECT * FROM lane WHERE dossier_id = h.dossier_id AND destination = $1 OFFSET 0) l
    JOIN destination d ON d.id = $1 JOIN dossier o ON o.id = l.dossier_id
  )
  SELECT * FROM found WHERE is_held`;

const ITEMS = `
  SELECT w.dossier_id, n.destination, n.seq, n.kind, n.status, n.sent, n.doubt, n.possibly_twice, n.state, i.id, i.accepted_at, i.body_enc, i.key_id,
    i.traceparent, i.tracestate
  FROM unnest($2::bigint[], $3::int[]) AS w (dossier_id, ack_version_seq)
  CROSS JOIN LATERAL (
    (SELECT * FROM lane_item p WHERE p.dossier_id = w.dossier_id AND p.destination = $1 AND p.state = 'pending' ORDER BY p.place LIMIT $4)
    UNION ALL
    (SELECT * FROM lane_item a WHERE a.dossier_id = w.dossier_id AND a.destination = $1 AND a.seq = w.ack_version_seq AND a.state <> 'pending')
  ) n
  JOIN item i ON i.dossier_id = n.dossier_id AND i.seq = n.seq
  ORDER BY w.dossier_id, n.place`;

function toLane(lane: LaneRow, items: readonly ItemRow[], cipher: Cipher): ClaimedLane {
  const acked = items.find(({ seq, state }) => seq === lane.ack_version_seq && state !== 'pending');
  const unsure = toUnsure(lane.unsure);
  return {
    dossierId: lane.dossier_id,
    destination: lane.destination,
    fence: lane.fence,
    dossierCode: lane.code,
    receivedUnit: lane.received_unit_id,
    epoch: lane.epoch,
    present: lane.present,
    adopt: lane.adopt,
    moved: lane.moved,
    mode: lane.mode,
    inShadow: lane.shadow,
    unsure,
    reassert: lane.reassert,
    asked: toAsked(lane.asked_by, lane.asked),
    ackSeq: lane.ack_seq,
    acked:
      acked === undefined ? undefined : { seq: acked.seq, dossier: openBody(cipher, acked) as Dossier, trace: traceOf(acked) },
    failures: lane.failures,
    cause: lane.cause ?? undefined,
    pins: lane.pins ?? undefined,
    pending: items.filter(({ state }) => state === 'pending').map((item) => toPending(item, cipher, unsure)),
  };
}

function toPending(item: ItemRow, cipher: Cipher, unsure: Unsure | undefined): PendingItem {
  const { seq, status, sent, doubt } = item;
  const body = openBody(cipher, item);
  const trace = traceOf(item);
  if (item.kind === 'version') return { kind: 'version', seq, status, sent, doubt, trace, dossier: body as Dossier };
  const step = body as Step;
  const times = { occurredAt: new Date(step.occurredAt), acceptedAt: item.accepted_at };
  const mayBeTwice = { possiblyTwice: item.possibly_twice, mayBeThere: mayBeThere(times, unsure) };
  return { kind: 'step', seq, status, sent, doubt, trace, step, ...mayBeTwice };
}

function traceOf({ traceparent, tracestate }: ItemRow): TraceContext | undefined {
  return traceparent === null ? undefined : { traceparent, ...(tracestate !== null && { tracestate }) };
}

function openBody(cipher: Cipher, { id, body_enc, key_id }: ItemRow): unknown {
  return JSON.parse(cipher.unseal(body_enc, key_id, id).toString()) as unknown;
}

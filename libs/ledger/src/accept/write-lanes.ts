import type pg from 'pg';
import { STATUSES_THAT_DECIDE_THE_SCORE, type LaneState } from '#canonical';
import { released, type NewOutcome, type ReleaseCause } from '../lanes/write-outcomes.ts';
import { endWaits } from '../lanes/clear-incidents.ts';
import { PORTAL_AHEAD } from '../lanes/unsure.ts';
import { columns } from './columns.ts';
import type { DossierMemory, KnownLane } from './memory.ts';

/** A dossier of the group with a destination of it; `lane` is absent where it is new. */
export interface LaneToWrite {
  readonly id: number;
  readonly destination: string;
  readonly memory: DossierMemory;
  readonly lane?: KnownLane;
}

/** Adds the lanes that are new, moves the others, and puts the new items on both. */
export function writeLanes(lanes: readonly LaneToWrite[], now: Date): pg.QueryConfig[] {
  return [
    ...insertLanes(lanes, now),
    ...reopenForbidden(lanes),
    ...endWaits(lanes.filter(goesOn), now),
    ...moveLanes(lanes, now),
    ...insertLaneItems(lanes),
    ...replaceLaneItems(lanes),
  ];
}

function insertLanes(lanes: readonly LaneToWrite[], now: Date): pg.QueryConfig[] {
  const fresh = lanes.filter(({ lane }) => lane === undefined);
  if (fresh.length === 0) return [];
  const rows = fresh.map(({ id, destination, memory }) => ({ id, destination, closes: hasClosingStep(memory) }));
  return [{ name: 'accept-insert-lanes', text: INSERT_LANES, values: [now, ...columns(rows, ['id', 'destination', 'closes'])] }];
}

function moveLanes(lanes: readonly LaneToWrite[], now: Date): pg.QueryConfig[] {
  const moves = lanes.flatMap(({ id, destination, memory, lane }) => {
    const move = lane && moveLane(lane, memory);
    const closes = hasClosingStep(memory);
    // One that stays as it is has to be marked all the same.
    if (move === undefined && (lane === undefined || !closes)) return [];
    return [{ id, destination, closes, ...(move ?? { state: null, ackSeq: null }) }];
  });
  if (moves.length === 0) return [];
  const values = [now, ...columns(moves, ['id', 'destination', 'state', 'ackSeq', 'closes'])];
  return [{ name: 'accept-move-lanes', text: MOVE_LANES, values }];
}

/** Whether a step is added that finishes the dossier, and that is sent. */
function hasClosingStep({ fresh }: DossierMemory): boolean {
  return fresh.some(({ kind, stale, status }) => kind === 'step' && !stale && STATUSES_THAT_DECIDE_THE_SCORE.includes(status));
}

/** What a firewall refused waits again in its place: nothing that comes after may overtake it. */
function reopenForbidden(lanes: readonly LaneToWrite[]): pg.QueryConfig[] {
  const reopened = lanes.filter(({ lane, memory }) => isForbidden(lane) && memory.fresh.some(({ stale }) => !stale));
  if (reopened.length === 0) return [];
  return [{ name: 'accept-reopen', text: REOPEN, values: columns(reopened, ['id', 'destination']) }];
}

function isForbidden(lane: KnownLane | undefined): boolean {
  return lane?.state === 'blocked' && lane.cause?.includes('|forbidden.content|') === true;
}

function insertLaneItems(lanes: readonly LaneToWrite[]): pg.QueryConfig[] {
  const added = lanes.flatMap(({ id, destination, memory }) =>
    memory.fresh.map(({ seq, kind, status, stale }) => {
      const state = stale ? 'stale' : memory.replaced.includes(seq) ? 'superseded' : 'pending';
      return { id, destination, seq, kind, status, state, placeOf: placeOf(seq, memory) };
    }),
  );
  if (added.length === 0) return [];
  const values = columns(added, ['id', 'destination', 'seq', 'kind', 'status', 'state', 'placeOf']);
  return [{ name: 'accept-lane-items', text: INSERT_LANE_ITEMS, values }];
}

function replaceLaneItems(lanes: readonly LaneToWrite[]): pg.QueryConfig[] {
  const replaced = lanes.flatMap(({ id, destination, memory, lane }) =>
    [...memory.replaced, ...refusedVersion(lane, memory)].map((seq) => ({ id, destination, seq })),
  );
  if (replaced.length === 0) return [];
  return [{ name: 'accept-replace', text: REPLACE_LANE_ITEMS, values: columns(replaced, ['id', 'destination', 'seq']) }];
}

const INSERT_LANES = `
  INSERT INTO lane (dossier_id, destination, epoch, generation, state, due_at, fence, ack_seq, present, adopt, reassert, failures, closes)
  SELECT l.id, l.destination, 1, d.generation, 'due', $1, 0, 0, false, false, false, 0, l.closes
  FROM unnest($2::bigint[], $3::text[], $4::boolean[]) AS l (id, destination, closes) JOIN destination d ON d.id = l.destination`;

const MOVE_LANES = `
  UPDATE lane l SET state = coalesce(m.state, l.state), ack_seq = coalesce(m.ack_seq, l.ack_seq),
    due_at = CASE WHEN m.state IS NULL THEN l.due_at WHEN m.state = 'due' THEN $1::timestamptz END,
    cause = CASE WHEN m.state IS NULL THEN l.cause END, blocked_seq = CASE WHEN m.state IS NULL THEN l.blocked_seq END,
    failures = CASE WHEN m.state = 'due' THEN 0 ELSE l.failures END, closes = l.closes OR m.closes
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::boolean[]) AS m (dossier_id, destination, state, ack_seq, closes)
  WHERE l.dossier_id = m.dossier_id AND l.destination = m.destination`;

// A correction stands where what it replaces stood, and what that replaced itself.
const INSERT_LANE_ITEMS = `
  INSERT INTO lane_item (dossier_id, destination, seq, kind, status, state, doubt, possibly_twice, sent, place)
  SELECT n.dossier_id, n.destination, n.seq, n.kind, n.status, n.state, false, false, 0,
    coalesce((SELECT o.place FROM lane_item o
      WHERE o.dossier_id = n.dossier_id AND o.destination = n.destination AND o.seq = n.place_of), n.place_of)
  FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::smallint[], $6::text[], $7::int[])
    AS n (dossier_id, destination, seq, kind, status, state, place_of)`;

const REOPEN = `
  UPDATE lane_item li SET state = 'pending' FROM unnest($1::bigint[], $2::text[]) AS r (dossier_id, destination)
  WHERE li.dossier_id = r.dossier_id AND li.destination = r.destination AND li.state = 'refused'`;

const REPLACE_LANE_ITEMS = `
  UPDATE lane_item li SET state = 'superseded'
  FROM unnest($1::bigint[], $2::text[], $3::int[]) AS r (dossier_id, destination, seq)
  WHERE li.dossier_id = r.dossier_id AND li.destination = r.destination AND li.seq = r.seq AND li.state IN ('pending', 'refused')`;

/** How new items move a lane; undefined = it stays as it is, and who holds it will see them. */
function moveLane(lane: KnownLane, memory: DossierMemory): { state: LaneState; ackSeq: number | null } | undefined {
  const toSend = memory.fresh.filter(({ stale }) => !stale);
  const due = { state: 'due', ackSeq: null } as const;
  if (lane.state === 'idle') {
    if (toSend.length > 0) return due;
    return memory.fresh.length > 0 ? { state: 'idle', ackSeq: memory.lastSeq } : undefined;
  }
  const hasNewVersion = toSend.some(({ kind }) => kind === 'version');
  // What a step makes stands behind that step, and cannot stand in the place of what is held.
  if (lane.state === 'held')
    return toSend.some(({ kind, origin }) => kind === 'version' && origin === 'client') ? due : undefined;
  // It waits for just this: what its portal shows and we did not know.
  if (lane.state === 'verifying' && lane.cause === PORTAL_AHEAD) return toSend.length > 0 ? due : undefined;
  if (lane.state !== 'blocked') return undefined;
  // What a firewall did not like may pass another time, and nothing else would ever try.
  if (isForbidden(lane)) return toSend.length > 0 ? due : undefined;
  if (lane.blockedKind === 'version') return hasNewVersion ? due : undefined;
  return lane.blockedSeq !== undefined && memory.replaced.includes(lane.blockedSeq) ? due : undefined;
}

/** Whether new items let a lane go on that waited for a person. */
function goesOn({ lane, memory }: LaneToWrite): boolean {
  return (lane?.state === 'held' || lane?.state === 'blocked') && moveLane(lane, memory) !== undefined;
}

/** What goes on by these lanes although it was held or refused. */
export function releasedItems(lanes: readonly LaneToWrite[]): NewOutcome[] {
  return lanes.flatMap(({ id, destination, memory, lane }) => {
    if (lane?.blockedSeq === undefined || moveLane(lane, memory) === undefined) return [];
    return [released({ dossierId: id, destination, seq: lane.blockedSeq }, releaseCause(lane))];
  });
}

function releaseCause(lane: KnownLane): ReleaseCause {
  if (lane.state === 'held') return 'version.newer';
  if (isForbidden(lane)) return 'forbidden.retried';
  return lane.blockedKind === 'version' ? 'version.replaced' : 'step.corrected';
}

/** The item whose place in the order is this one's: itself, or the first in a chain of corrections, as far as this group knows it. */
function placeOf(seq: number, memory: DossierMemory): number {
  const replaces = memory.fresh.find((item) => item.seq === seq)?.replaces;
  return replaces === undefined ? seq : placeOf(replaces, memory);
}

/** The refused version that a newer one supersedes by itself. */
function refusedVersion(lane: KnownLane | undefined, memory: DossierMemory): number[] {
  if (lane?.state !== 'blocked' || isForbidden(lane)) return [];
  const supersedes = lane.blockedKind === 'version' && memory.fresh.some(({ kind, stale }) => kind === 'version' && !stale);
  return supersedes && lane.blockedSeq !== undefined ? [lane.blockedSeq] : [];
}

import type pg from 'pg';
import { legalDay, type Instant, type LaneState } from '#canonical';
import { uuidv7 } from '#runtime';
import type { Cipher } from '../cipher.ts';
import type { Collision } from './fold.ts';
import type { DossierMemory, KnownLane, NewItem } from './memory.ts';

/** What a group adds to the ledger. */
export interface GroupToWrite {
  readonly memories: readonly DossierMemory[];
  readonly requests: readonly { readonly clientId: number; readonly raw: Buffer }[];
  readonly collisions: readonly Collision[];
  readonly destinationsOf: (clientId: number) => readonly string[];
  readonly now: Date;
}

/** A dossier that was new when it was loaded is there now: the whole group is loaded and judged again. */
export class LostRace extends Error {}

const POSITION_LOCK = 7202;

/**
 * Writes a group. The last statement takes the positions under one lock that is held only until the commit, so that a reader
 * who walks by position never passes a row that commits later.
 */
export async function write(db: pg.PoolClient, cipher: Cipher, group: GroupToWrite): Promise<void> {
  const touched = group.memories.filter(({ changed }) => changed);
  if (group.collisions.length > 0) await writeCollisions(db, group);
  if (touched.length === 0) return;
  const requestIds = await writeRequests(db, cipher, group, touched);
  const ids = await writeDossiers(db, touched, group.now);
  const withId = touched
    .map((memory) => ({ memory, id: memory.id ?? ids.get(memory.code) ?? lost() }))
    .sort((a, b) => a.id - b.id);
  await writeLanes(db, withId, group);
  await writeItems(db, cipher, { withId, requestIds, now: group.now });
}

interface WithId {
  readonly memory: DossierMemory;
  readonly id: number;
}

async function writeRequests(
  db: pg.PoolClient,
  cipher: Cipher,
  group: GroupToWrite,
  touched: readonly DossierMemory[],
): Promise<Map<number, string>> {
  const used = [...new Set(touched.flatMap(({ fresh }) => fresh.map(({ request }) => request)))];
  const rows = used.flatMap((index) => {
    const request = group.requests[index];
    const id = uuidv7(group.now);
    return request === undefined ? [] : [{ index, id, clientId: request.clientId, ...cipher.seal(request.raw, id) }];
  });
  await db.query({
    name: 'accept-requests',
    text: `INSERT INTO request (id, received_at, client_id, door, raw_enc, key_id)
      SELECT id, $1, client_id, 'native', raw_enc, key_id
      FROM unnest($2::uuid[], $3::int[], $4::bytea[], $5::int[]) AS r (id, client_id, raw_enc, key_id)`,
    values: [group.now, ...columns(rows, ['id', 'clientId', 'data', 'keyId'])],
  });
  return new Map(rows.map(({ index, id }) => [index, id]));
}

async function writeDossiers(db: pg.PoolClient, touched: readonly DossierMemory[], now: Date): Promise<Map<string, number>> {
  const fresh = touched.filter(({ id }) => id === undefined).sort((a, b) => (a.code < b.code ? -1 : 1));
  const known = touched.filter(({ id }) => id !== undefined);
  if (known.length > 0)
    await db.query({ name: 'accept-update-dossiers', text: UPDATE_DOSSIERS, values: columns(known.map(toRow), DOSSIER_COLUMNS) });
  if (fresh.length === 0) return new Map();
  const { rows } = await db.query<{ id: number; code: string }>({
    name: 'accept-insert-dossiers',
    text: INSERT_DOSSIERS,
    values: [...columns(fresh.map(toRow), [...DOSSIER_COLUMNS, ...FIRST_COLUMNS]), now],
  });
  if (rows.length < fresh.length) throw new LostRace();
  return new Map(rows.map(({ id, code }) => [code, id]));
}

const DOSSIER_COLUMNS = [
  ...(['code', 'sourceCode', 'procedure', 'receivedOn', 'lastSeq', 'headSeq', 'clientSeq', 'status'] as const),
  ...(['lastStepAt', 'sourceVersionKind', 'sourceVersion', 'stepFilled'] as const),
] as const;
const FIRST_COLUMNS = ['clientId', 'unitId'] as const;
const DOSSIER_ARRAYS = `$1::text[], $2::text[], $3::text[], $4::date[], $5::int[], $6::int[], $7::int[], $8::smallint[],
  $9::timestamptz[], $10::text[], $11::bigint[], $12::text[]`;

// `step_filled` travels as comma separated text: an array of arrays would have to be rectangular.
const UPDATE_DOSSIERS = `
  UPDATE dossier d SET source_code = n.source_code, procedure = n.procedure, received_on = n.received_on, last_seq = n.last_seq,
    head_seq = n.head_seq, client_seq = n.client_seq, status = n.status, last_step_at = n.last_step_at,
    source_version_kind = n.source_version_kind, source_version = n.source_version, step_filled = string_to_array(n.step_filled, ',')
  FROM unnest(${DOSSIER_ARRAYS}) AS n (code, source_code, procedure, received_on, last_seq, head_seq, client_seq, status,
    last_step_at, source_version_kind, source_version, step_filled)
  WHERE d.code = n.code`;

const INSERT_DOSSIERS = `
  INSERT INTO dossier (code, source_code, procedure, received_on, last_seq, head_seq, client_seq, status, last_step_at,
    source_version_kind, source_version, step_filled, client_id, received_unit_id, created_at)
  SELECT code, source_code, procedure, received_on, last_seq, head_seq, client_seq, status, last_step_at,
    source_version_kind, source_version, string_to_array(step_filled, ','), client_id, unit_id, $15
  FROM unnest(${DOSSIER_ARRAYS}, $13::int[], $14::int[]) AS n (code, source_code, procedure, received_on, last_seq, head_seq,
    client_seq, status, last_step_at, source_version_kind, source_version, step_filled, client_id, unit_id)
  ON CONFLICT (code) DO NOTHING
  RETURNING id, code`;

function toRow(memory: DossierMemory): Record<(typeof DOSSIER_COLUMNS)[number] | (typeof FIRST_COLUMNS)[number], unknown> {
  const { head, sourceVersion } = memory;
  const received: Instant | undefined = head.dossier.receivedAt ?? head.dossier.submittedAt;
  return {
    code: memory.code,
    sourceCode: memory.sourceCode ?? null,
    procedure: head.dossier.procedureCode,
    receivedOn: received === undefined ? null : legalDay(received),
    lastSeq: memory.lastSeq,
    headSeq: head.seq,
    clientSeq: memory.lastFromClient.seq,
    status: head.status,
    lastStepAt: memory.lastStepAt ?? null,
    sourceVersionKind: sourceVersion?.kind ?? null,
    sourceVersion: sourceVersion?.value ?? null,
    stepFilled: [...memory.stepFilled].join(','),
    clientId: memory.clientId,
    unitId: memory.receivedUnitId,
  };
}

async function writeLanes(db: pg.PoolClient, dossiers: readonly WithId[], group: GroupToWrite): Promise<void> {
  const fresh = dossiers.flatMap(({ memory, id }) =>
    memory.id === undefined ? group.destinationsOf(memory.clientId).map((destination) => ({ id, destination, memory })) : [],
  );
  const known = dossiers.flatMap(({ memory, id }) =>
    memory.lanes.map((lane) => ({ id, destination: lane.destination, memory, lane })),
  );
  if (fresh.length > 0) {
    await db.query({
      name: 'accept-insert-lanes',
      text: INSERT_LANES,
      values: [group.now, ...columns(fresh, ['id', 'destination'])],
    });
  }
  const moves = known.flatMap(({ id, destination, memory, lane }) => {
    const move = moveLane(lane, memory);
    return move === undefined ? [] : [{ id, destination, ...move }];
  });
  if (moves.length > 0) {
    await db.query({
      name: 'accept-move-lanes',
      text: MOVE_LANES,
      values: [group.now, ...columns(moves, ['id', 'destination', 'state', 'ackSeq'])],
    });
  }
  await writeLaneItems(db, [...fresh, ...known]);
}

const INSERT_LANES = `
  INSERT INTO lane (dossier_id, destination, epoch, generation, state, due_at, fence, ack_seq, present, adopt, reassert, failures)
  SELECT l.id, l.destination, 1, d.generation, 'due', $1, 0, 0, false, false, false, 0
  FROM unnest($2::bigint[], $3::text[]) AS l (id, destination) JOIN destination d ON d.id = l.destination`;

const MOVE_LANES = `
  UPDATE lane l SET state = m.state, ack_seq = coalesce(m.ack_seq, l.ack_seq),
    due_at = CASE WHEN m.state = 'due' THEN $1::timestamptz END, cause = NULL, blocked_seq = NULL,
    failures = CASE WHEN m.state = 'due' THEN 0 ELSE l.failures END
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[]) AS m (dossier_id, destination, state, ack_seq)
  WHERE l.dossier_id = m.dossier_id AND l.destination = m.destination`;

/** How new items move a lane; undefined = it stays as it is, and who holds it will see them. */
function moveLane(lane: KnownLane, memory: DossierMemory): { state: LaneState; ackSeq: number | null } | undefined {
  const toSend = memory.fresh.filter(({ stale }) => !stale);
  const due = { state: 'due', ackSeq: null } as const;
  if (lane.state === 'idle') {
    if (toSend.length > 0) return due;
    return memory.fresh.length > 0 ? { state: 'idle', ackSeq: memory.lastSeq } : undefined;
  }
  const hasNewVersion = toSend.some(({ kind }) => kind === 'version');
  if (lane.state === 'held') return hasNewVersion ? due : undefined;
  if (lane.state !== 'blocked') return undefined;
  if (lane.blockedKind === 'version') return hasNewVersion ? due : undefined;
  return lane.blockedSeq !== undefined && memory.replaced.includes(lane.blockedSeq) ? due : undefined;
}

async function writeLaneItems(
  db: pg.PoolClient,
  lanes: readonly { id: number; destination: string; memory: DossierMemory; lane?: KnownLane }[],
): Promise<void> {
  const added = lanes.flatMap(({ id, destination, memory }) =>
    memory.fresh.map(({ seq, kind, status, stale }) => {
      const state = stale ? 'stale' : memory.replaced.includes(seq) ? 'superseded' : 'pending';
      return { id, destination, seq, kind, status, state };
    }),
  );
  if (added.length > 0) {
    await db.query({
      name: 'accept-lane-items',
      text: `INSERT INTO lane_item (dossier_id, destination, seq, kind, status, state, doubt, possibly_twice, sent)
        SELECT *, false, false, 0 FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::smallint[], $6::text[])`,
      values: columns(added, ['id', 'destination', 'seq', 'kind', 'status', 'state']),
    });
  }
  const replaced = lanes.flatMap(({ id, destination, memory, lane }) =>
    [...memory.replaced, ...refusedVersion(lane, memory)].map((seq) => ({ id, destination, seq })),
  );
  if (replaced.length === 0) return;
  await db.query({
    name: 'accept-replace',
    text: `UPDATE lane_item li SET state = 'superseded'
      FROM unnest($1::bigint[], $2::text[], $3::int[]) AS r (dossier_id, destination, seq)
      WHERE li.dossier_id = r.dossier_id AND li.destination = r.destination AND li.seq = r.seq AND li.state IN ('pending', 'refused')`,
    values: columns(replaced, ['id', 'destination', 'seq']),
  });
}

/** The refused version that a newer one supersedes by itself. */
function refusedVersion(lane: KnownLane | undefined, memory: DossierMemory): number[] {
  const supersedes = lane?.blockedKind === 'version' && memory.fresh.some(({ kind, stale }) => kind === 'version' && !stale);
  return supersedes && lane.blockedSeq !== undefined ? [lane.blockedSeq] : [];
}

async function writeItems(
  db: pg.PoolClient,
  cipher: Cipher,
  { withId, requestIds, now }: { withId: readonly WithId[]; requestIds: Map<number, string>; now: Date },
): Promise<void> {
  const rows = withId.flatMap(({ memory, id }) => memory.fresh.map((item) => toItemRow(item, id, { cipher, requestIds })));
  await db.query(`NOTIFY lanes_due`);
  await db.query({ name: 'accept-items-insert', text: INSERT_ITEMS, values: [now, ...columns(rows, ITEM_COLUMNS)] });
}

const ITEM_COLUMNS = [
  ...([
    'dossierId',
    'seq',
    'id',
    'kind',
    'origin',
    'status',
    'occurredAt',
    'sourceVersionKind',
    'sourceVersion',
    'hash',
  ] as const),
  ...(['sentHash', 'slotHash', 'data', 'keyId', 'clientId', 'requestId', 'stale', 'changesStatus'] as const),
] as const;

const INSERT_ITEMS = `
  WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(POSITION_LOCK)}))
  INSERT INTO item (dossier_id, seq, id, kind, origin, status, occurred_at, source_version_kind, source_version, accepted_at, hash,
    sent_hash, slot_hash, body_enc, key_id, client_id, request_id, stale, changes_status, pos)
  SELECT dossier_id, seq, id, kind, origin, status, occurred_at, source_version_kind, source_version, $1, hash,
    sent_hash, slot_hash, body_enc, key_id, client_id, request_id, stale, changes_status, nextval('item_position')
  FROM locked, unnest($2::bigint[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::smallint[], $8::timestamptz[], $9::text[],
    $10::bigint[], $11::text[], $12::text[], $13::text[], $14::bytea[], $15::int[], $16::int[], $17::uuid[], $18::boolean[],
    $19::boolean[]) AS n (dossier_id, seq, id, kind, origin, status, occurred_at, source_version_kind, source_version, hash,
    sent_hash, slot_hash, body_enc, key_id, client_id, request_id, stale, changes_status)`;

function toItemRow(
  item: NewItem,
  dossierId: number,
  { cipher, requestIds }: { cipher: Cipher; requestIds: Map<number, string> },
): Record<(typeof ITEM_COLUMNS)[number], unknown> {
  const { seq, id, kind, origin, status, hash, clientId, stale, changesStatus } = item;
  return {
    ...{ dossierId, seq, id, kind, origin, status, hash, clientId, stale, changesStatus },
    occurredAt: item.occurredAt ?? null,
    sourceVersionKind: item.sourceVersion?.kind ?? null,
    sourceVersion: item.sourceVersion?.value ?? null,
    sentHash: item.sentHash ?? null,
    slotHash: item.slotHash ?? null,
    requestId: requestIds.get(item.request),
    ...cipher.seal(JSON.stringify(item.body), id),
  };
}

async function writeCollisions(db: pg.PoolClient, { collisions, now }: GroupToWrite): Promise<void> {
  for (const { code, clientId } of collisions) {
    await db.query({
      name: 'accept-collision',
      text: `INSERT INTO incident (id, fingerprint, kind, must_act, sample_dossier_id, count, opened_at, last_at)
        SELECT $1, $2, 'code-taken', 'province', id, 1, $3, $3 FROM dossier WHERE code = $4
        ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET count = incident.count + 1, last_at = excluded.last_at`,
      values: [uuidv7(now), `code-taken|${code}|${String(clientId)}`, now, code],
    });
  }
}

/** Rows as one array per column, for `unnest`. */
function columns<K extends string>(rows: readonly Readonly<Record<K, unknown>>[], names: readonly K[]): unknown[][] {
  return names.map((name) => rows.map((row) => row[name]));
}

function lost(): never {
  throw new LostRace();
}

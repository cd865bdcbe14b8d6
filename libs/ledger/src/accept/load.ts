import type pg from 'pg';
import {
  contentHash,
  instantOf,
  slotHash,
  type Dossier,
  type LaneState,
  type LegalDay,
  type SourceVersion,
  type Status,
  type StepsTold,
} from '#canonical';
import type { Cipher } from '../cipher.ts';
import { groupBy } from '../group-by.ts';
import { columns } from './columns.ts';
import { sourceKey } from './fold.ts';
import type { DossierMemory, KnownLane, KnownStep, KnownVersion } from './memory.ts';
import { namesIn, type Submission, type SubmittedItem, type SubmittedStep } from './submission.ts';

/** What is known of the dossiers of a group, locked until the transaction ends. */
export interface Loaded {
  readonly memories: Map<string, DossierMemory>;
  /** Dossier code by client and source code. */
  readonly codesBySource: Map<string, string>;
}

/**
 * Locks and loads the dossiers of a group: dossiers in code order, then their lanes in id order, so that two processes never
 * wait for each other in a circle. At most three statements, however many items; one when all dossiers are new.
 */
export async function load(db: pg.PoolClient, cipher: Cipher, submissions: readonly Submission[]): Promise<Loaded> {
  const items = submissions.flatMap(({ clientId, items }) => items.map((item) => ({ clientId, item })));
  const dossiers = await lockDossiers(db, items);
  const codesBySource = new Map(
    dossiers.flatMap(({ client_id, source_code, code }) =>
      source_code === null ? [] : [[sourceKey(client_id, source_code), code] as const],
    ),
  );
  if (dossiers.length === 0) return { memories: new Map(), codesBySource };

  const ids = dossiers.map(({ id }) => id);
  // Sent together, run in this order: no lane changes while its items are read.
  const [lanes, known] = await Promise.all([
    lockLanes(db, ids),
    loadItems(db, cipher, { ids, ...stepHashes(items, codesBySource) }),
  ]);
  const memories = dossiers.map((row) => toMemory(row, lanes.get(row.id) ?? [], known.get(row.id) ?? []));
  return { memories: new Map(memories.map((memory) => [memory.code, memory])), codesBySource };
}

interface Placed {
  readonly clientId: number;
  readonly item: SubmittedItem;
}

interface DossierRow {
  id: number;
  code: string;
  client_id: number;
  source_code: string | null;
  received_unit_id: number;
  received_on: LegalDay | null;
  last_seq: number;
  head_seq: number;
  client_seq: number;
  last_step_at: Date | null;
  source_version_kind: SourceVersion['kind'] | null;
  source_version: number | null;
  step_filled: string[];
  p1_seq: number | null;
  source_steps: number | null;
  source_step_at: Date | null;
  source_step_status: number | null;
}

interface ItemRow {
  dossier_id: number;
  seq: number;
  id: string;
  kind: 'version' | 'step';
  origin: 'client' | 'step' | 'closing';
  status: Status;
  hash: string;
  sent_hash: string | null;
  slot_hash: string | null;
  stale: boolean;
  accepted_at: Date;
  salt: Buffer | null;
  source_version_kind: SourceVersion['kind'] | null;
  source_version: number | null;
  body_enc: Buffer | null;
  key_id: number;
  replaceable: boolean;
}

/** Locks the dossiers that the items name by their code, and those that hold a source code that is named. */
async function lockDossiers(db: pg.PoolClient, items: readonly Placed[]): Promise<DossierRow[]> {
  const codes = new Set<string>();
  const sources = new Map<string, { clientId: number; sourceCode: string }>();
  for (const { clientId, item } of items) {
    if (item.kind === 'refused') continue;
    const { dossierCode, sourceCode } = namesIn(item);
    codes.add(dossierCode);
    if (sourceCode !== undefined) sources.set(sourceKey(clientId, sourceCode), { clientId, sourceCode });
  }
  const { rows } = await db.query<DossierRow>({
    name: 'accept-lock-dossiers',
    text: LOCK_DOSSIERS,
    values: [[...codes], ...columns([...sources.values()], ['clientId', 'sourceCode'])],
  });
  return rows;
}

// The source codes become dossier codes before anything is locked. As a join, a row that somebody changes while we wait for it
// would be judged again without what it was joined to, and fall out of the answer as if it did not exist.
const LOCK_DOSSIERS = `
  SELECT id, code, client_id, source_code, received_unit_id, received_on, last_seq, head_seq, client_seq, last_step_at,
    source_version_kind, source_version, step_filled, p1_seq, source_steps, source_step_at, source_step_status
  FROM dossier
  WHERE code = ANY($1::text[] || ARRAY(
    SELECT d.code FROM unnest($2::int[], $3::text[]) AS s (client_id, source_code)
      JOIN dossier d ON d.client_id = s.client_id AND d.source_code = s.source_code))
  ORDER BY code COLLATE "C" FOR UPDATE`;

/** The code of the dossier that a step is about. */
function codeOf({ step, sourceCode }: SubmittedStep, clientId: number, codesBySource: Map<string, string>): string | undefined {
  return step.dossierCode === '' && sourceCode !== undefined
    ? codesBySource.get(sourceKey(clientId, sourceCode))
    : step.dossierCode;
}

async function lockLanes(db: pg.PoolClient, ids: readonly number[]): Promise<Map<number, KnownLane[]>> {
  const { rows } = await db.query<{
    dossier_id: number;
    destination: string;
    state: LaneState;
    cause: string | null;
    blocked_seq: number | null;
    blocked_kind: 'version' | 'step' | null;
  }>({
    name: 'accept-lock-lanes',
    text: `SELECT l.dossier_id, l.destination, l.state, l.cause, l.blocked_seq, b.kind AS blocked_kind
      FROM lane l LEFT JOIN lane_item b
        ON b.dossier_id = l.dossier_id AND b.destination = l.destination AND b.seq = l.blocked_seq
      WHERE l.dossier_id = ANY($1) ORDER BY l.dossier_id, l.destination FOR UPDATE OF l`,
    values: [ids],
  });
  const lanes = rows.map((row) => ({
    ...{ dossierId: row.dossier_id, destination: row.destination, state: row.state },
    cause: row.cause ?? undefined,
    blockedSeq: row.blocked_seq ?? undefined,
    blockedKind: row.blocked_kind ?? undefined,
  }));
  return groupBy(lanes, ({ dossierId }) => dossierId);
}

async function loadItems(
  db: pg.PoolClient,
  cipher: Cipher,
  wanted: { ids: readonly number[]; hashes: readonly string[]; slots: readonly string[] },
): Promise<Map<number, (ItemRow & { dossier: Dossier | undefined })[]>> {
  const { rows } = await db.query<ItemRow>({
    name: 'accept-items',
    text: ITEMS,
    values: [wanted.ids, wanted.hashes, wanted.slots],
  });
  await cipher.load(rows.map(({ key_id }) => key_id));
  const items = rows.map((row) => ({
    ...row,
    dossier:
      row.body_enc === null ? undefined : (JSON.parse(cipher.unseal(row.body_enc, row.key_id, row.id).toString()) as Dossier),
  }));
  return groupBy(items, ({ dossier_id }) => dossier_id);
}

const ITEMS = `
  SELECT i.dossier_id, i.seq, i.id, i.kind, i.origin, i.status, i.hash, i.sent_hash, i.slot_hash, i.stale, i.accepted_at, i.salt,
    i.source_version_kind, i.source_version, i.key_id,
    CASE WHEN i.seq IN (d.head_seq, d.client_seq) THEN i.body_enc END AS body_enc,
    i.slot_hash = ANY($3) AND NOT i.stale AND NOT EXISTS (
      SELECT FROM lane_item li WHERE li.dossier_id = i.dossier_id AND li.seq = i.seq
        AND NOT (li.state = 'refused' OR (li.state = 'cancelled' AND NOT li.doubt) OR (li.state = 'pending' AND li.sent = 0 AND li.call_id IS NULL))) AS replaceable
  FROM item i JOIN dossier d ON d.id = i.dossier_id
  WHERE i.dossier_id = ANY($1) AND (i.kind = 'version' OR i.hash = ANY($2) OR i.slot_hash = ANY($3) OR i.origin = 'closing')
  ORDER BY i.dossier_id, i.seq`;

/** Hashes and slots of the submitted steps: only accepted steps that share one are worth loading. */
function stepHashes(items: readonly Placed[], codesBySource: Map<string, string>): { hashes: string[]; slots: string[] } {
  const steps = items.flatMap(({ clientId, item }) =>
    item.kind === 'step' ? [{ ...item.step, dossierCode: codeOf(item, clientId, codesBySource) ?? '' }] : [],
  ) satisfies SubmittedStep['step'][];
  return { hashes: steps.map(contentHash), slots: steps.map(slotHash) };
}

function toMemory(row: DossierRow, lanes: KnownLane[], items: (ItemRow & { dossier: Dossier | undefined })[]): DossierMemory {
  const versions = items.filter(({ kind }) => kind === 'version').map(toVersion);
  const steps = items.filter(({ kind }) => kind === 'step').map(toStep);
  return {
    code: row.code,
    id: row.id,
    clientId: row.client_id,
    receivedUnitId: row.received_unit_id,
    countedOn: row.received_on ?? undefined,
    lanes,
    sourceCode: row.source_code ?? undefined,
    lastSeq: row.last_seq,
    versions,
    head: withDossier(versions, row.head_seq),
    lastFromClient: withDossier(versions, row.client_seq),
    steps,
    lastStepAt: row.last_step_at === null ? undefined : instantOf(row.last_step_at),
    sourceSteps: toStepsTold(row),
    sourceVersion: toSourceVersion(row),
    stepFilled: new Set(row.step_filled),
    fresh: [],
    replaced: [],
    changed: false,
  };
}

function toVersion(row: ItemRow & { dossier: Dossier | undefined }): KnownVersion {
  const { id, seq, hash, status, stale, dossier } = row;
  return {
    ...{ id, seq, hash, status, stale, dossier },
    acceptedAt: instantOf(row.accepted_at),
    salt: row.salt?.toString('hex'),
    sentHash: row.sent_hash ?? undefined,
    sourceVersion: toSourceVersion(row),
  };
}

/** Unknown where they were not counted yet, or something came by a process that does not count them. */
function toStepsTold(row: DossierRow): StepsTold | undefined {
  const { source_steps: count, source_step_at: lastAt, source_step_status: lastStatus } = row;
  if (count === null || row.p1_seq !== row.last_seq) return undefined;
  return { count, lastStatus: lastStatus ?? undefined, lastAt: lastAt === null ? undefined : instantOf(lastAt) };
}

function toStep({ id, seq, hash, origin, accepted_at, salt, slot_hash, replaceable }: ItemRow): KnownStep {
  const isFromClient = origin === 'client';
  return {
    ...{ id, seq, hash, acceptedAt: instantOf(accepted_at), salt: salt?.toString('hex') },
    ...{ slotHash: slot_hash ?? '', isFromClient, replaceable },
  };
}

function toSourceVersion(row: Pick<ItemRow, 'source_version' | 'source_version_kind'>): SourceVersion | undefined {
  if (row.source_version_kind === null || row.source_version === null) return undefined;
  return { kind: row.source_version_kind, value: row.source_version };
}

function withDossier(versions: readonly KnownVersion[], seq: number): KnownVersion & { dossier: Dossier } {
  const version = versions.find((candidate) => candidate.seq === seq);
  if (version?.dossier === undefined) throw new Error(`version ${String(seq)} has no body`);
  return { ...version, dossier: version.dossier };
}

import type pg from 'pg';
import { contentHash, instantOf, slotHash, type Dossier, type LaneState, type SourceVersion, type Status } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { groupBy } from '../group-by.ts';
import { sourceKey } from './fold.ts';
import type { DossierMemory, KnownLane, KnownStep, KnownVersion } from './memory.ts';
import type { Submission, SubmittedItem, SubmittedStep } from './submission.ts';

/** What is known of the dossiers of a group, locked until the transaction ends. */
export interface Loaded {
  readonly memories: Map<string, DossierMemory>;
  /** Dossier code by client and source code. */
  readonly codesBySource: Map<string, string>;
}

/**
 * Locks and loads the dossiers of a group: dossiers in code order, then their lanes in id order, so that two processes never
 * wait for each other in a circle. A handful of statements, however many items.
 */
export async function load(db: pg.PoolClient, cipher: Cipher, submissions: readonly Submission[]): Promise<Loaded> {
  const codesBySource = await loadSourceCodes(db, submissions);
  const items = submissions.flatMap(({ clientId, items }) => items.map((item) => ({ clientId, item })));
  const codes = new Set(items.flatMap(({ clientId, item }) => codeOf(item, clientId, codesBySource) ?? []));
  const dossiers = await lockDossiers(db, [...codes].sort());
  if (dossiers.length === 0) return { memories: new Map(), codesBySource };

  const ids = dossiers.map(({ id }) => id);
  const lanes = await lockLanes(db, ids);
  const known = await loadItems(db, cipher, { ids, ...stepHashes(items, codesBySource) });
  const memories = dossiers.map((row) => toMemory(row, lanes.get(row.id) ?? [], known.get(row.id) ?? []));
  return { memories: new Map(memories.map((memory) => [memory.code, memory])), codesBySource };
}

interface DossierRow {
  id: number;
  code: string;
  client_id: number;
  source_code: string | null;
  received_unit_id: number;
  last_seq: number;
  head_seq: number;
  client_seq: number;
  last_step_at: Date | null;
  source_version_kind: SourceVersion['kind'] | null;
  source_version: number | null;
  step_filled: string[];
}

interface ItemRow {
  dossier_id: number;
  seq: number;
  id: string;
  kind: 'version' | 'step';
  status: Status;
  hash: string;
  sent_hash: string | null;
  slot_hash: string | null;
  stale: boolean;
  accepted_at: Date;
  source_version_kind: SourceVersion['kind'] | null;
  source_version: number | null;
  body_enc: Buffer | null;
  key_id: number;
  replaceable: boolean;
}

async function loadSourceCodes(db: pg.PoolClient, submissions: readonly Submission[]): Promise<Map<string, string>> {
  const wanted = submissions.flatMap(({ clientId, items }) =>
    items.flatMap((item) => {
      const sourceCode = item.kind === 'refused' ? undefined : item.kind === 'step' ? item.sourceCode : item.dossier.sourceCode;
      return sourceCode === undefined ? [] : [{ clientId, sourceCode }];
    }),
  );
  if (wanted.length === 0) return new Map();
  const { rows } = await db.query<{ client_id: number; source_code: string; code: string }>({
    name: 'accept-source-codes',
    text: `SELECT d.client_id, d.source_code, d.code FROM dossier d
      JOIN (SELECT DISTINCT * FROM unnest($1::int[], $2::text[]) AS w (client_id, source_code)) w
        ON d.client_id = w.client_id AND d.source_code = w.source_code`,
    values: [wanted.map(({ clientId }) => clientId), wanted.map(({ sourceCode }) => sourceCode)],
  });
  return new Map(rows.map((row) => [sourceKey(row.client_id, row.source_code), row.code]));
}

/** The code of the dossier that an item is about. */
function codeOf(item: SubmittedItem, clientId: number, codesBySource: Map<string, string>): string | undefined {
  if (item.kind === 'refused') return undefined;
  if (item.kind === 'dossier') return item.dossier.dossierCode;
  return item.sourceCode === undefined ? item.step.dossierCode : codesBySource.get(sourceKey(clientId, item.sourceCode));
}

async function lockDossiers(db: pg.PoolClient, codes: readonly string[]): Promise<DossierRow[]> {
  const { rows } = await db.query<DossierRow>({
    name: 'accept-lock-dossiers',
    text: `SELECT id, code, client_id, source_code, received_unit_id, last_seq, head_seq, client_seq, last_step_at,
        source_version_kind, source_version, step_filled
      FROM dossier WHERE code = ANY($1) ORDER BY code COLLATE "C" FOR UPDATE`,
    values: [codes],
  });
  return rows;
}

async function lockLanes(db: pg.PoolClient, ids: readonly number[]): Promise<Map<number, KnownLane[]>> {
  const { rows } = await db.query<{
    dossier_id: number;
    destination: string;
    state: LaneState;
    blocked_seq: number | null;
    blocked_kind: 'version' | 'step' | null;
  }>({
    name: 'accept-lock-lanes',
    text: `SELECT l.dossier_id, l.destination, l.state, l.blocked_seq, b.kind AS blocked_kind
      FROM lane l LEFT JOIN lane_item b
        ON b.dossier_id = l.dossier_id AND b.destination = l.destination AND b.seq = l.blocked_seq
      WHERE l.dossier_id = ANY($1) ORDER BY l.dossier_id, l.destination FOR UPDATE OF l`,
    values: [ids],
  });
  const lanes = rows.map((row) => ({
    ...{ dossierId: row.dossier_id, destination: row.destination, state: row.state },
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
  SELECT i.dossier_id, i.seq, i.id, i.kind, i.status, i.hash, i.sent_hash, i.slot_hash, i.stale, i.accepted_at,
    i.source_version_kind, i.source_version, i.key_id,
    CASE WHEN i.seq IN (d.head_seq, d.client_seq) THEN i.body_enc END AS body_enc,
    i.slot_hash = ANY($3) AND NOT i.stale AND NOT EXISTS (
      SELECT FROM lane_item li WHERE li.dossier_id = i.dossier_id AND li.seq = i.seq
        AND NOT (li.state = 'refused' OR (li.state = 'pending' AND li.sent = 0 AND li.call_id IS NULL))) AS replaceable
  FROM item i JOIN dossier d ON d.id = i.dossier_id
  WHERE i.dossier_id = ANY($1) AND (i.kind = 'version' OR i.hash = ANY($2) OR i.slot_hash = ANY($3) OR i.origin = 'closing')
  ORDER BY i.dossier_id, i.seq`;

/** Hashes and slots of the submitted steps: only accepted steps that share one are worth loading. */
function stepHashes(
  items: readonly { clientId: number; item: SubmittedItem }[],
  codesBySource: Map<string, string>,
): { hashes: string[]; slots: string[] } {
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
    lanes,
    sourceCode: row.source_code ?? undefined,
    lastSeq: row.last_seq,
    versions,
    head: withDossier(versions, row.head_seq),
    lastFromClient: withDossier(versions, row.client_seq),
    steps,
    lastStepAt: row.last_step_at === null ? undefined : instantOf(row.last_step_at),
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
    sentHash: row.sent_hash ?? undefined,
    sourceVersion: toSourceVersion(row),
  };
}

function toStep({ id, seq, hash, accepted_at, slot_hash, replaceable }: ItemRow): KnownStep {
  return { id, seq, hash, acceptedAt: instantOf(accepted_at), slotHash: slot_hash ?? '', replaceable };
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

import type pg from 'pg';
import { factsOf, legalDay, p1Of, type Dossier, type Instant, type LegalDay } from '#canonical';
import { columns } from './columns.ts';
import type { DossierMemory } from './memory.ts';

/** Updates those dossiers that are known. */
export function updateDossiers(touched: readonly DossierMemory[]): pg.QueryConfig[] {
  const known = touched.filter(({ id }) => id !== undefined);
  if (known.length === 0) return [];
  return [{ name: 'accept-update-dossiers', text: UPDATE_DOSSIERS, values: columns(known.map(toRow), DOSSIER_COLUMNS) }];
}

/** A dossier that counts under another day from now on is missing from the bucket where it was counted; hardly any ever is. */
export function leaveBuckets(touched: readonly DossierMemory[]): pg.QueryConfig[] {
  const moved = touched.filter(({ countedOn, head }) => countedOn !== undefined && countedOn !== dayOf(head.dossier));
  if (moved.length === 0) return [];
  const values = [moved.map(({ receivedUnitId }) => receivedUnitId), moved.map(({ countedOn }) => countedOn)];
  return [{ name: 'accept-leave-buckets', text: LEAVE_BUCKETS, values }];
}

const LEAVE_BUCKETS = `
  WITH left_behind AS (
    SELECT b.side, b.unit_id, b.day FROM unnest($1::int[], $2::date[]) AS n (unit_id, day)
    JOIN manifest_bucket b ON b.unit_id = n.unit_id AND b.day = n.day ORDER BY b.side, b.unit_id, b.day FOR UPDATE OF b
  )
  UPDATE manifest_bucket b SET stale = true FROM left_behind l WHERE b.side = l.side AND b.unit_id = l.unit_id AND b.day = l.day`;

function dayOf({ receivedAt, submittedAt }: Dossier): LegalDay | undefined {
  const received: Instant | undefined = receivedAt ?? submittedAt;
  return received === undefined ? undefined : legalDay(received);
}

/** Adds new dossiers, in code order; answers the id and code of each, less those that somebody else added in the meantime. */
export function insertDossiers(fresh: readonly DossierMemory[], now: Date): pg.QueryConfig[] {
  if (fresh.length === 0) return [];
  const rows = fresh.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map(toRow);
  const values = [...columns(rows, [...DOSSIER_COLUMNS, ...FIRST_COLUMNS]), now];
  return [{ name: 'accept-insert-dossiers', text: INSERT_DOSSIERS, values }];
}

const DOSSIER_COLUMNS = [
  ...(['code', 'sourceCode', 'procedure', 'receivedOn', 'lastSeq', 'headSeq', 'clientSeq', 'status'] as const),
  ...(['lastStepAt', 'sourceVersionKind', 'sourceVersion', 'stepFilled'] as const),
  ...(['p1', 'p1Seq', 'sourceSteps', 'sourceStepAt', 'sourceStepStatus'] as const),
  ...(['dueAt', 'finishedAt', 'returnedAt', 'refusedAt', 'timesSeq'] as const),
] as const;
const FIRST_COLUMNS = ['clientId', 'unitId'] as const;
const DOSSIER_ARRAYS = `$1::text[], $2::text[], $3::text[], $4::date[], $5::int[], $6::int[], $7::int[], $8::smallint[],
  $9::timestamptz[], $10::text[], $11::bigint[], $12::text[], $13::bytea[], $14::int[], $15::int[], $16::timestamptz[], $17::smallint[],
  $18::timestamptz[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[], $22::int[]`;

// `step_filled` travels as comma separated text: an array of arrays would have to be rectangular.
const UPDATE_DOSSIERS = `
  UPDATE dossier d SET source_code = n.source_code, procedure = n.procedure, received_on = n.received_on, last_seq = n.last_seq,
    head_seq = n.head_seq, client_seq = n.client_seq, status = n.status, last_step_at = n.last_step_at,
    source_version_kind = n.source_version_kind, source_version = n.source_version, step_filled = string_to_array(n.step_filled, ','),
    p1 = n.p1, p1_seq = n.p1_seq, source_steps = n.source_steps, source_step_at = n.source_step_at, source_step_status = n.source_step_status,
    due_at = n.due_at, finished_at = n.finished_at, returned_at = n.returned_at, refused_at = n.refused_at, times_seq = n.times_seq
  FROM unnest(${DOSSIER_ARRAYS}) AS n (code, source_code, procedure, received_on, last_seq, head_seq, client_seq, status,
    last_step_at, source_version_kind, source_version, step_filled, p1, p1_seq, source_steps, source_step_at, source_step_status,
    due_at, finished_at, returned_at, refused_at, times_seq)
  WHERE d.code = n.code`;

const INSERT_DOSSIERS = `
  INSERT INTO dossier (code, source_code, procedure, received_on, last_seq, head_seq, client_seq, status, last_step_at,
    source_version_kind, source_version, step_filled, p1, p1_seq, source_steps, source_step_at, source_step_status,
    due_at, finished_at, returned_at, refused_at, times_seq, client_id, received_unit_id, created_at)
  SELECT code, source_code, procedure, received_on, last_seq, head_seq, client_seq, status, last_step_at,
    source_version_kind, source_version, string_to_array(step_filled, ','), p1, p1_seq, source_steps, source_step_at, source_step_status,
    due_at, finished_at, returned_at, refused_at, times_seq, client_id, unit_id, $25
  FROM unnest(${DOSSIER_ARRAYS}, $23::int[], $24::int[]) AS n (code, source_code, procedure, received_on, last_seq, head_seq,
    client_seq, status, last_step_at, source_version_kind, source_version, step_filled, p1, p1_seq, source_steps, source_step_at,
    source_step_status, due_at, finished_at, returned_at, refused_at, times_seq, client_id, unit_id)
  ON CONFLICT (code) DO NOTHING
  RETURNING id, code`;

/** The times of a dossier by which its day is told, whoever filled them. */
export function timesOf({ dueAt, finishedAt, returnedAt, refusedAt }: Dossier): Readonly<Record<TimeOfDossier, Instant | null>> {
  return {
    dueAt: dueAt ?? null,
    finishedAt: finishedAt ?? null,
    returnedAt: returnedAt ?? null,
    refusedAt: refusedAt ?? null,
  };
}

type TimeOfDossier = 'dueAt' | 'finishedAt' | 'returnedAt' | 'refusedAt';

function toRow(memory: DossierMemory): Record<(typeof DOSSIER_COLUMNS)[number] | (typeof FIRST_COLUMNS)[number], unknown> {
  const { head, sourceVersion, sourceSteps } = memory;
  return {
    code: memory.code,
    sourceCode: memory.sourceCode ?? null,
    procedure: head.dossier.procedureCode,
    receivedOn: dayOf(head.dossier) ?? null,
    lastSeq: memory.lastSeq,
    headSeq: head.seq,
    clientSeq: memory.lastFromClient.seq,
    status: head.status,
    lastStepAt: memory.lastStepAt ?? null,
    sourceVersionKind: sourceVersion?.kind ?? null,
    sourceVersion: sourceVersion?.value ?? null,
    stepFilled: [...memory.stepFilled].join(','),
    p1: sourceSteps === undefined ? null : Buffer.from(p1Of(factsOf(head.dossier, sourceSteps, memory.stepFilled)), 'hex'),
    p1Seq: sourceSteps === undefined ? null : memory.lastSeq,
    sourceSteps: sourceSteps?.count ?? null,
    sourceStepAt: sourceSteps?.lastAt ?? null,
    sourceStepStatus: sourceSteps?.lastStatus ?? null,
    ...timesOf(head.dossier),
    timesSeq: memory.lastSeq,
    clientId: memory.clientId,
    unitId: memory.receivedUnitId,
  };
}

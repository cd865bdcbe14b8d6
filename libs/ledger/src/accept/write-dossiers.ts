import type pg from 'pg';
import { legalDay, type Instant } from '#canonical';
import { columns } from './columns.ts';
import type { DossierMemory } from './memory.ts';

/** Updates those dossiers that are known. */
export function updateDossiers(touched: readonly DossierMemory[]): pg.QueryConfig[] {
  const known = touched.filter(({ id }) => id !== undefined);
  if (known.length === 0) return [];
  return [{ name: 'accept-update-dossiers', text: UPDATE_DOSSIERS, values: columns(known.map(toRow), DOSSIER_COLUMNS) }];
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

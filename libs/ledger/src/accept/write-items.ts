import type pg from 'pg';
import { scoreFactsOf, type Dossier } from '#canonical';
import type { TraceContext } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { columns } from './columns.ts';
import type { DossierMemory, NewItem } from './memory.ts';

export const POSITION_LOCK = 7202;

/** The new items of a group. */
export interface ItemsToWrite {
  readonly dossiers: readonly { readonly memory: DossierMemory; readonly id: number }[];
  /** Id of the kept request by its index in the group. */
  readonly requestIds: ReadonlyMap<number, string>;
  /** The traces of the requests of the group. */
  readonly traces: readonly (TraceContext | undefined)[];
  readonly now: Date;
}

/**
 * Adds the items and takes their positions; has to be the last statement but for the outcomes, which take their own. The positions
 * stand under one lock that is held only until the commit, so that a reader who walks by position never passes a row that commits
 * later.
 */
export function insertItems(cipher: Cipher, { dossiers, requestIds, traces, now }: ItemsToWrite): pg.QueryConfig {
  const rows = dossiers.flatMap(({ memory, id }) =>
    memory.fresh.map((item) => ({ ...toItemRow(item, id, { cipher, requestIds }), ...traceColumns(traces[item.request]) })),
  );
  return { name: 'accept-items-insert', text: INSERT_ITEMS, values: [now, ...columns(rows, ITEM_COLUMNS)] };
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
  ...([
    'sentHash',
    'slotHash',
    'data',
    'keyId',
    'clientId',
    'requestId',
    'stale',
    'changesStatus',
    'salt',
    'scoreFacts',
    'traceparent',
    'tracestate',
  ] as const),
] as const;

const INSERT_ITEMS = `
  WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(POSITION_LOCK)}), pg_notify('lanes_due', ''))
  INSERT INTO item (dossier_id, seq, id, kind, origin, status, occurred_at, source_version_kind, source_version, accepted_at, hash,
    sent_hash, slot_hash, body_enc, key_id, client_id, request_id, stale, changes_status, salt, score_facts, traceparent, tracestate, pos)
  SELECT dossier_id, seq, id, kind, origin, status, occurred_at, source_version_kind, source_version, $1, hash,
    sent_hash, slot_hash, body_enc, key_id, client_id, request_id, stale, changes_status, salt, score_facts, traceparent, tracestate, nextval('item_position')
  FROM locked, unnest($2::bigint[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::smallint[], $8::timestamptz[], $9::text[],
    $10::bigint[], $11::text[], $12::text[], $13::text[], $14::bytea[], $15::int[], $16::int[], $17::uuid[], $18::boolean[],
    $19::boolean[], $20::bytea[], $21::jsonb[], $22::text[], $23::text[]) AS n (dossier_id, seq, id, kind, origin, status, occurred_at, source_version_kind, source_version, hash,
    sent_hash, slot_hash, body_enc, key_id, client_id, request_id, stale, changes_status, salt, score_facts, traceparent, tracestate)`;

function traceColumns(trace: TraceContext | undefined): Record<'traceparent' | 'tracestate', string | null> {
  return { traceparent: trace?.traceparent ?? null, tracestate: trace?.tracestate ?? null };
}

function toItemRow(
  item: NewItem,
  dossierId: number,
  { cipher, requestIds }: { cipher: Cipher; requestIds: ReadonlyMap<number, string> },
): Record<Exclude<(typeof ITEM_COLUMNS)[number], 'traceparent' | 'tracestate'>, unknown> {
  const { seq, id, kind, origin, status, hash, clientId, stale, changesStatus } = item;
  return {
    ...{ dossierId, seq, id, kind, origin, status, hash, clientId, stale, changesStatus },
    occurredAt: item.occurredAt ?? null,
    sourceVersionKind: item.sourceVersion?.kind ?? null,
    sourceVersion: item.sourceVersion?.value ?? null,
    sentHash: item.sentHash ?? null,
    slotHash: item.slotHash ?? null,
    salt: item.salt === undefined ? null : Buffer.from(item.salt, 'hex'),
    scoreFacts: item.kind === 'version' ? JSON.stringify(scoreFactsOf(item.body as Dossier)) : null,
    requestId: requestIds.get(item.request),
    ...cipher.seal(JSON.stringify(item.body), id),
  };
}

import type pg from 'pg';
import { query } from '../database.ts';
import type { LaneKey } from './lane.ts';

/** A call that is about to be made. `items` is empty for a look-up. */
export interface CallToBegin {
  readonly lane: LaneKey;
  readonly id: string;
  readonly begunAt: Date;
  readonly service: 'create' | 'update' | 'steps' | 'lookup';
  readonly epoch: number;
  readonly wokenBy: string;
  readonly codesVersion: string;
  readonly possiblyTwice: boolean;
  /** Versions that what is sent stands for. */
  readonly superseded: readonly number[];
  readonly items: readonly { readonly seq: number; readonly wireHash: string }[];
}

/**
 * Notes, before anything leaves, that these calls are begun, and renews their leases. Answers per call whether it may be sent:
 * not if the lane was lost, or if one of its items was replaced a moment ago.
 */
export async function beginCalls(
  pool: pg.Pool,
  calls: readonly CallToBegin[],
  order: { now: Date; leaseMs: number; holder: string },
): Promise<boolean[]> {
  const items = calls.flatMap((call) => call.items.map((item) => ({ ...item, call })));
  const skipped = calls.flatMap((call) => call.superseded.map((seq) => ({ seq, lane: call.lane })));
  const rows = await query<{ id: string; begun: number }>(pool, {
    name: 'lane-begin',
    text: BEGIN,
    values: [
      ...[calls.map(({ begunAt }) => begunAt), new Date(order.now.getTime() + order.leaseMs), order.holder],
      ...[
        calls.map(({ lane }) => lane.dossierId),
        calls.map(({ lane }) => lane.destination),
        calls.map(({ lane }) => lane.fence),
      ],
      ...[calls.map(({ id }) => id), calls.map(({ service }) => service), calls.map(({ wokenBy }) => wokenBy)],
      ...[
        calls.map(({ codesVersion }) => codesVersion),
        calls.map(({ epoch }) => epoch),
        calls.map((call) => call.possiblyTwice),
      ],
      ...[items.map(({ call }) => call.id), items.map(({ seq }) => seq), items.map(({ wireHash }) => wireHash)],
      ...[skipped.map(({ lane }) => lane.dossierId), skipped.map(({ lane }) => lane.destination), skipped.map(({ seq }) => seq)],
    ],
  });
  const begun = new Map(rows.map((row) => [row.id, row.begun]));
  return calls.map(({ id, items: own }) => begun.get(id) === own.length);
}

// Lanes are locked in id order, as everywhere. Whether one is still held is no condition of that look-up: as one it would make
// the index of due lanes look fit, and every call would walk all of them; `n` is one table for the same reason: dossier,
// destination and seq are then looked up together. An item that was replaced between the claim and this statement is no longer
// pending: the count then differs and the call is not made.
const BEGIN = `
  WITH c AS (
    SELECT * FROM unnest($4::bigint[], $5::text[], $6::bigint[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::int[], $12::boolean[], $1::timestamptz[])
      AS c (dossier_id, destination, fence, id, service, woken_by, codes_version, epoch, possibly_twice, begun_at)
  ), locked AS (
    SELECT l.dossier_id, l.destination, l.fence = c.fence AND l.state = 'leased' AS held
    FROM lane l JOIN c ON l.dossier_id = c.dossier_id AND l.destination = c.destination
    ORDER BY l.dossier_id, l.destination FOR UPDATE OF l
  ), own AS (
    SELECT c.* FROM c JOIN locked USING (dossier_id, destination) WHERE locked.held
  ), renewed AS (
    UPDATE lane l SET lease_until = $2 FROM own WHERE l.dossier_id = own.dossier_id AND l.destination = own.destination
  ), calls AS (
    INSERT INTO call (id, begun_at, destination, dossier_id, service, holder, woken_by, codes_version)
    SELECT id, begun_at, destination, dossier_id, service, $3, woken_by, codes_version FROM own
  ), n AS MATERIALIZED (
    SELECT own.*, i.seq, i.wire_hash FROM unnest($13::uuid[], $14::int[], $15::text[]) AS i (call_id, seq, wire_hash)
    JOIN own ON own.id = i.call_id
  ), begun AS (
    UPDATE lane_item li SET sent = li.sent + 1, call_id = n.id, possibly_twice = li.possibly_twice OR n.possibly_twice
    FROM n WHERE li.dossier_id = n.dossier_id AND li.destination = n.destination AND li.seq = n.seq AND li.state = 'pending'
    RETURNING n.id, n.dossier_id, n.destination, n.seq, n.epoch, n.fence, n.wire_hash, n.possibly_twice, n.begun_at
  ), attempts AS (
    INSERT INTO attempt (dossier_id, destination, seq, begun_at, call_id, epoch, fence, wire_hash, possibly_twice)
    SELECT dossier_id, destination, seq, begun_at, id, epoch, fence, wire_hash, possibly_twice FROM begun
  ), skipped AS (
    UPDATE lane_item li SET state = 'superseded'
    FROM unnest($16::bigint[], $17::text[], $18::int[]) AS s (dossier_id, destination, seq)
    JOIN own ON own.dossier_id = s.dossier_id AND own.destination = s.destination
    WHERE li.dossier_id = s.dossier_id AND li.destination = s.destination AND li.seq = s.seq AND li.state = 'pending'
  )
  SELECT own.id, count(begun.id)::int AS begun FROM own LEFT JOIN begun ON begun.id = own.id GROUP BY own.id`;

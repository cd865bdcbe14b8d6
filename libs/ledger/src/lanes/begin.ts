import type pg from 'pg';
import { query } from '../database.ts';
import type { LaneKey } from './lane.ts';

/** What a call carries of one lane. `items` is empty for a look-up. */
export interface CallPart {
  readonly lane: LaneKey;
  readonly epoch: number;
  readonly possiblyTwice: boolean;
  /** Versions that what is sent stands for. */
  readonly superseded: readonly number[];
  readonly items: readonly { readonly seq: number; readonly wireHash: string }[];
}

/** A call that is about to be made, for one lane or for several of the same kind. */
export interface CallToBegin {
  readonly id: string;
  readonly begunAt: Date;
  readonly service: 'create' | 'update' | 'steps' | 'lookup';
  readonly wokenBy: string;
  readonly codesVersion: string;
  readonly parts: readonly CallPart[];
}

/**
 * Notes, before anything leaves, that these calls are begun, and renews the leases. Answers for every part of every call whether
 * it may be sent: not if the lane was lost, or if one of its items was replaced a moment ago.
 */
export async function beginCalls(
  pool: pg.Pool,
  calls: readonly CallToBegin[],
  order: { now: Date; leaseMs: number; holder: string },
): Promise<boolean[][]> {
  const parts = calls.flatMap((call) => call.parts.map((part) => ({ ...part, call })));
  const rows = await query<{ dossier_id: number; destination: string; begun: number }>(pool, {
    name: 'lane-begin',
    text: BEGIN,
    values: [...valuesOfParts(parts), new Date(order.now.getTime() + order.leaseMs), order.holder],
  });
  const begun = new Map(rows.map((row) => [`${String(row.dossier_id)}|${row.destination}`, row.begun]));
  return calls.map((call) =>
    call.parts.map(({ lane, items }) => begun.get(`${String(lane.dossierId)}|${lane.destination}`) === items.length),
  );
}

type PartOfCall = CallPart & { readonly call: CallToBegin };

function valuesOfParts(parts: readonly PartOfCall[]): unknown[] {
  const items = parts.flatMap((part) => part.items.map((item) => ({ ...item, part })));
  const skipped = parts.flatMap((part) => part.superseded.map((seq) => ({ seq, part })));
  return [
    ...[parts.map(({ lane }) => lane.dossierId), parts.map(({ lane }) => lane.destination), parts.map(({ lane }) => lane.fence)],
    ...[parts.map(({ epoch }) => epoch), parts.map((part) => part.possiblyTwice), parts.map(({ call }) => call.id)],
    ...[parts.map(({ call }) => call.begunAt), parts.map(({ call }) => call.service), parts.map(({ call }) => call.wokenBy)],
    ...[parts.map(({ call }) => call.codesVersion), parts.map(({ call }) => (call.parts.length === 1 ? 1 : 2))],
    ...[items.map(({ part }) => part.lane.dossierId), items.map(({ part }) => part.lane.destination)],
    ...[items.map(({ seq }) => seq), items.map(({ wireHash }) => wireHash)],
    ...[skipped.map(({ part }) => part.lane.dossierId), skipped.map(({ part }) => part.lane.destination)],
    skipped.map(({ seq }) => seq),
  ];
}

// Lanes are locked in id order, as everywhere. Whether one is still held is no condition of that look-up: as one it would make
// the index of due lanes look fit, and every call would walk all of them; `n` is one table for the same reason: dossier,
// destination and seq are then looked up together. An item that was replaced between the claim and this statement is no longer
// pending: the count then differs and the call is not made.
const BEGIN = `
  WITH c AS (
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::int[], $5::boolean[], $6::uuid[], $7::timestamptz[], $8::text[],
      $9::text[], $10::text[], $11::int[]) AS c (dossier_id, destination, fence, epoch, possibly_twice, id, begun_at, service, woken_by,
      codes_version, lanes)
  ), locked AS (
    SELECT l.dossier_id, l.destination, l.fence = c.fence AND l.state = 'leased' AS held
    FROM lane l JOIN c ON l.dossier_id = c.dossier_id AND l.destination = c.destination
    ORDER BY l.dossier_id, l.destination FOR UPDATE OF l
  ), own AS (
    SELECT c.* FROM c JOIN locked USING (dossier_id, destination) WHERE locked.held
  ), renewed AS (
    UPDATE lane l SET lease_until = $19 FROM own WHERE l.dossier_id = own.dossier_id AND l.destination = own.destination
  ), calls AS (
    INSERT INTO call (id, begun_at, destination, dossier_id, service, holder, woken_by, codes_version)
    SELECT DISTINCT ON (id) id, begun_at, destination, CASE lanes WHEN 1 THEN dossier_id END, service, $20, woken_by, codes_version
    FROM own
  ), n AS MATERIALIZED (
    SELECT own.*, i.seq, i.wire_hash
    FROM unnest($12::bigint[], $13::text[], $14::int[], $15::text[]) AS i (dossier_id, destination, seq, wire_hash)
    JOIN own USING (dossier_id, destination)
  ), begun AS (
    UPDATE lane_item li SET sent = li.sent + 1, call_id = n.id, shadow = false, possibly_twice = li.possibly_twice OR n.possibly_twice
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
  SELECT own.dossier_id, own.destination, count(begun.seq)::int AS begun
  FROM own LEFT JOIN begun ON begun.dossier_id = own.dossier_id AND begun.destination = own.destination
  GROUP BY own.dossier_id, own.destination`;

import type pg from 'pg';
import { uuidv7 } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { keysOf } from '../lanes/move-lanes.ts';
import type { Settlement } from '../lanes/settlement.ts';

/**
 * Keeps what would have been sent, encrypted, and takes it as acknowledged, so that order, superseding and catch-up go on as they
 * would. Everything in one statement: an item is kept exactly once, and only while it still waits.
 */
export function keepInShadow(cipher: Cipher, settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const turns = settlements.flatMap(({ lane, shadow }) => (shadow === undefined ? [] : [{ lane, shadow }]));
  if (turns.length === 0) return [];
  const inShadow = settlements.filter(({ shadow }) => shadow !== undefined);
  const rows = turns.flatMap(({ lane, shadow }) =>
    shadow.items.map(({ seq, wire }) => {
      const id = uuidv7(now);
      return { ...{ lane, shadow, seq, id }, sealed: cipher.seal(JSON.stringify(wire), id) };
    }),
  );
  const marked = { name: 'shadow-lanes', text: MARK, values: keysOf(inShadow).slice(0, 2) };
  if (rows.length === 0) return [marked];
  const values = [
    ...[now, rows.map(({ lane }) => lane.dossierId), rows.map(({ lane }) => lane.destination), rows.map(({ seq }) => seq)],
    ...[rows.map(({ id }) => id), rows.map(({ shadow }) => shadow.service), rows.map(({ shadow }) => shadow.codesVersion)],
    ...[rows.map(({ sealed }) => sealed.data), rows.map(({ sealed }) => sealed.keyId)],
  ];
  return [marked, { name: 'shadow-items', text: KEEP, values }];
}

const MARK = `
  UPDATE lane l SET shadow = true FROM unnest($1::bigint[], $2::text[]) AS n (dossier_id, destination)
  WHERE l.dossier_id = n.dossier_id AND l.destination = n.destination AND NOT l.shadow`;

// The lanes are locked, and whoever replaces an item locks them too. Where one of a call does not wait any more, that call would not
// have been made. What was in doubt before stays so: whether it arrived then, nobody has been asked.
const KEEP = `
  WITH n AS MATERIALIZED (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::int[])
      WITH ORDINALITY AS n (dossier_id, destination, seq, id, service, codes_version, body_enc, key_id, at)
  ), whole AS MATERIALIZED (
    SELECT n.dossier_id, n.destination FROM n
    JOIN lane_item li ON li.dossier_id = n.dossier_id AND li.destination = n.destination AND li.seq = n.seq
    GROUP BY n.dossier_id, n.destination HAVING bool_and(li.state = 'pending')
  ), acknowledged AS (
    UPDATE lane_item li SET state = 'delivered', shadow = true, call_id = NULL
    FROM n JOIN whole w ON w.dossier_id = n.dossier_id AND w.destination = n.destination
    WHERE li.dossier_id = n.dossier_id AND li.destination = n.destination AND li.seq = n.seq
  )
  INSERT INTO shadow_item (id, written_at, position, destination, dossier_id, seq, service, codes_version, body_enc, key_id)
  SELECT id, $1, nextval('shadow_position'), destination, dossier_id, seq, service, codes_version, body_enc, key_id
  FROM (SELECT n.* FROM n JOIN whole w ON w.dossier_id = n.dossier_id AND w.destination = n.destination ORDER BY n.at) kept`;

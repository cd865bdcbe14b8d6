import type pg from 'pg';
import type { Cipher } from '../cipher.ts';
import type { Settlement } from './settlement.ts';

/** The records of the calls; lanes that went in one call all bring the same. */
export function writeCalls(cipher: Cipher, settlements: readonly Settlement[]): pg.QueryConfig[] {
  const calls = [...new Map(settlements.flatMap(({ call }) => (call === undefined ? [] : [[call.id, call]]))).values()];
  if (calls.length === 0) return [];
  const bodies = calls.map(({ id, body }) => (body === undefined ? undefined : cipher.seal(body, id)));
  return [
    {
      name: 'settle-calls',
      text: `UPDATE call c SET sent_at = n.sent_at, answered_at = n.answered_at, http = n.http, code = n.code, verdict = n.verdict,
        cause = n.cause, body_enc = n.body_enc, key_id = n.key_id
      FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::smallint[], $6::text[], $7::text[],
        $8::text[], $9::bytea[], $10::int[])
        AS n (id, begun_at, sent_at, answered_at, http, code, verdict, cause, body_enc, key_id)
      WHERE c.begun_at = n.begun_at AND c.id = n.id`,
      values: [
        ...[calls.map(({ id }) => id), calls.map(({ begunAt }) => begunAt), calls.map(({ sentAt }) => sentAt ?? null)],
        ...[
          calls.map(({ answeredAt }) => answeredAt ?? null),
          calls.map(({ http }) => http ?? null),
          calls.map(({ code }) => code ?? null),
        ],
        ...[calls.map(({ verdict }) => verdict), calls.map(({ cause }) => cause)],
        ...[bodies.map((body) => body?.data ?? null), bodies.map((body) => body?.keyId ?? null)],
      ],
    },
  ];
}

/** Takes back what was noted for calls that were not made: nothing of it has left. */
export function takeBackUnmade(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const rows = settlements.flatMap(({ lane, unmade }) => (unmade === undefined ? [] : [{ lane, unmade }]));
  if (rows.length === 0) return [];
  const values = [
    ...[rows.map(({ lane }) => lane.dossierId), rows.map(({ lane }) => lane.destination)],
    ...[rows.map(({ unmade }) => unmade.id), rows.map(({ unmade }) => unmade.begunAt)],
  ];
  const unmade = 'unnest($1::bigint[], $2::text[], $3::uuid[], $4::timestamptz[]) AS n (dossier_id, destination, id, begun_at)';
  return [
    {
      name: 'settle-unmade-items',
      text: `UPDATE lane_item li SET sent = li.sent - 1, call_id = NULL FROM ${unmade}
        WHERE n.begun_at IS NOT NULL AND li.dossier_id = n.dossier_id AND li.destination = n.destination AND li.call_id = n.id`,
      values,
    },
    {
      name: 'settle-unmade-attempts',
      text: `WITH unmade AS (
          UPDATE attempt a SET outcome = 'deferred', cause = 'call.unmade', settled_at = $5 FROM ${unmade}
          WHERE a.begun_at = n.begun_at AND a.dossier_id = n.dossier_id AND a.destination = n.destination AND a.call_id = n.id
        )
        UPDATE call c SET verdict = 'unmade', cause = 'call.unmade' FROM ${unmade}
        WHERE c.begun_at = n.begun_at AND c.id = n.id AND c.dossier_id = n.dossier_id`,
      values: [...values, now],
    },
  ];
}

/**
 * What became of the items, and the attempts that this settles. What is found to be there when everything waits again had been acknowledged when it
 * was acknowledged first.
 */
export function writeItems(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const items = settlements.flatMap(({ lane, call, items: own }) => own.map((item) => ({ ...item, lane, call })));
  if (items.length === 0) return [];
  const places = [
    items.map(({ lane }) => lane.dossierId),
    items.map(({ lane }) => lane.destination),
    items.map(({ seq }) => seq),
  ];
  return [
    {
      name: 'settle-items',
      text: `UPDATE lane_item li SET state = n.state, doubt = n.doubt, call_id = NULL, possibly_twice = li.possibly_twice OR n.possibly_twice,
        delivered_at = CASE WHEN n.state <> 'delivered' OR li.state = 'delivered' THEN li.delivered_at
          WHEN n.outcome = 'exists' THEN coalesce(li.delivered_at, $8) ELSE $8 END
      FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::boolean[], $6::boolean[], $7::text[])
        AS n (dossier_id, destination, seq, state, doubt, possibly_twice, outcome)
      WHERE li.dossier_id = n.dossier_id AND li.destination = n.destination AND li.seq = n.seq`,
      values: [
        ...places,
        items.map(({ state }) => state),
        items.map(({ doubt }) => doubt),
        items.map((item) => item.possiblyTwice),
        items.map(({ outcome }) => outcome),
        now,
      ],
    },
    {
      name: 'settle-attempts',
      text: ATTEMPTS,
      values: [
        ...[now, ...places, items.map(({ call }) => call?.id ?? null), items.map(({ call }) => call?.begunAt ?? null)],
        ...[items.map(({ outcome }) => outcome), items.map(({ cause }) => cause), items.map(({ lane }) => lane.fence)],
      ],
    },
  ];
}

// An attempt of a call is settled; what came to an outcome without a call (unmapped, found by a look-up) gets its own row.
const ATTEMPTS = `
  WITH n AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::bigint[])
      AS n (dossier_id, destination, seq, call_id, begun_at, outcome, cause, fence)
  ), settled AS (
    UPDATE attempt a SET outcome = n.outcome, cause = n.cause, settled_at = $1 FROM n
    WHERE a.begun_at = n.begun_at AND a.dossier_id = n.dossier_id AND a.destination = n.destination AND a.seq = n.seq
      AND a.call_id = n.call_id
    RETURNING a.dossier_id, a.destination, a.seq
  )
  INSERT INTO attempt (dossier_id, destination, seq, begun_at, call_id, epoch, fence, outcome, cause, settled_at, possibly_twice)
  SELECT n.dossier_id, n.destination, n.seq, $1, n.call_id, l.epoch, n.fence, n.outcome, n.cause, $1, false
  FROM n JOIN lane l ON l.dossier_id = n.dossier_id AND l.destination = n.destination
  WHERE NOT EXISTS (SELECT FROM settled s WHERE s.dossier_id = n.dossier_id AND s.destination = n.destination AND s.seq = n.seq)`;

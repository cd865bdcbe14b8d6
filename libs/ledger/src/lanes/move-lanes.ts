import type pg from 'pg';
import { waitsToClose } from './closing-lanes.ts';
import type { Settlement } from './settlement.ts';

/** Moves the lanes on; the rows are the lanes as they are left: a kept one is still `leased`. */
export function moveLanes(settlements: readonly Settlement[], now: Date): pg.QueryConfig {
  const after = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(now.getTime() + ms));
  return {
    name: 'settle-lanes',
    text: LANES,
    values: [
      ...[now, ...keysOf(settlements).slice(0, 2)],
      settlements.map(({ next }) => (next.kind === 'later' ? next.state : next.kind)),
      settlements.map(({ next }) => after(next.kind === 'later' ? next.waitMs : undefined)),
      settlements.map(({ next }) => (next.kind === 'blocked' || next.kind === 'held' ? next.seq : null)),
      ...[settlements.map(({ failures }) => failures), settlements.map(({ cause }) => cause ?? null)],
      ...[settlements.map(({ present }) => present ?? null), settlements.map(({ adopt }) => adopt ?? null)],
      ...[settlements.map(({ reassert }) => reassert ?? null), settlements.map((own) => own.ackVersionSeq ?? null)],
      settlements.map(({ pins }) => (pins === undefined ? null : JSON.stringify(pins))),
      settlements.map(({ keepMs }) => after(keepMs)),
      settlements.map(({ reconciliation: seen }) => (seen?.isSure === true ? seen.restoration : null)),
      settlements.map(({ reconciliation: seen }) => seen?.lookedSeq ?? null),
      settlements.map(({ answered }) => answered?.job ?? null),
    ],
  };
}

// The acknowledged seq ends right before the first item that is not settled; with none, at the last item of the dossier.
const LANES = `
  WITH n AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::int[], $7::int[], $8::text[], $9::boolean[],
      $10::boolean[], $11::boolean[], $12::int[], $13::jsonb[], $14::timestamptz[], $15::int[], $16::int[], $17::uuid[]) AS n (dossier_id, destination,
      next, due_at, blocked_seq, failures, cause, present, adopt, reassert, ack_version_seq, pins, kept_until, reconciled, looked_seq, answered)
  ), left_over AS (
    SELECT n.dossier_id, n.destination,
      (SELECT min(i.place) FROM lane_item i WHERE i.dossier_id = n.dossier_id AND i.destination = n.destination
        AND i.state IN ('pending', 'refused')) AS first_open,
      (SELECT min(i.seq) FROM lane_item i WHERE i.dossier_id = n.dossier_id AND i.destination = n.destination
        AND i.state = 'pending') AS first_pending,
      (SELECT max(i.seq) FROM lane_item i WHERE i.dossier_id = n.dossier_id AND i.destination = n.destination) AS last
    FROM n
  ), moved AS (
    SELECT n.*, CASE WHEN n.next <> 'go-on' THEN n.next
        WHEN o.first_pending IS NULL AND NOT coalesce(n.adopt, l.adopt) AND NOT coalesce(n.reassert, l.reassert)
          AND l.asked_by IS NOT DISTINCT FROM n.answered THEN 'idle'
        WHEN n.kept_until IS NULL THEN 'due' ELSE 'leased' END AS state,
      coalesce(o.first_open - 1, o.last) AS ack_seq
    FROM n JOIN left_over o USING (dossier_id, destination) JOIN lane l USING (dossier_id, destination)
  )
  UPDATE lane l SET state = m.state, ack_seq = m.ack_seq, fence = l.fence + (m.state = 'leased')::int,
    lease_until = CASE WHEN m.state = 'leased' THEN m.kept_until END, holder = CASE WHEN m.state = 'leased' THEN l.holder END,
    due_at = CASE WHEN m.state IN ('due', 'verifying') THEN coalesce(m.due_at, $1) END,
    failing_since = CASE WHEN m.failures > 0 AND m.state IN ('due', 'verifying', 'leased') THEN coalesce(l.failing_since, $1) END,
    blocked_seq = m.blocked_seq, failures = m.failures, cause = m.cause, present = coalesce(m.present, l.present),
    adopt = coalesce(m.adopt, l.adopt), reassert = coalesce(m.reassert, l.reassert),
    ack_version_seq = coalesce(m.ack_version_seq, l.ack_version_seq), pins = coalesce(m.pins, l.pins),
    reconciled = coalesce(m.reconciled, l.reconciled), looked_seq = coalesce(m.looked_seq, l.looked_seq),
    asked = CASE WHEN l.asked_by IS DISTINCT FROM m.answered THEN l.asked END,
    asked_by = nullif(l.asked_by, m.answered), closes = CASE WHEN l.closes THEN ${waitsToClose('l')} ELSE false END
  FROM moved m WHERE l.dossier_id = m.dossier_id AND l.destination = m.destination
  RETURNING l.dossier_id, l.destination, l.state`;

/**
 * In a new epoch everything that was delivered waits again; what is settled in this turn is written afterwards, and so is whether a finishing
 * step is among what waits.
 */
export function openEpochs(settlements: readonly Settlement[]): pg.QueryConfig[] {
  const opening = settlements.filter(({ newEpoch }) => newEpoch !== undefined && newEpoch.lost === undefined);
  return [...openWithLosses(settlements), ...(opening.length === 0 ? [] : openEmpty(opening))];
}

function openEmpty(opening: readonly Settlement[]): pg.QueryConfig[] {
  return [
    {
      name: 'settle-epoch-items',
      text: `UPDATE lane_item li SET state = 'pending', doubt = false, sent = 0, call_id = NULL
      FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination)
      WHERE li.dossier_id = s.dossier_id AND li.destination = s.destination AND li.state IN ('pending', 'delivered')`,
      values: keysOf(opening).slice(0, 2),
    },
    {
      name: 'settle-epoch-lanes',
      text: `UPDATE lane l SET epoch = l.epoch + 1, generation = d.generation, present = false, adopt = s.adopt, ack_seq = 0,
        ack_version_seq = NULL, pins = NULL, reassert = false, closes = true
      FROM unnest($1::bigint[], $2::text[], $3::boolean[]) AS s (dossier_id, destination, adopt) JOIN destination d ON d.id = s.destination
      WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`,
      values: [...keysOf(opening).slice(0, 2), opening.map(({ newEpoch }) => newEpoch?.adopt ?? false)],
    },
  ];
}

/** The destination has kept most: what it lost waits again, and all else stays acknowledged. */
function openWithLosses(settlements: readonly Settlement[]): pg.QueryConfig[] {
  const opening = settlements.filter(({ newEpoch }) => newEpoch?.lost !== undefined);
  if (opening.length === 0) return [];
  const lost = opening.flatMap(({ lane, newEpoch }) => (newEpoch?.lost ?? []).map((seq) => ({ ...lane, seq })));
  return [
    {
      name: 'settle-losses-items',
      text: `UPDATE lane_item li SET state = 'pending', doubt = false, sent = 0, call_id = NULL
      FROM unnest($1::bigint[], $2::text[], $3::int[]) AS s (dossier_id, destination, seq)
      WHERE li.dossier_id = s.dossier_id AND li.destination = s.destination AND li.seq = s.seq AND li.state = 'delivered'`,
      values: [lost.map(({ dossierId }) => dossierId), lost.map(({ destination }) => destination), lost.map(({ seq }) => seq)],
    },
    {
      name: 'settle-losses-lanes',
      text: `UPDATE lane l SET epoch = l.epoch + 1, closes = true FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination)
      WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`,
      values: keysOf(opening).slice(0, 2),
    },
  ];
}

/** Versions that something later stands for. */
export function supersede(settlements: readonly Settlement[]): pg.QueryConfig[] {
  const rows = settlements.flatMap(({ lane, superseded = [] }) => superseded.map((seq) => ({ ...lane, seq })));
  if (rows.length === 0) return [];
  return [
    {
      name: 'settle-superseded',
      text: `UPDATE lane_item li SET state = 'superseded', shadow = false
        FROM unnest($1::bigint[], $2::text[], $3::int[]) AS s (dossier_id, destination, seq)
        WHERE li.dossier_id = s.dossier_id AND li.destination = s.destination AND li.seq = s.seq AND li.state = 'pending'`,
      values: [rows.map(({ dossierId }) => dossierId), rows.map(({ destination }) => destination), rows.map(({ seq }) => seq)],
    },
  ];
}

/** Who lost a lane may have sent something after all: steps are verified and the full record goes once more. */
export function markLost(lost: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const sent = lost.filter(({ call }) => call?.sentAt !== undefined);
  if (sent.length === 0) return [];
  return [
    {
      name: 'settle-lost',
      text: `UPDATE lane l SET reassert = true, due_at = CASE WHEN l.state = 'idle' THEN $3 ELSE l.due_at END,
        state = CASE WHEN l.state = 'idle' THEN 'due' ELSE l.state END
      FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination)
      WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`,
      values: [...keysOf(sent).slice(0, 2), now],
    },
  ];
}

/** The keys of the lanes, as one array each: dossiers, destinations, fences. */
export function keysOf(settlements: readonly Settlement[]): [number[], string[], number[]] {
  const lanes = settlements.map(({ lane }) => lane);
  return [lanes.map(({ dossierId }) => dossierId), lanes.map(({ destination }) => destination), lanes.map(({ fence }) => fence)];
}

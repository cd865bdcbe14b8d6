import type pg from 'pg';
import {
  STATUSES_THAT_DECIDE_THE_SCORE,
  type ItemState,
  type LaneState,
  type LegalDay,
  type ScoreFacts,
  type Status,
} from '#canonical';
import { query } from '../database.ts';
import { ownerNow } from '../hand-overs/home.ts';

/** Which dossiers, and how they stood by when. `after`: behind that one. Times are seconds since 1970. */
export interface ScorePortionOrder {
  readonly destination: string;
  readonly from: LegalDay;
  readonly to: LegalDay;
  readonly starts: number;
  readonly ends: number;
  /** Dossiers that were received before the period are looked for from this day on. */
  readonly since: LegalDay;
  readonly after: number;
  readonly limit: number;
}

interface Version {
  readonly seq: number;
  readonly status: Status;
  /** Undefined: not filled in yet. */
  readonly facts: ScoreFacts | undefined;
}

/** A dossier with what decides its score: plain facts alone. */
export interface DossierToScore {
  readonly id: number;
  readonly code: string;
  /** The unit to which it was handed, else the one that received it. */
  readonly unitId: number;
  readonly procedure: string;
  readonly head: Version;
  /** The last version that the destination acknowledged before the period ended, and whether it acknowledged another one after that. */
  readonly acknowledged: Version | undefined;
  readonly acknowledgedLate: boolean;
  readonly lane: { readonly state: LaneState; readonly cause: string | undefined } | undefined;
  readonly steps: readonly {
    readonly status: Status;
    readonly at: number;
    readonly progress: ItemState | undefined;
    readonly deliveredAt: number | null;
  }[];
  /** What is known to differ there. */
  readonly differences: readonly { readonly kind: string; readonly field: string }[];
}

interface Row {
  readonly id: number;
  readonly code: string;
  readonly unit_id: number;
  readonly procedure: string;
  readonly head_seq: number;
  readonly head_status: Status;
  readonly head: ScoreFacts | null;
  readonly acked_seq: number | null;
  readonly acked_status: Status | null;
  readonly acked: ScoreFacts | null;
  readonly acked_late: boolean;
  readonly state: LaneState | null;
  readonly cause: string | null;
  readonly steps: readonly (readonly [Status, number, ItemState | null, number | null])[] | null;
  readonly differences: readonly (readonly [string, string])[] | null;
}

/** Reads the next dossiers of a period, by their ids: those received in it, and of earlier ones those that may still have been in hand. */
export async function readDossiersToScore(pool: pg.Pool, order: ScorePortionOrder): Promise<DossierToScore[]> {
  const { destination, from, to, starts, ends, since, after, limit } = order;
  const rows = await query<Row>(pool, {
    name: 'score-portion',
    text: PORTION,
    values: [after, limit, destination, from, to, since, new Date(starts * 1_000), new Date(ends * 1_000)],
  });
  return rows.map(toDossier);
}

function toDossier(row: Row): DossierToScore {
  const { acked_seq: seq, acked_status: status } = row;
  return {
    ...{ id: row.id, code: row.code, unitId: row.unit_id, procedure: row.procedure, acknowledgedLate: row.acked_late },
    head: { seq: row.head_seq, status: row.head_status, facts: row.head ?? undefined },
    acknowledged: seq === null || status === null ? undefined : { seq, status, facts: row.acked ?? undefined },
    lane: row.state === null ? undefined : { state: row.state, cause: row.cause ?? undefined },
    steps: (row.steps ?? []).map(([step, at, progress, deliveredAt]) => ({
      ...{ status: step, at, deliveredAt },
      progress: progress ?? undefined,
    })),
    differences: (row.differences ?? []).map(([kind, field]) => ({ kind, field })),
  };
}

const FINISHED = `(${[7, ...STATUSES_THAT_DECIDE_THE_SCORE].join(', ')})`;

// Of what was received before the period only that may still have been in hand in it which is open, was finished in it, or of which the
// destination does not know all: also one whose finish only the record tells, for whoever counts steps has it in hand for ever. The last step
// of the source spares most the look for one that finishes. Times are cut to whole seconds as those of the wire are: rounded, what came in the
// last half second would be of the next period. What is in a sandbox is nobody's dossier.
// That lanes lie behind the place as well follows, but no planner knows: each portion would read all lanes from the first one on.
const PORTION = `
  WITH o AS MATERIALIZED (
    SELECT o.id, o.code, o.procedure, o.head_seq, ${ownerNow('o')} AS unit_id, l.state, l.cause
    FROM dossier o LEFT JOIN lane l ON l.dossier_id = o.id AND l.destination = $3 AND l.dossier_id > $1
    WHERE o.id > $1 AND o.received_on >= $6 AND o.received_on < $5
      AND (o.received_on >= $4 OR o.status NOT IN ${FINISHED} OR o.last_step_at >= $7 OR l.state IS DISTINCT FROM 'idle'
        OR (coalesce(o.source_step_status NOT IN ${FINISHED}, true) AND NOT EXISTS (SELECT FROM item i WHERE i.dossier_id = o.id
          AND i.kind = 'step' AND i.status IN ${FINISHED}))
        OR EXISTS (SELECT FROM discrepancy d WHERE d.side = $3 AND d.dossier_code = o.code AND d.cleared_at IS NULL))
      AND NOT EXISTS (SELECT FROM client c WHERE c.id = o.client_id AND c.sandbox)
    ORDER BY o.id LIMIT $2
  )
  SELECT o.id, o.code, o.unit_id, o.procedure, o.head_seq, h.status AS head_status, h.score_facts AS head, v.seq AS acked_seq,
    a.status AS acked_status, a.score_facts AS acked, coalesce(v.late, false) AS acked_late, o.state, o.cause, s.steps, d.differences
  FROM o JOIN item h ON h.dossier_id = o.id AND h.seq = o.head_seq
  LEFT JOIN LATERAL (
    SELECT max(n.seq) FILTER (WHERE n.delivered_at IS NULL OR n.delivered_at < $8) AS seq, bool_or(n.delivered_at >= $8) AS late
    FROM lane_item n WHERE n.dossier_id = o.id AND n.destination = $3 AND n.kind = 'version' AND n.state = 'delivered' AND NOT n.shadow
  ) v ON true
  LEFT JOIN item a ON a.dossier_id = o.id AND a.seq = v.seq
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(i.status, floor(extract(epoch FROM i.occurred_at))::bigint,
      CASE WHEN n.shadow THEN 'pending' ELSE n.state END, floor(extract(epoch FROM n.delivered_at))::bigint)) AS steps
    FROM item i LEFT JOIN lane_item n ON n.dossier_id = i.dossier_id AND n.destination = $3 AND n.seq = i.seq
    WHERE i.dossier_id = o.id AND i.kind = 'step'
  ) s ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(d.kind, d.field)) AS differences FROM discrepancy d
    WHERE d.side = $3 AND d.dossier_code = o.code AND d.cleared_at IS NULL
  ) d ON true
  ORDER BY o.id`;

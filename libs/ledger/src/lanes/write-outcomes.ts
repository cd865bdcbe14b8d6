import type pg from 'pg';
import { uuidv7 } from '#runtime';
import type { ItemResult, Settlement } from './settlement.ts';

/** What became of an item at a destination, as its commune is told. */
export type OutcomeState = 'delivered' | 'refused' | 'held';

const POSITION_LOCK = 7203;

/**
 * Notes what became of items, each with a position that grows with the commit: taken as the transaction's last statement under one
 * lock that is held only until the commit, so that a reader who walks by position never passes a row that commits later.
 */
export function writeOutcomes(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const rows = settlements.flatMap(({ lane, items, incidents }) =>
    items.flatMap((item) => {
      const state = stateOf(item);
      return state === undefined ? [] : [{ lane, item, state, mustAct: incidents[0]?.mustAct }];
    }),
  );
  if (rows.length === 0) return [];
  return [
    {
      name: 'settle-outcomes',
      text: INSERT,
      values: [
        ...[now, rows.map(() => uuidv7(now)), rows.map(({ lane }) => lane.dossierId), rows.map(({ lane }) => lane.destination)],
        ...[rows.map(({ item }) => item.seq), rows.map(({ state }) => state), rows.map(({ item }) => item.cause)],
        rows.map(({ state, mustAct }) => (state === 'delivered' ? 'nobody' : (mustAct ?? 'province'))),
      ],
    },
  ];
}

const INSERT = `
  WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(POSITION_LOCK)}))
  INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
  SELECT nextval('outcome_position'), id, dossier_id, destination, seq, state, cause, must_act, $1
  FROM locked, unnest($2::uuid[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[])
    AS n (id, dossier_id, destination, seq, state, cause, must_act)`;

function stateOf({ outcome, state }: ItemResult): OutcomeState | undefined {
  if (outcome === 'unmapped') return 'held';
  return state === 'pending' ? undefined : state;
}

import type pg from 'pg';
import type { MustAct } from '#canonical';
import { uuidv7 } from '#runtime';
import type { IncidentToOpen, ItemResult, Settlement } from './settlement.ts';

/** What became of an item at a destination, as its commune is told. `released`: what was held or refused goes on. */
export type OutcomeState = 'delivered' | 'refused' | 'held' | 'released';

/** An outcome to be told. */
export interface NewOutcome {
  readonly dossierId: number;
  readonly destination: string;
  readonly seq: number;
  readonly state: OutcomeState;
  readonly cause: string;
  readonly mustAct: Exclude<MustAct, 'provincial-portal'>;
}

/** Why something that was held or refused goes on. */
export type ReleaseCause =
  'code.mapped' | 'forbidden.retried' | 'version.newer' | 'version.replaced' | 'step.corrected' | 'operator.replayed';

const POSITION_LOCK = 7203;

/**
 * Notes what became of items, each with a position that grows with the commit: taken as the transaction's last statement under one
 * lock that is held only until the commit, so that a reader who walks by position never passes a row that commits later. The locks of
 * positions are taken last, and always in this order, so that nobody waits in a circle: items, outcomes, resend requests.
 */
export function insertOutcomes(outcomes: readonly NewOutcome[], now: Date): pg.QueryConfig[] {
  if (outcomes.length === 0) return [];
  return [{ name: 'insert-outcomes', text: INSERT, values: valuesOf(outcomes, now) }];
}

/** The same for whoever does not know which destinations are in shadow: of those nothing is told. */
export function insertLiveOutcomes(outcomes: readonly NewOutcome[], now: Date): pg.QueryConfig[] {
  if (outcomes.length === 0) return [];
  return [{ name: 'insert-live-outcomes', text: `${INSERT}${OF_LIVE}`, values: valuesOf(outcomes, now) }];
}

function valuesOf(outcomes: readonly NewOutcome[], now: Date): unknown[] {
  return [
    ...[now, outcomes.map(() => uuidv7(now)), outcomes.map(({ dossierId }) => dossierId)],
    ...[outcomes.map(({ destination }) => destination), outcomes.map(({ seq }) => seq), outcomes.map(({ state }) => state)],
    ...[outcomes.map(({ cause }) => cause), outcomes.map(({ mustAct }) => mustAct)],
  ];
}

const INSERT = `
  WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(POSITION_LOCK)}))
  INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
  SELECT nextval('outcome_position'), id, dossier_id, destination, seq, state, cause, must_act, $1
  FROM locked, unnest($2::uuid[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[])
    AS n (id, dossier_id, destination, seq, state, cause, must_act)`;

const OF_LIVE = ` WHERE EXISTS (SELECT FROM destination d WHERE d.id = n.destination AND d.mode = 'live')`;

/** An item that was held or refused and goes on: nobody has to do anything any more. */
export function released(item: Pick<NewOutcome, 'dossierId' | 'destination' | 'seq'>, cause: ReleaseCause): NewOutcome {
  return { ...item, state: 'released', cause, mustAct: 'nobody' };
}

/** What a settlement says of its items. In shadow nothing has become of them: whoever sent them is told by the system that delivers. */
export function outcomesOf({ lane, items, incidents, next, shadow }: Settlement): NewOutcome[] {
  if (shadow !== undefined) return [];
  const { dossierId, destination } = lane;
  const told = items.flatMap((item): NewOutcome[] => {
    const state = stateOf(item);
    if (state === undefined) return [];
    const mustAct = state === 'delivered' ? 'nobody' : asTold(incidents[0]?.mustAct);
    return [{ dossierId, destination, seq: item.seq, state, cause: item.cause, mustAct }];
  });
  if (next.kind !== 'blocked' && next.kind !== 'held') return told;
  if (told.some(({ seq, state }) => seq === next.seq && state !== 'delivered')) return told;
  // Nobody refused it, and still it waits for a person.
  const incident = incidents.at(-1);
  const cause = incident === undefined ? 'blocked' : BLOCKED_CAUSES[incident.kind];
  return [...told, { dossierId, destination, seq: next.seq, state: 'held', cause, mustAct: asTold(incident?.mustAct) }];
}

/** Who acts as a commune is told it: what is up to the provincial portal the province settles with it. */
function asTold(mustAct: MustAct = 'province'): NewOutcome['mustAct'] {
  return mustAct === 'provincial-portal' ? 'province' : mustAct;
}

const BLOCKED_CAUSES = {
  undecidable: 'step.undecidable',
  disorder: 'step.disorder',
  twice: 'step.disorder',
  refused: 'forbidden.content',
  unexplained: 'blocked',
  unmapped: 'blocked',
  restored: 'restored',
  recordless: 'step.recordless',
} as const satisfies Record<IncidentToOpen['kind'], string>;

function stateOf({ outcome, state }: ItemResult): OutcomeState | undefined {
  if (outcome === 'unmapped') return 'held';
  return state === 'pending' ? undefined : state;
}

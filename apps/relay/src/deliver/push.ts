import { unmappedFingerprint, type ClaimedLane, type IncidentToOpen, type Plan, type Settled } from '#ledger';
import type { Answer } from '#protocols';
import { counter, histogram } from '#runtime';
import { delayMs, delaysOf } from './backoff.ts';
import { moveOnly, recordOf, settle, type BegunCall } from './calls.ts';
import { noteUnexplained } from './unexplained.ts';
import { confirmAbsence } from '../look-up/confirm-absence.ts';
import { draftCall, type Draft, type Unmapped } from './draft.ts';
import { concernsOne, judgeParcel, judgePush } from './judge-push.ts';
import type { Sent } from './parcels.ts';
import { traceFields } from './trace.ts';
import { heedMaintenance } from '../policy/maintenance.ts';
import { faceRefusal } from '../session/refusal.ts';
import type { Road } from '../road.ts';
import type { Turn } from './turn.ts';

const attempts = counter('gateway_delivery_calls_total', 'Calls to destinations by outcome', [
  'destination',
  'service',
  'outcome',
] as const);
const duration = histogram('gateway_delivery_call_seconds', 'Time from sending to the answer', [
  'destination',
  'service',
] as const);

type Push = Extract<Plan, { kind: 'create' | 'update' | 'reassert' | 'steps' }>;
type Answered = Extract<Sent, { kind: 'answered' }>;

/** Writes, begins, sends and settles what a lane has to send next. */
export async function pushCall(turn: Turn, push: Push): Promise<Settled> {
  const { lane, road, parcels, visit } = turn;
  const draft = draftCall(lane, push, road);
  if ('missing' in draft) return settle(hold(lane, draft), road);
  const sent = await parcels.send({ road, lane, draft, ...visit });
  switch (sent.kind) {
    case 'no-session':
      road.flow.note('no-session');
      return settle(withoutSession(lane, road), road);
    case 'left-behind':
      return settle(moveOnly(lane, { kind: 'later', state: 'due', waitMs: 0 }, { unmade: sent.begun }), road);
    case 'answered':
      return finish(turn, draft, sent);
  }
}

async function finish({ lane, road, visit }: Turn, draft: Draft, sent: Answered): Promise<Settled> {
  const { destination, can } = road;
  const { begun, session, together } = sent;
  tell({ lane, draft, begun }, sent.answer, road);
  const answer = heedMaintenance(sent.answer, road.maintenance);
  if (!road.maintenance.isOn) road.flow.note(answer.verdict);
  const delays = { ...delaysOf(destination), settlesWithin: destination.settlesWithinMs };
  const call = recordOf(begun, answer, road);
  const context = { lane, draft, can, call, delays, catalogue: road.catalogue, absenceConfirmed: false, refused: undefined };
  if (together > 1 && concernsOne(answer)) {
    visit.mostTogether = Math.ceil(together / 2);
    return settle(judgeParcel(answer, context), road);
  }
  road.breaker.heard(lane.dossierCode, answer);
  visit.mostTogether = destination.dossiersPerCall;
  const asking = { session, deadline: begun.deadline };
  const refusal = await faceRefusal(lane, answer, asking, road);
  const refused = refusal === undefined ? undefined : { refusal, session: session.number };
  const absenceConfirmed =
    answer.verdict === 'not-found' && draft.kind !== 'create' && (await confirmAbsence({ lane, draft, answer }, asking, road));
  const settlement = judgePush(answer, { ...context, absenceConfirmed, refused });
  return settle(noteUnexplained(settlement, { service: draft.kind, answer }, road), road);
}

/** An unmapped code holds the lane, as one task for whoever keeps the tables. */
export function hold(lane: ClaimedLane, { seq, missing }: Unmapped): ReturnType<typeof moveOnly> {
  const incidents = missing.map(({ partner, table, code }): IncidentToOpen => ({
    fingerprint: unmappedFingerprint({ destination: lane.destination, table, code }),
    ...{ kind: 'unmapped', mustAct: 'province', missing: { partner, table, code } },
  }));
  const cause = incidents[0]?.fingerprint;
  // Whether it arrived before is as unknown as it was.
  const doubt = lane.pending.some((waiting) => waiting.seq === seq && waiting.doubt);
  const item = { seq, outcome: 'unmapped', cause: cause ?? '', state: 'pending', doubt, possiblyTwice: false } as const;
  return moveOnly(lane, { kind: 'held', seq }, { cause, incidents, items: [item] });
}

function withoutSession(lane: ClaimedLane, { destination }: Road): ReturnType<typeof moveOnly> {
  const waitMs = delayMs(lane.failures, delaysOf(destination));
  return moveOnly(lane, { kind: 'later', state: 'due', waitMs }, { failures: lane.failures + 1, cause: 'partner.no-session' });
}

function tell(
  { lane, draft, begun }: { lane: ClaimedLane; draft: Draft; begun: BegunCall },
  answer: Answer,
  { destination, log }: Road,
): void {
  const labels = { destination: destination.id, service: draft.kind };
  attempts.inc({ ...labels, outcome: answer.verdict });
  const seconds =
    answer.sentAt === undefined || answer.answeredAt === undefined ? undefined : (answer.answeredAt - answer.sentAt) / 1_000;
  if (seconds !== undefined) duration.observe(labels, seconds);
  log.event('delivery.attempted', {
    ...{
      correlationId: begun.id,
      ...traceFields(begun.trace),
      partner: destination.id,
      kind: draft.kind,
      dossier: lane.dossierCode,
      attempt: lane.failures + 1,
    },
    ...{
      items: draft.items.length,
      outcome: answer.verdict,
      cause: answer.cause,
      durationMs: seconds === undefined ? null : Math.round(seconds * 1_000),
    },
  });
}

import type { ClaimedLane, IncidentToOpen, Plan } from '#ledger';
import type { Answer } from '#protocols';
import { counter, faultPoint, histogram } from '#runtime';
import { begin, moveOnly, recordOf, settle, type BegunCall } from './calls.ts';
import { confirmAbsence } from './confirm-absence.ts';
import { draftCall, type Draft, type Unmapped } from './draft.ts';
import { judgePush } from './judge-push.ts';
import { faceRefusal } from './refusal.ts';
import type { Road } from './road.ts';
import type { HeldSession } from './session-keeper.ts';

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

/** Writes, begins, sends and settles one call of a lane. */
export async function pushCall(lane: ClaimedLane, push: Push, { road, wokenBy }: { road: Road; wokenBy: string }): Promise<void> {
  const draft = draftCall(lane, push, road);
  if ('missing' in draft) return settle(hold(lane, draft), road);
  const session = await road.sessions.get();
  if (session === undefined) return settle(withoutSession(lane, road), road);
  const begun = await begin(lane, { service: draft.kind, ...draft, wokenBy }, road);
  if (begun === undefined) return settle(moveOnly(lane, { kind: 'later', state: 'due', waitMs: 0 }), road);
  const items = draft.again === undefined ? draft.items.map(({ wire }) => wire) : [draft.again];
  const answer = await road.client.push({ kind: draft.kind, items }, session.session, begun.deadline);
  faultPoint('relay.answered');
  await finish({ lane, draft, begun, session }, answer, road);
}

async function finish(
  { lane, draft, begun, session }: { lane: ClaimedLane; draft: Draft; begun: BegunCall; session: HeldSession },
  answer: Answer,
  road: Road,
): Promise<void> {
  const { destination, can } = road;
  const asking = { session, deadline: begun.deadline };
  const refusal = await faceRefusal(lane, answer, asking, road);
  const absenceConfirmed =
    answer.verdict === 'not-found' && draft.kind !== 'create' && (await confirmAbsence({ lane, draft }, asking, road));
  const delays = { first: destination.firstDelayMs, most: destination.mostDelayMs, settlesWithin: destination.settlesWithinMs };
  const refused = refusal === undefined ? undefined : { refusal, session: session.number };
  const call = recordOf(begun, answer, road);
  const settlement = judgePush(answer, { lane, draft, can, call, delays, absenceConfirmed, refused });
  await settle(settlement, road);
  if (answer.verdict === 'delivered') road.breaker.acknowledged(lane.dossierCode);
  tell({ lane, draft, begun }, answer, road);
}

/** An unmapped code holds the lane, as one task for whoever keeps the tables. */
function hold(lane: ClaimedLane, { seq, missing }: Unmapped): ReturnType<typeof moveOnly> {
  const incidents = missing.map(({ table, code }): IncidentToOpen => ({
    ...{ fingerprint: `unmapped|${lane.destination}|${table}|${code}`, kind: 'unmapped', mustAct: 'province' },
  }));
  const cause = incidents[0]?.fingerprint;
  const item = { seq, outcome: 'unmapped', cause: cause ?? '', state: 'pending', doubt: false, possiblyTwice: false } as const;
  return moveOnly(lane, { kind: 'held' }, { cause, incidents, items: [item] });
}

function withoutSession(lane: ClaimedLane, { destination }: Road): ReturnType<typeof moveOnly> {
  const waitMs = Math.min(destination.firstDelayMs * 2 ** Math.min(lane.failures, 10), destination.mostDelayMs);
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

import type { AttemptOutcome } from '#canonical';
import type { CallRecord, Capabilities, ClaimedLane, ItemResult, LaneNext, RefusalFacts, Settlement } from '#ledger';
import type { Answer, OutcomeCatalogue } from '#protocols';
import { backoffMs, type Delays } from './backoff.ts';
import type { Draft } from './draft.ts';
import { namedField } from './named-field.ts';
import { refusalIncident } from './refusal-incident.ts';
import { FORBIDDEN_CONTENT, refusedCause, type Refusal } from '../session/refusal.ts';

/** What judging an answer needs beside the answer. */
export interface PushContext {
  readonly lane: ClaimedLane;
  readonly draft: Draft;
  readonly can: Capabilities;
  readonly call: CallRecord;
  /** Who sees to what the destination refuses. */
  readonly catalogue: Pick<OutcomeCatalogue, 'mustAct'>;
  readonly delays: Delays & { readonly settlesWithin: number };
  /** The destination's answer that it does not have the dossier was asked for again and stands. */
  readonly absenceConfirmed: boolean;
  /** What a refused session or a forbidden call led to, and the session that it was made with. */
  readonly refused: { readonly refusal: Refusal; readonly session: number } | undefined;
}

/** Turns the answer to a push into what the ledger writes. Pure but for the jitter of a delay. */
export function judgePush(answer: Answer, context: PushContext): Settlement {
  const base = { ...frame(context), cause: answer.cause };
  switch (answer.verdict) {
    case 'delivered':
      return delivered(context);
    case 'exists':
      // The portal knows the dossier from before: what it holds is looked at first, then comes an update with the full record.
      return {
        ...base,
        failures: 0,
        items: results(context, 'exists', answer),
        present: true,
        adopt: context.can.lookup === 'steps',
        next: { kind: 'go-on' },
      };
    case 'not-found':
      if (context.absenceConfirmed)
        return { ...base, failures: 0, items: [], newEpoch: { adopt: false }, next: { kind: 'go-on' } };
      return { ...base, items: results(context, 'unknown', answer), next: afterUnknown(context) };
    case 'refused':
      return refused(answer, context);
    case 'session':
    case 'forbidden':
      return forbidden(answer, context);
    case 'deferred':
    case 'expired':
      return { ...base, items: results(context, 'deferred', answer), next: afterFailure(answer, context) };
    case 'unknown':
      return { ...base, items: results(context, 'unknown', answer), next: afterUnknown(context) };
  }
}

/** Verdicts that say something about one dossier: in the answer to several, nobody knows about which. */
export function concernsOne({ verdict }: Answer): boolean {
  return ['exists', 'not-found', 'refused', 'forbidden'].includes(verdict);
}

/** A parcel of several dossiers that was turned down for one of them goes again at once, in smaller parcels. */
export function judgeParcel(answer: Answer, context: PushContext): Settlement {
  const { lane } = context;
  const items = results(context, 'deferred', { ...answer, cause: PARCEL });
  return { ...frame(context), failures: lane.failures, cause: PARCEL, items, next: { kind: 'go-on' } };
}

const PARCEL = 'parcel.turned-down';

function frame({ lane, call }: PushContext): Pick<Settlement, 'lane' | 'call' | 'failures' | 'incidents'> {
  return { lane, call, failures: lane.failures + 1, incidents: [] };
}

function delivered(context: PushContext): Settlement {
  const { draft, lane, can } = context;
  const items = draft.items.map(({ seq }): ItemResult => ({
    ...{ seq, outcome: 'delivered', cause: 'delivered', state: 'delivered', doubt: false, possiblyTwice: false },
  }));
  const base = { ...frame(context), failures: 0, cause: undefined, items, next: { kind: 'go-on' } as const };
  if (draft.kind === 'steps') return base;
  const [version] = draft.items;
  return {
    ...base,
    ...{ present: true, reassert: false, pins: draft.pins },
    // What was said to be gone may have been there all along, if answers were mixed up: no step goes again before one more look.
    ...(draft.kind === 'create' && lane.epoch > 1 && can.lookup === 'steps' ? { adopt: true } : {}),
    ...(version === undefined ? {} : { ackVersionSeq: version.seq }),
  };
}

/** A refused item blocks its lane; a refused chunk of steps is first taken apart, so that only the culprit does. */
function refused(answer: Answer, context: PushContext): Settlement {
  const { draft, lane, catalogue } = context;
  const base = { ...frame(context), cause: answer.cause };
  const [only, ...others] = draft.items;
  if (only === undefined || others.length > 0) {
    return { ...base, items: results(context, 'refused', answer), next: afterFailure(answer, context) };
  }
  const incident = refusalIncident(lane, { service: draft.kind, ...factsOf(answer, draft) }, catalogue.mustAct(answer.cause));
  const items = results(context, 'refused', answer).map((item) => ({ ...item, state: 'refused' as const }));
  return { ...base, cause: incident.fingerprint, items, incidents: [incident], next: { kind: 'blocked', seq: only.seq } };
}

/** What tells this refusal from others. A firewall's page says nothing of the dossier. */
function factsOf({ cause, code, body }: Answer, { items }: Draft): Pick<RefusalFacts, 'cause' | 'code' | 'field'> {
  if (cause === FORBIDDEN_CONTENT) return { cause, code: undefined, field: undefined };
  return {
    cause,
    code,
    field: namedField(
      body,
      items.map(({ wire }) => wire),
    ),
  };
}

/** A call that was refused whatever it held: only if the destination answers others, it is for what this one holds. */
function forbidden(answer: Answer, context: PushContext): Settlement {
  const { refused: met, lane } = context;
  if (met?.refusal === 'content') return refused({ ...answer, cause: FORBIDDEN_CONTENT }, context);
  const base = { ...frame(context), items: results(context, 'deferred', answer) };
  const cause = met === undefined ? answer.cause : refusedCause(answer.cause, met.session);
  // A stopped destination says nothing of the lane, which goes on when the destination does.
  if (met?.refusal === 'stopped')
    return { ...base, cause, failures: lane.failures, next: { kind: 'later', state: 'due', waitMs: 0 } };
  return { ...base, cause, next: afterFailure(answer, context) };
}

function results({ draft, can }: PushContext, outcome: AttemptOutcome, answer: Answer): ItemResult[] {
  return draft.items.map(({ seq, kind }) => ({
    ...{ seq, outcome, cause: answer.cause, state: 'pending' },
    ...(kind === 'step' ? stepDoubt(answer, can) : { doubt: false, possiblyTwice: false }),
  }));
}

/**
 * Whether a step may have arrived although its answer was no success. A portal that shows its steps is always asked before the
 * step goes again. One that does not: a lost answer is a doubt for the policy, an answer that cannot be trusted flags the
 * repeat, and only a request that certainly had no effect is repeated as if nothing had been.
 */
function stepDoubt(answer: Answer, can: Capabilities): { doubt: boolean; possiblyTwice: boolean } {
  if (can.lookup === 'steps') return { doubt: true, possiblyTwice: false };
  if (answer.withoutEffect) return { doubt: false, possiblyTwice: false };
  return answer.verdict === 'unknown' ? { doubt: true, possiblyTwice: false } : { doubt: false, possiblyTwice: true };
}

/** A lost request may still be applied for a while; nothing may overtake it. */
function afterUnknown({ lane, delays }: PushContext): LaneNext {
  return { kind: 'later', state: 'verifying', waitMs: delays.settlesWithin + backoffMs(lane.failures, delays) };
}

function afterFailure(answer: Answer, { lane, delays }: PushContext): LaneNext {
  // The first refused session or passed deadline says nothing about the partner's health: go on at once with a new one.
  const isOurs = answer.verdict === 'session' || answer.verdict === 'expired';
  const waitMs = answer.retryAfterMs ?? (isOurs && lane.failures === 0 ? 0 : backoffMs(lane.failures, delays));
  return { kind: 'later', state: 'due', waitMs };
}

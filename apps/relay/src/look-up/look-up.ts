import { instantOf, legalDay } from '#canonical';
import {
  ABSENT,
  PORTAL_AHEAD,
  planUndecided,
  type ClaimedLane,
  type HistoryItem,
  type IncidentToOpen,
  type ItemResult,
  type PendingStep,
  type Settled,
  type Settlement,
} from '#ledger';
import type { Found } from '#protocols';
import { faultPoint } from '#runtime';
import { backoffMs, delaysOf } from '../deliver/backoff.ts';
import { begin, moveOnly, recordOf, settle } from '../deliver/calls.ts';
import { adoptUnsure, isAhead } from './adopt-unsure.ts';
import { askOf } from './ask.ts';
import { compareSteps, provenByStatus } from './compare.ts';
import { lookUpTwice, whereIs, type Whereabouts } from './confirm-absence.ts';
import { keyed } from './keyed.ts';
import { leftAfter } from './shown.ts';
import { pushCall } from '../deliver/push.ts';
import { refusalIncident } from '../deliver/refusal-incident.ts';
import { traceFields, traceOfCall } from '../deliver/trace.ts';
import { noteUnexplained } from '../deliver/unexplained.ts';
import { heedMaintenance } from '../policy/maintenance.ts';
import { unseen as unseenBy } from '../reconcile/verified.ts';
import { afterLookUp, faceRefusal, FORBIDDEN_CONTENT, rememberRefusal, refusedCause, type Refusal } from '../session/refusal.ts';
import { answer, answerAbsent, answerBehind } from '../replay/answer-asked.ts';
import { differenceOf } from '../replay/difference.ts';
import type { Turn } from '../deliver/turn.ts';

/** `adopt`: take over what is there · `doubt`: see whether a step arrived · `compare`: see what was lost. */
type Reason = 'adopt' | 'doubt' | 'compare';
type Present = Extract<Found, { kind: 'present' }>;

/** So often a dossier is looked up in vain for a run: fewer times than tell that nothing gets through any more. */
const MOST_LOOKS = 5;
/** Look-ups do not show a dossier, and a record of it is not refused for that. */
const CONTRADICTED = 'lookup.contradicted';

/** Asks the portal what it has of the dossier, and settles what that proves. */
export async function lookUp(turn: Turn, reason: Reason): Promise<Settled> {
  const { lane, road, visit } = turn;
  const ask = askOf(road);
  if (ask === undefined) throw new Error('a look-up was planned where nothing can be looked up');
  const session = await road.sessions.get();
  if (session === undefined) return withoutSession(turn);
  const part = { lane, epoch: lane.epoch, possiblyTwice: false, superseded: [], items: [] };
  const codesVersion = road.ledger.codes().version;
  const trace = traceOfCall([{ lane, draft: { items: lane.pending.slice(0, 1) } }]);
  const { begun, may } = await begin({ service: 'lookup', wokenBy: visit.wokenBy, codesVersion, trace, parts: [part] }, road);
  if (may[0] !== true) return settle(moveOnly(lane, { kind: 'later', state: 'due', waitMs: 0 }), road);
  const seen = await lookUpTwice(lane.dossierCode, { session, deadline: begun.deadline }, ask);
  const looked = heedMaintenance(seen, road.maintenance);
  faultPoint('relay.looked-up');
  if (!road.maintenance.isOn) road.flow.note(looked.verdict);
  const refusal = await faceRefusal(lane, looked, { session, deadline: begun.deadline }, road);
  road.log.event('delivery.looked-up', {
    ...{ correlationId: begun.id, ...traceFields(begun.trace), partner: lane.destination, dossier: lane.dossierCode, reason },
    found: looked.found?.kind ?? null,
    cause: looked.cause,
  });
  const call = recordOf(begun, looked, road);
  if (looked.found === undefined)
    return settle(
      noteUnexplained(
        unseen(turn, { cause: looked.cause, call, refusal, session: session.number }),
        { service: 'lookup', answer: looked },
        road,
      ),
      road,
    );
  if (looked.found.kind === 'absent') {
    // Whoever only asks sends nothing, not even to make sure.
    const isDry = reason === 'compare' && lane.asked?.isDry === true;
    const where = isDry ? 'gone' : await whereIs(lane, { session, deadline: begun.deadline }, road);
    if (where !== 'gone') return settle({ ...contradicted(turn, reason, where), call }, road);
    return reason === 'compare' ? answerAbsent(turn, call) : settle(absent(turn, reason, call), road);
  }
  return heed(turn, reason, { found: looked.found, call });
}

/** Settles what a dossier that is there proves. */
async function heed(turn: Turn, reason: Reason, { found, call }: { found: Present; call: Seen['call'] }): Promise<Settled> {
  const { lane, road } = turn;
  const { unsure, asked } = lane;
  // What went there while we were in shadow is another system's: it is no memory of ours that is missing.
  const mayHaveLost = unsure !== undefined && !unsure.wasInShadow;
  const history = await road.ledger.lanes.history(lane, { versionsToo: mayHaveLost || asked?.isDry === true });
  if (reason === 'compare' && asked !== undefined) {
    if (mayHaveLost && isAhead(lane, { found, history }, road)) return answerBehind(turn, asked, { cause: PORTAL_AHEAD, call });
    return answer({ lane, asked, history, found, difference: differenceOf(found, { lane, history }, road), call }, road);
  }
  if (reason === 'adopt' && mayHaveLost)
    return settle(adoptUnsure({ lane: { ...lane, unsure }, road }, { found, history, call }), road);
  if (reason === 'adopt') return settle(adopt(turn, found, { history, call }), road);
  if (found.steps === undefined) return verifyByStatus(turn, found, { history, call });
  const shown = found.steps.map((step) => road.writer.stepKey(step));
  return settle(verify(turn, shown, { history, call }), road);
}

function withoutSession(turn: Turn): Promise<Settled> {
  turn.road.flow.note('no-session');
  return settle(later(turn, 'partner.no-session'), turn.road);
}

interface Seen {
  readonly history: readonly HistoryItem[];
  readonly call: NonNullable<Settlement['call']>;
}

function later({ lane, road }: Turn, cause: string): Settlement {
  const waitMs = backoffMs(lane.failures, delaysOf(road.destination));
  return moveOnly(lane, { kind: 'later', state: 'verifying', waitMs }, { failures: lane.failures + 1, cause });
}

/**
 * What it does not show it may have all the same. Who only wants to know what was lost is told so when that happens again: what waits in
 * the lane is not to wait for it.
 */
function contradicted(turn: Turn, reason: Reason, where: Whereabouts): Settlement {
  const { lane } = turn;
  if (reason !== 'compare' || lane.asked === undefined || where === 'unclear' || lane.cause !== CONTRADICTED)
    return later(turn, CONTRADICTED);
  const answered = { job: lane.asked.job, failed: CONTRADICTED };
  return moveOnly(lane, { kind: 'go-on' }, { answered, failures: 0, cause: undefined });
}

/** The run that waits no longer for a dossier that alone cannot be seen: it would never be over, and nothing of the lane go on. */
function runThatWaited({ lane: { asked, failures }, road }: Turn): string | undefined {
  const isEnough = failures >= MOST_LOOKS && !road.flow.isDry;
  return isEnough && asked?.mode === 'verify' ? asked.job : undefined;
}

interface Unseen {
  readonly cause: string;
  readonly call: Seen['call'];
  readonly refusal: Refusal | undefined;
  readonly session: number;
}

/** No answer that counts: asked again later, unless only this dossier may not even be asked for. */
function unseen(turn: Turn, { cause, call, refusal, session }: Unseen): Settlement {
  const { lane } = turn;
  const [first] = lane.pending;
  if (refusal === undefined) {
    const run = runThatWaited(turn);
    return run === undefined ? { ...later(turn, rememberRefusal(lane, cause)), call } : unseenBy({ lane, job: run, call });
  }
  if (refusal === 'content' && lane.asked !== undefined && first === undefined) {
    if (lane.asked.mode === 'verify') return unseenBy({ lane, job: lane.asked.job, call });
    const answered = { job: lane.asked.job, failed: FORBIDDEN_CONTENT };
    return moveOnly(lane, { kind: 'go-on' }, { call, answered, failures: 0, cause: undefined });
  }
  if (refusal === 'content' && first !== undefined) {
    const incident = refusalIncident(lane, { service: 'lookup', cause: FORBIDDEN_CONTENT }, 'province');
    return moveOnly(lane, { kind: 'blocked', seq: first.seq }, { call, cause: incident.fingerprint, incidents: [incident] });
  }
  const again = { call, cause: refusedCause(cause, session) };
  return refusal === 'stopped'
    ? moveOnly(lane, { kind: 'later', state: 'verifying', waitMs: 0 }, again)
    : { ...later(turn, cause), ...again };
}

/** The portal does not have the dossier: nothing is acknowledged there any more. */
function absent({ lane }: Turn, reason: 'adopt' | 'doubt', call: Seen['call']): Settlement {
  const base = { call, failures: afterLookUp(lane, 0).failures, cause: rememberRefusal(lane, ABSENT) };
  const reconciliation = lane.unsure && { restoration: lane.unsure.id, isSure: true, lookedSeq: 0 };
  const learnt = { ...base, ...(reconciliation && { reconciliation }) };
  // What it had acknowledged it has no more: also when it lost the dossier again, right after that was created anew.
  const hasLost = reason === 'doubt' || lane.present;
  if (hasLost) return moveOnly(lane, { kind: 'go-on' }, { ...learnt, newEpoch: { adopt: false } });
  return moveOnly(lane, { kind: 'go-on' }, { ...learnt, adopt: false, present: false });
}

/** Takes what the portal shows of ours as delivered; what is not ours stays as it is. */
function adopt(turn: Turn, found: Present, { history, call }: Seen): Settlement {
  const shown = (found.steps ?? []).map((step) => turn.road.writer.stepKey(step));
  const { lane } = turn;
  const ours = keyed(history, lane, turn.road);
  const { arrived } = compareSteps(ours, shown, ({ state }) => state === 'pending');
  const { unsure } = lane;
  // What another system told it in a lost time comes again from its commune: looked for while that is due, so that it is not told twice.
  const known = ours.filter((step) => step.state === 'delivered' || arrived.includes(step)).map(({ key }) => key);
  const isAllKnown = found.steps !== undefined && leftAfter(shown, known).length === 0;
  const isSure = unsure !== undefined && (isAllKnown || turn.road.clock.now() >= unsure.resendUntil);
  const items = arrived.map((step) => result(step, 'delivered'));
  // What another system told it while we were in shadow is not told again as a history: the last of those records says it all.
  const told = lane.present ? [] : history.filter(({ kind, shadow }) => kind === 'version' && shadow);
  return moveOnly(
    lane,
    { kind: 'go-on' },
    {
      ...{ call, items, ...afterLookUp(lane, arrived.length), present: true, adopt: false },
      superseded: told.slice(0, -1).map(({ seq }) => seq),
      ...(unsure && {
        reconciliation: { restoration: unsure.id, isSure, lookedSeq: Math.max(0, ...history.map(({ seq }) => seq)) },
      }),
    },
  );
}

/** Steps in doubt against the steps that the portal shows. */
function verify({ lane, road }: Turn, shown: readonly string[], { history, call }: Seen): Settlement {
  const { arrived, missing, disordered, twice } = compareSteps(
    keyed(history, lane, road),
    shown,
    ({ doubt, state }) => doubt && state === 'pending',
  );
  const [firstMissing] = missing;
  const incidents: IncidentToOpen[] = twice.length === 0 ? [] : [incident(lane, 'twice')];
  const items = [
    ...arrived.map((step) => ({ ...result(step, 'delivered'), possiblyTwice: twice.includes(step) })),
    ...(disordered ? [] : missing.map((step) => result(step, 'absent'))),
  ];
  if (disordered && firstMissing !== undefined) {
    const cause = incident(lane, 'disorder');
    return moveOnly(
      lane,
      { kind: 'blocked', seq: firstMissing.seq },
      { call, items, cause: cause.fingerprint, incidents: [...incidents, cause] },
    );
  }
  return moveOnly(lane, { kind: 'go-on' }, { call, items, incidents, ...afterLookUp(lane, arrived.length) });
}

/** The portal shows only its status: it proves the steps in doubt, or nobody can tell and the policy decides. */
function verifyByStatus(turn: Turn, found: Present, { history, call }: Seen): Promise<Settled> {
  const { lane, road } = turn;
  const day = legalDay(instantOf(road.clock.now()));
  const codes = road.ledger.codes();
  // What was sent in a time that is lost may have set the status too.
  const proven =
    lane.unsure !== undefined
      ? []
      : provenByStatus(history, (status) => found.status === codes.translate(lane.destination, 'status', String(status), day));
  if (proven.length === 0) return goOnUndecided(turn, lane.pending[0] as PendingStep);
  const items = proven.map((step) => result(step, 'delivered'));
  return settle(moveOnly(lane, { kind: 'go-on' }, { call, items, failures: 0, cause: undefined }), road);
}

/** A step of which nobody can tell whether it arrived: sent again and flagged, or blocked until a person decides. */
export function goOnUndecided(turn: Turn, step: PendingStep): Promise<Settled> {
  const { lane, road } = turn;
  const next = planUndecided(step, road.can);
  if (next.kind === 'steps') return pushCall(turn, next);
  const open = incident(lane, 'undecidable');
  return settle(moveOnly(lane, { kind: 'blocked', seq: step.seq }, { cause: open.fingerprint, incidents: [open] }), road);
}

function result({ seq }: HistoryItem, seen: 'delivered' | 'absent'): ItemResult {
  const common = { seq, doubt: false, possiblyTwice: false } as const;
  return seen === 'delivered'
    ? { ...common, outcome: 'delivered', cause: 'lookup.found', state: 'delivered' }
    : { ...common, outcome: 'deferred', cause: 'lookup.missing', state: 'pending' };
}

function incident(lane: ClaimedLane, kind: 'undecidable' | 'disorder' | 'twice'): IncidentToOpen {
  return { fingerprint: `${kind}|${lane.destination}`, kind, mustAct: 'province' };
}

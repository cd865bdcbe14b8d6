import type { LookupCapability, Status } from '#canonical';
import type { ClaimedLane, PendingItem, PendingStep, PendingVersion } from './lane.ts';

/** What a destination can do, as far as planning is concerned. */
export interface Capabilities {
  readonly lookup: LookupCapability;
  /** Most steps in one call. */
  readonly stepsPerCall: number;
  /** Statuses whose step is sent again (and flagged) when it cannot be known whether the portal has it; the others wait for a person. */
  readonly resendUndecided: readonly Status[];
}

/** What of a lane the planner looks at. */
export type PlannedLane = Pick<
  ClaimedLane,
  'present' | 'adopt' | 'moved' | 'inShadow' | 'unsure' | 'reassert' | 'asked' | 'acked' | 'cause'
> & {
  readonly pending: readonly PendingItem[];
};

/** The next legal call of a lane. */
export type Plan =
  | { readonly kind: 'nothing' }
  /** What was acknowledged in shadow says nothing about the destination: it is settled first what that means. */
  | { readonly kind: 'cut-over' }
  /** The destination is another place now: nothing is acknowledged there, and what it has is looked at first. */
  | { readonly kind: 'new-epoch' }
  /** An operator wants to know, or wants it mended, if the destination has lost something that it acknowledged. */
  | { readonly kind: 'compare' }
  /** `adopt`: take over what is there · `doubt`: see whether a step arrived. */
  | { readonly kind: 'lookup'; readonly reason: 'adopt' | 'doubt' }
  | { readonly kind: 'create' | 'update'; readonly version: PendingVersion; readonly superseded: readonly number[] }
  /** The last acknowledged record once more. */
  | { readonly kind: 'reassert' }
  | { readonly kind: 'steps'; readonly steps: readonly PendingStep[]; readonly possiblyTwice: boolean }
  /** It cannot be known whether the portal has this step, and the policy wants a person to decide. */
  | { readonly kind: 'undecidable'; readonly step: PendingStep }
  /** The destination does not have the dossier, and its record was cancelled: no step can go before a new one comes. */
  | { readonly kind: 'recordless'; readonly step: PendingStep };

/** Cause that a look-up leaves with a lane when the destination does not have the dossier: what comes next is a create. More may follow it. */
export const ABSENT = 'lookup.absent';

/**
 * The one planner: first send, catch-up, heal and replay are the same question, "what does the destination lack, and what is
 * the next legal call". Full states may simply be sent again; a step never is, as long as anything can tell whether it arrived.
 */
export function plan(lane: PlannedLane, can: Capabilities): Plan {
  if (lane.inShadow) return { kind: 'cut-over' };
  if (lane.moved) return { kind: 'new-epoch' };
  if ((lane.adopt || mustLook(lane)) && can.lookup !== 'none') return { kind: 'lookup', reason: 'adopt' };
  // What is in doubt is settled first: it is neither acknowledged nor missing.
  if (lane.asked !== undefined && !lane.pending.some(({ doubt }) => doubt)) return { kind: 'compare' };
  const [first] = lane.pending;
  // A record that waits asserts more than the last one, which must not follow another that was lost or refused and may be there all the same.
  const isOvertaken = lane.pending.some(({ kind, doubt }) => kind === 'version' || doubt);
  if (lane.reassert && lane.acked !== undefined && !isOvertaken) return planReassert(lane, lane.acked.seq, can);
  if (first === undefined) return { kind: 'nothing' };
  if (first.kind === 'version') return planVersion(lane, first, can);
  // A first record that was refused made room for a later one, and steps came in between: no step goes before the dossier.
  const record = lane.present ? undefined : lane.pending.find((item): item is PendingVersion => item.kind === 'version');
  if (record !== undefined && !first.doubt) return planVersion({ ...lane, pending: [record] }, record, can);
  if (!lane.present && !first.doubt) return { kind: 'recordless', step: first };
  return planSteps(lane, first, can);
}

/** How an undecidable step goes on: sent again and flagged, or left to a person. */
export function planUndecided(step: PendingStep, can: Capabilities): Plan {
  return can.resendUndecided.includes(step.status)
    ? { kind: 'steps', steps: [step], possiblyTwice: true }
    : { kind: 'undecidable', step };
}

/** Before anything is sent to a portal that may know more than we do, or told of it, and again whenever something new came. */
function mustLook({ unsure, pending, reassert, asked }: PlannedLane): boolean {
  return unsure?.isLooked === false && (pending.length > 0 || reassert || asked !== undefined);
}

/**
 * The last record goes once more, behind the steps that come before it: they were lost, and what follows a record stands. Where no steps are
 * shown none is known to be lost, and it goes first: whether it is taken may be all that tells that the dossier is there.
 */
function planReassert(lane: PlannedLane, ackedSeq: number, can: Capabilities): Plan {
  if (can.lookup !== 'steps') return { kind: 'reassert' };
  const before = leadingRun(lane.pending, (item): item is PendingStep => item.kind === 'step' && item.seq < ackedSeq);
  const [first] = before;
  return first === undefined ? { kind: 'reassert' } : planSteps({ ...lane, pending: before }, first, can);
}

function planVersion(lane: PlannedLane, first: PendingVersion, can: Capabilities): Plan {
  // A create that was lost may have arrived: ask rather than trust the answer to a second one.
  const createdBefore = !lane.present && lane.pending.some((item) => item.kind === 'version' && item.sent > 0);
  if (createdBefore && can.lookup !== 'none' && lane.cause?.startsWith(ABSENT) !== true)
    return { kind: 'lookup', reason: 'adopt' };
  const run = leadingRun(lane.pending, (item): item is PendingVersion => item.kind === 'version' && item.status === first.status);
  const version = run.at(-1) ?? first;
  const superseded = run.slice(0, -1).map(({ seq }) => seq);
  return { kind: lane.present ? 'update' : 'create', version, superseded };
}

function planSteps(lane: PlannedLane, first: PendingStep, can: Capabilities): Plan {
  if (first.doubt) return can.lookup === 'none' ? planUndecided(first, can) : { kind: 'lookup', reason: 'doubt' };
  // What was begun before goes alone: a refused chunk is retried step by step, so that the culprit is found.
  const most = first.sent > 0 ? 1 : can.stepsPerCall;
  const possiblyTwice = isPossiblyTwice(first, can);
  const fits = (item: PendingItem): item is PendingStep =>
    item.kind === 'step' && !item.doubt && isPossiblyTwice(item, can) === possiblyTwice;
  return { kind: 'steps', steps: leadingRun(lane.pending, fits).slice(0, most), possiblyTwice };
}

/** Once flagged a step stays so. What a portal that shows its steps does not show is not there; of any other nobody can tell. */
function isPossiblyTwice(step: PendingStep, can: Capabilities): boolean {
  if (step.possiblyTwice) return true;
  return step.mayBeThere === true && can.lookup !== 'steps';
}

function leadingRun<T extends PendingItem>(items: readonly PendingItem[], fits: (item: PendingItem) => item is T): T[] {
  const end = items.findIndex((item) => !fits(item));
  return (end === -1 ? items : items.slice(0, end)).filter(fits);
}

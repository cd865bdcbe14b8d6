import type { Status } from '#canonical';
import type { HistoryItem } from '#ledger';

/** A step of ours with the key under which the portal would show it. */
export type KeyedStep = HistoryItem & { readonly key: string };

/** What a look-up says about steps that are in doubt, in their order. */
export interface Comparison {
  readonly arrived: readonly KeyedStep[];
  readonly missing: readonly KeyedStep[];
  /** A later step is there and an earlier one is not: nothing may be sent again without a person. */
  readonly disordered: boolean;
  /** Steps that the portal shows more often than we know to have sent them. */
  readonly twice: readonly KeyedStep[];
}

/**
 * Compares the steps that a portal shows with ours, as a multiset: two steps may be equal on the wire. What is known to be
 * delivered is taken off first; what then is left of a key proves as many steps in doubt.
 */
export function compareSteps(
  ours: readonly KeyedStep[],
  shown: readonly string[],
  inDoubt: (step: KeyedStep) => boolean,
): Comparison {
  const left = new Map<string, number>();
  for (const key of shown) left.set(key, (left.get(key) ?? 0) + 1);
  const take = (key: string): boolean => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count > 0;
  };
  for (const { key, state } of ours) if (state === 'delivered') take(key);

  const doubtful = ours.filter(inDoubt);
  const arrived = doubtful.filter(({ key }) => take(key));
  const missing = doubtful.filter((step) => !arrived.includes(step));
  return {
    arrived,
    missing,
    // In the order of the lane, in which a correction stands where the step was that it replaces.
    disordered: arrived.some((step, index) => step !== doubtful[index]),
    twice: ours.filter(({ key, sent }) => sent > 0 && (left.get(key) ?? 0) > 0),
  };
}

/**
 * Whether a portal that shows only its status proves that a step arrived: it must show the step's status, no record of that
 * status may have been sent before, and the status before the step must be another one.
 */
function statusProves(step: HistoryItem, history: readonly HistoryItem[], shownStatus: boolean): boolean {
  const before = history.slice(0, history.indexOf(step)).filter(({ sent }) => sent > 0);
  const recordBefore = before.some(({ kind, status }) => kind === 'version' && status === step.status);
  return shownStatus && !recordBefore && before.at(-1)?.status !== step.status;
}

/**
 * The steps in doubt that a portal which shows only its status proves to have: the last one that the status proves, and with it
 * those before, since they went in the same call, in their order.
 */
export function provenByStatus(history: readonly HistoryItem[], shows: (status: Status) => boolean): readonly HistoryItem[] {
  const doubtful = history.filter(({ doubt, state }) => doubt && state === 'pending');
  const last = doubtful.findLastIndex((step) => statusProves(step, history, shows(step.status)));
  return doubtful.slice(0, last + 1);
}

import type { ItemState } from '#canonical';
import type { Reconciliation } from '#ledger';
import type { WireItem } from '#protocols';
import { leftAfter, sameRecord } from './shown.ts';

/** An item of a lane, in the lane's order, as it would look at the portal. */
export interface OurItem {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly state: ItemState;
  readonly acceptedAt: Date;
  /** The portal's code for its status. */
  readonly status: string | undefined;
  /** What makes a step on the wire the same; of a version the record. Undefined where it cannot be written. */
  readonly key?: string | undefined;
  readonly record?: WireItem | undefined;
}

/** What the portal shows of the dossier. */
export interface Shown {
  readonly status: string;
  readonly steps: readonly string[] | undefined;
  readonly record: WireItem | undefined;
}

/** What the comparison came to, by seq. */
export interface Reconciled {
  /** Steps that wait and are at the portal. */
  readonly arrived: readonly number[];
  /** Versions that wait although something later is there, and a later one is left to carry the whole. */
  readonly superseded: readonly number[];
  /** What the portal has and we do not know; undefined = nothing that can be seen. */
  readonly unknown: Reconciliation['want'];
}

/**
 * Compares what the portal shows with all that is known of a lane, where the portal may know more: the memory came back from a backup.
 * The lane keeps its order, so that what is there proves that all before it was sent, or has been left out by right.
 */
export function reconcile(items: readonly OurItem[], shown: Shown): Reconciled {
  const { arrived, foreign } = matchSteps(items, shown.steps);
  const lastThere = items.findLastIndex(
    ({ kind, state, seq }) => kind === 'step' && (state === 'delivered' || arrived.includes(seq)),
  );
  const isRecordKnown = knowsRecord(items, shown.record);
  const isStatusKnown =
    shown.status === '' || items.some(({ state, status }) => isLive(state) && (status ?? '') === shown.status);
  const edge = Math.max(lastThere, matchVersion(items, shown, lastThere));
  return { arrived, superseded: olderVersions(items, edge), unknown: wanted(foreign || !isStatusKnown, !isRecordKnown) };
}

function matchSteps(
  items: readonly OurItem[],
  shown: readonly string[] | undefined,
): { arrived: readonly number[]; foreign: boolean } {
  if (shown === undefined) return { arrived: [], foreign: false };
  const steps = items.filter(({ kind }) => kind === 'step');
  const delivered = steps.filter(({ state }) => state === 'delivered');
  const left = leftAfter(
    shown,
    delivered.flatMap(({ key }) => key ?? []),
  );
  const arrived: number[] = [];
  for (const { state, key, seq } of steps) {
    const at = state === 'pending' && key !== undefined ? left.indexOf(key) : -1;
    if (at === -1) continue;
    left.splice(at, 1);
    arrived.push(seq);
  }
  return { arrived, foreign: left.length > 0 };
}

/** Whether the record is one that we know, or nothing can be said of it. */
function knowsRecord(items: readonly OurItem[], record: WireItem | undefined): boolean {
  const versions = items.filter(({ kind, state, record: own }) => kind === 'version' && state !== 'stale' && own !== undefined);
  if (record === undefined || versions.length === 0) return true;
  return versions.some((version) => sameRecord(record, version.record) !== 'other');
}

/**
 * The place of the version that the portal shows, among those after the last step that is there; -1 where it is none of them. Of equal
 * ones the last, unless a status in between would be left out by that.
 */
function matchVersion(items: readonly OurItem[], { record, status }: Shown, after: number): number {
  const isShown = ({ kind, state, status: own, record: written }: OurItem, at: number): boolean =>
    at > after && kind === 'version' && isLive(state) && own === status && sameRecord(record, written) === 'same';
  const first = items.findIndex(isShown);
  const last = items.findLastIndex(isShown);
  const isOneStatus = items.slice(first, last).every(({ status: own, kind }) => kind === 'version' && own === status);
  return isOneStatus ? last : first;
}

function olderVersions(items: readonly OurItem[], edge: number): number[] {
  const last = items.findLastIndex(({ kind, state }) => kind === 'version' && isLive(state));
  return items
    .slice(0, Math.max(0, Math.min(edge, last)))
    .filter(({ kind, state }) => kind === 'version' && state === 'pending')
    .map(({ seq }) => seq);
}

function isLive(state: ItemState): boolean {
  return state === 'pending' || state === 'delivered';
}

function wanted(steps: boolean, dossier: boolean): Reconciled['unknown'] {
  if (steps) return dossier ? 'both' : 'steps';
  return dossier ? 'dossier' : undefined;
}

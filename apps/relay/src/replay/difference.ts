import { instantOf, legalDay } from '#canonical';
import type { ClaimedLane, HistoryItem } from '#ledger';
import type { Found, WireItem } from '#protocols';
import { draftCall, type WritingRoad } from '../deliver/draft.ts';
import { keyed } from '../look-up/keyed.ts';
import { sameRecord } from '../look-up/shown.ts';

/** How a destination differs from what it has acknowledged. */
export type Difference =
  /** It shows nothing. */
  | { readonly kind: 'unseen' }
  /** It does not have the dossier. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      /** Steps that it acknowledged and does not show, by seq. */
      readonly lost: readonly number[];
      /** Steps that wait and that it shows. */
      readonly arrived: readonly number[];
      /** Its record is not the one that it acknowledged last. */
      readonly isOther: boolean;
      /** The record as it shows it. */
      readonly record: WireItem | undefined;
    };

/** Compares what a destination shows with what it has acknowledged. */
export function differenceOf(
  found: Extract<Found, { kind: 'present' }>,
  { lane, history }: { readonly lane: ClaimedLane; readonly history: readonly HistoryItem[] },
  road: WritingRoad,
): Difference {
  const { record } = found;
  return {
    kind: 'present',
    ...compareSteps(found, keyed(history, lane, road), road),
    isOther: isOther(found, { lane, history }, road),
    record,
  };
}

/** Whether anything would be sent on account of it. */
export function isLoss(difference: Difference): boolean {
  if (difference.kind === 'present') return difference.lost.length > 0 || difference.isOther;
  return difference.kind === 'absent';
}

/** As a multiset: two steps may be equal on the wire. */
function compareSteps(
  { steps }: Extract<Found, { kind: 'present' }>,
  ours: ReturnType<typeof keyed>,
  { writer }: WritingRoad,
): { lost: number[]; arrived: number[] } {
  if (steps === undefined) return { lost: [], arrived: [] };
  const left = steps.map((step) => writer.stepKey(step));
  const take = (key: string): boolean => {
    const at = left.indexOf(key);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  };
  const lost = ours.filter(({ state, key }) => state === 'delivered' && !take(key));
  const arrived = ours.filter(({ state, key }) => state === 'pending' && take(key));
  return { lost: lost.map(({ seq }) => seq), arrived: arrived.map(({ seq }) => seq) };
}

/** By its record, or where it says too little, by its status. */
function isOther(
  { record, status }: Extract<Found, { kind: 'present' }>,
  { lane, history }: { readonly lane: ClaimedLane; readonly history: readonly HistoryItem[] },
  road: WritingRoad,
): boolean {
  const likeness = sameRecord(record, acknowledged(lane, road));
  if (likeness !== 'unclear') return likeness === 'other';
  const last = history.findLast(({ state }) => state === 'delivered');
  if (last === undefined || lane.acked === undefined || status === '') return false;
  const day = legalDay(instantOf(road.clock.now()));
  return road.ledger.codes().translate(lane.destination, 'status', String(last.status), day) !== status;
}

/** The last record that was acknowledged, as it would be written now. */
export function acknowledged(lane: ClaimedLane, road: WritingRoad): WireItem | undefined {
  if (lane.acked === undefined) return undefined;
  const draft = draftCall(lane, { kind: 'reassert' }, road);
  return 'missing' in draft ? undefined : draft.again;
}

import { instantOf } from '#canonical';
import type { ClaimedLane, HistoryItem } from '#ledger';
import type { WritingRoad } from '../deliver/draft.ts';
import type { KeyedStep } from './compare.ts';

/** The steps of a lane that are, or may be, at its portal, each with the key under which it would be shown. */
export function keyed(
  history: readonly HistoryItem[],
  { receivedUnit }: Pick<ClaimedLane, 'receivedUnit'>,
  { writer, ledger, clock }: WritingRoad,
): KeyedStep[] {
  const codes = ledger.codes();
  return history.flatMap((item) => {
    if (item.step === undefined || !['pending', 'delivered'].includes(item.state)) return [];
    const written = writer.step({ step: item.step, codes, now: instantOf(clock.now()), receivedUnit });
    return written.kind === 'written' ? [{ ...item, key: writer.stepKey(written.item) }] : [];
  });
}

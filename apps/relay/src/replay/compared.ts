import type { Asked, ClaimedLane, HistoryItem, Settlement } from '#ledger';
import type { Found } from '#protocols';
import type { Difference } from './difference.ts';

/** A lane of which a job asks something, compared with its destination. */
export interface Compared {
  readonly lane: ClaimedLane;
  readonly asked: Asked;
  readonly history: readonly HistoryItem[];
  readonly difference: Difference;
  /** What the destination shows; undefined where it shows nothing. */
  readonly found?: Extract<Found, { kind: 'present' }>;
  /** The look-up; undefined where there is none. */
  readonly call: Settlement['call'];
}

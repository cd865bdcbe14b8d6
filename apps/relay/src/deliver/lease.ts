import { guardMs, type CallDeadline, type DestinationSettings } from '#protocols';
import type { Clock } from '#runtime';

/**
 * The deadline of a call under a lease that was taken or renewed by a statement begun at `since` (monotonic): before the lease
 * ends, less the guard, and within the call's own time-out.
 */
export function callDeadline(since: number, { leaseMs, callTimeoutMs }: DestinationSettings, clock: Clock): CallDeadline {
  const leaseEnd = since + leaseMs - guardMs(leaseMs);
  return { at: Math.min(leaseEnd, clock.monotonic() + callTimeoutMs), monotonic: () => clock.monotonic() };
}

/** How long after the end of a lease its successor waits: whatever was sent up to the deadline is applied by then, or never. */
export function rescueWaitMs({ leaseMs, settlesWithinMs }: DestinationSettings): number {
  return Math.max(0, settlesWithinMs - guardMs(leaseMs));
}

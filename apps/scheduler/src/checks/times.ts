import type { DestinationSettings } from '#protocols';
import { atEach, type Check, type Finding, type Looking } from './check.ts';

/** The longest that a destination may ask us to wait. A lease is as long at most, whatever the settings were when it was taken. */
const LONGEST_MS = 3_600_000;
/** Clocks are never quite equal. */
const SLACK_MS = 60_000;
const MOST_AT_ONCE = 500;

/**
 * Lanes whose next turn, or the end of whose lease, lies further ahead than anything here ever sets it: edited by hand, or written while a
 * clock was wrong. Nobody would come by. Healed: they become due once the destination has surely settled, and the lease ends when one
 * that is taken now would.
 */
export function checkTimes(looking: Looking, everyMs: number): Check {
  const { ledger, clock } = looking;
  return {
    name: 'times',
    everyMs,
    look: () =>
      atEach(looking, async (destination): Promise<Finding | undefined> => {
        const { id, leaseMs, settlesWithinMs } = destination;
        const now = clock.now();
        // Who holds a lane goes by its lease to the end: a live one is never made shorter.
        const most = { dueMs: mostWaitMs(destination), leaseMs: Math.max(2 * leaseMs, LONGEST_MS) + SLACK_MS };
        const count = await ledger.watch.bringBack({
          destination: id,
          now,
          most,
          next: { dueMs: settlesWithinMs, leaseMs },
          atOnce: MOST_AT_ONCE,
        });
        if (count === 0) return undefined;
        return { subject: id, destination: id, mustAct: 'province', count, sample: `lanes=${String(count)} farAhead` };
      }),
  };
}

function mostWaitMs({ mostDelayMs, settlesWithinMs }: DestinationSettings): number {
  return Math.max(mostDelayMs, LONGEST_MS) + settlesWithinMs + SLACK_MS;
}

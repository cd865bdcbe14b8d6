import { atEach, before, counted, type Check, type Looking } from './check.ts';

const MOST_AT_ONCE = 500;

/** Leases that nobody renews and that nobody has taken over. Healed as a relay would: the wait until the portal has settled is over. */
export function checkLeases(looking: Looking, everyMs: number): Check {
  const { ledger, clock } = looking;
  return {
    name: 'leases',
    everyMs,
    look: () =>
      atEach(looking, async (destination) => {
        // A relay takes them over at once; this one only looks where there is none.
        const waitMs = destination.settlesWithinMs + everyMs;
        const seen = await ledger.watch.orphanedLeases(destination.id, before(looking, waitMs));
        if (seen !== undefined) {
          await ledger.rescue({ destination: destination.id, waitMs, most: MOST_AT_ONCE });
          await ledger.watch.poke();
        }
        return counted(destination, seen, { mustAct: 'province', now: clock.now() });
      }),
  };
}

import { atEach, openBefore, counted, ownerOf, type Check, type Looking } from './check.ts';

/** Lanes of which nobody knows for too long whether something arrived: the portal does not let itself be asked. */
export function checkDoubts(looking: Looking, { everyMs, afterMs }: { everyMs: number; afterMs: number }): Check {
  const { ledger, clock } = looking;
  return {
    name: 'doubts',
    everyMs,
    look: () =>
      atEach(looking, async (destination) => {
        const seen = await ledger.watch.doubtful(destination.id, openBefore(looking, afterMs, destination));
        return counted(destination, seen, { mustAct: ownerOf(destination), now: clock.now() });
      }),
  };
}

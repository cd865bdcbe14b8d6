import { atEach, openBefore, counted, type Check, type Looking } from './check.ts';

/** Lanes that are due while nobody calls their destination: no relay runs, or none knows it. Everybody is called once more. */
export function checkUnclaimed(looking: Looking, { everyMs, afterMs }: { everyMs: number; afterMs: number }): Check {
  const { ledger, clock } = looking;
  return {
    name: 'unclaimed',
    everyMs,
    look: () =>
      atEach(looking, async (destination) => {
        const seen = await ledger.watch.unclaimed(destination.id, openBefore(looking, afterMs, destination));
        if (seen !== undefined) await ledger.watch.poke();
        return counted(destination, seen, { mustAct: 'province', now: clock.now() });
      }),
  };
}

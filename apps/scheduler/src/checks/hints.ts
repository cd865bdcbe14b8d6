import { atEach, openBefore, counted, type Check, type Looking } from './check.ts';

/** Lanes that were hinted and that nobody has claimed: the hint was lost on its road. Healed by forgetting it and calling everybody. */
export function checkHints(looking: Looking, { everyMs, afterMs }: { everyMs: number; afterMs: number }): Check {
  const { ledger, clock } = looking;
  return {
    name: 'hints',
    everyMs,
    look: () =>
      atEach(looking, async (destination) => {
        const since = openBefore(looking, afterMs, destination);
        const seen = await ledger.watch.lostHints(destination.id, since);
        if (seen !== undefined) await ledger.watch.pokeHinted(destination.id, since);
        return counted(destination, seen, { mustAct: 'province', now: clock.now() });
      }),
  };
}

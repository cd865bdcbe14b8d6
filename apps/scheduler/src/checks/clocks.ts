import type { Check, Finding, Looking } from './check.ts';

const MOST_SKEW_MS = 5_000;

/**
 * Clocks that do not agree: the one that everybody goes by, this process's idea of it, that of the database's machine and that of this
 * one. `wallClock`: the time of this machine, in milliseconds since 1970.
 */
export function checkClocks(
  { ledger, clock }: Looking,
  { everyMs, wallClock }: { everyMs: number; wallClock: () => number },
): Check {
  return {
    name: 'clocks',
    everyMs,
    look: async () => {
      const { real, told } = await ledger.watch.clocks();
      const skews = {
        database: told.getTime() - real.getTime(),
        machine: wallClock() - real.getTime(),
        process: clock.now().getTime() - told.getTime(),
      };
      const findings = Object.entries(skews).flatMap(([subject, ms]): Finding[] => {
        if (Math.abs(ms) < MOST_SKEW_MS) return [];
        return [{ subject, mustAct: 'province', count: 1, sample: `${subject} skewSeconds=${String(Math.round(ms / 1_000))}` }];
      });
      return { findings };
    },
  };
}

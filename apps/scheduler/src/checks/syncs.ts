import type { Check, Finding, Looking } from './check.ts';

/** A night and a day: whatever delays a sync for a while, the next one is due by then. */
const STANDS_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Syncs of the catalogue that do not come to their end: the portal keeps sending us away, is held, or no relay reads. */
export function checkSyncs({ ledger, clock }: Looking, everyMs: number): Check {
  return {
    name: 'syncs',
    everyMs,
    look: async () => {
      const now = clock.now();
      const standing = await ledger.syncs.standing(new Date(now.getTime() - STANDS_MS));
      return {
        findings: standing.map(({ destination, state, since }): Finding => {
          const hours = Math.floor((now.getTime() - since.getTime()) / HOUR_MS);
          const sample = `${destination} state=${state} hours=${String(hours)}`;
          return { subject: destination, destination, mustAct: 'province', count: 1, sample };
        }),
      };
    },
  };
}

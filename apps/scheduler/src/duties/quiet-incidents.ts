import { before, type Looking } from '../checks/check.ts';
import type { Duty } from './duty.ts';

const QUIET_AFTER_MS = 86_400_000;

/** Clears what came of answers that nobody knew and that have not come for a day. */
export function clearQuietIncidents(looking: Looking, everyMs: number): Duty {
  const { ledger, clock } = looking;
  return {
    name: 'quiet-incidents',
    everyMs,
    run: async () => {
      await ledger.incidents.clearQuiet('unexplained', { since: before(looking, QUIET_AFTER_MS), now: clock.now() });
      return undefined;
    },
  };
}

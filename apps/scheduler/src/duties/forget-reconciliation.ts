import { LEFT_BEHIND } from '#ledger';
import { counter } from '#runtime';
import { before, type Looking } from '../checks/check.ts';
import type { Duty } from './duty.ts';

/** For how long reconciliation is remembered. */
export interface ReconcileKept {
  /** Manifests that came, and counts that no manifest has asked for since. */
  readonly manifestsMs: number;
  /** Runs, differences and requests to send again that are over. */
  readonly historyMs: number;
}

const EVERY_MS = 3_600_000;
const MOST_TURNS = 200;

const forgotten = counter('gateway_reconcile_forgotten_total', 'Rows of reconciliation that were kept long enough', [
  'kind',
] as const);

/** Forgets what came of reconciliation and was kept long enough, a part at a time, so that its tables do not grow for ever. */
export function forgetReconciliation(looking: Looking, kept: ReconcileKept): Duty {
  return {
    name: 'forget-reconciliation',
    everyMs: EVERY_MS,
    run: async (_, stopping) => {
      const order = { manifestsBefore: before(looking, kept.manifestsMs), historyBefore: before(looking, kept.historyMs) };
      for (const kind of LEFT_BEHIND)
        for (let turn = 0; turn < MOST_TURNS && !stopping.aborted; turn += 1) {
          const { count, hasMore } = await looking.ledger.reconciliation.forget(kind, order);
          forgotten.inc({ kind }, count);
          if (!hasMore) break;
        }
      return undefined;
    },
  };
}

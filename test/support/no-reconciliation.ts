import type { ReconcilePolicy } from '../../apps/relay/src/reconcile/reconciler.ts';

/** Nothing is compared by itself: a test that counts what is asked for must not meet the turn of an hour. */
export const NO_RECONCILIATION: ReconcilePolicy = {
  ...{ everyMinutes: 0, nightlyHour: -1, lanesPerRun: 1 },
  caps: { perRun: 0, perSide: 0, perHour: 0, tries: 1 },
};

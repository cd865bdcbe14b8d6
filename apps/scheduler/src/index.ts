/**
 * Timed duties: self-checks that find what nobody has noticed, and alerts that tell of incidents. Each duty is done by whoever holds its
 * row in the ledger, so that any number of schedulers may run beside each other. Nothing of a dossier is read here, and nothing delivered.
 */
export { startScheduler, type RunningScheduler, type SchedulerOptions } from './start.ts';

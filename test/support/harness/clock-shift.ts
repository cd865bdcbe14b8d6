import type { Cluster } from './cluster.ts';
import { readLedger } from './ledger-eye.ts';

/**
 * Lets time pass for all processes of a cluster at once: they follow the database's clock, and are told that it was shifted. Time-outs
 * and deadlines run on as before; whatever is due or runs out by then does so at once.
 */
export async function passTime(cluster: Pick<Cluster, 'options'>, ms: number): Promise<void> {
  await readLedger(cluster, 'UPDATE clock_shift SET shift = shift + make_interval(secs => $1)', [ms / 1_000]);
  await readLedger(cluster, 'NOTIFY clock_shifted');
}

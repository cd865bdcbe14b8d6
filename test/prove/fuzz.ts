import { fuzzDoors } from '../support/fuzz/fuzz-doors.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const DOORS = ['native', 'national', 'wrapper'];

/** Requests after the reference and after the dialect's grammar, most nearly right, some broken: no 5xx, nothing half-written, nothing personal shown. */
export async function proveFuzz({ requests, seed, say }: ProofOptions & { requests: number }): Promise<Result> {
  return onCluster({ communes: 3, lookup: 'steps', relays: 1 }, async (cluster) => {
    const fuzzed = await fuzzDoors(cluster, { requests, seed, say });
    const { faults, halves, leaks, kept } = fuzzed;
    const isTried = DOORS.every((door) => (kept[door] ?? 0) > requests / 200);
    const target =
      'no answer of 500 or above, nothing half-written, nothing personal in a log or in /metrics; something kept through every door';
    return { figures: { requests, ...fuzzed }, target, met: isTried && faults.length + halves.length + leaks.length === 0 };
  });
}

import { peakOf } from '../bench/usage.ts';
import { Agreement } from '../support/reconcile/fill-in-agreement.ts';
import { Rehearsal } from '../support/reconcile/rehearse-reconcile.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const MOST_MS = 180_000;
const MOST_MIB = 400;
const CHANGED = 50;
const TARGET =
  'counts, digests and lists of all communes and of the province over that many dossiers in agreement: nothing differs, below ' +
  `${String(MOST_MS / 1_000)} s and ${String(MOST_MIB)} MiB; after that only the buckets are counted in which something changed`;

/** Compares many dossiers that agree. */
export function proveReconcileSize({ dossiers, seed, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  const cluster = { communes: 100, lookup: 'steps', portals: ['national', 'province'] } as const;
  return onCluster({ ...cluster, environment: { MANIFEST_SETTLES_WITHIN_MS: '0' } }, async (running) => {
    const rehearsal = await Rehearsal.open(running, { dossiers: 1, seed, each: 0, withinMs: 600_000 });
    try {
      const agreement = new Agreement(rehearsal);
      await agreement.fill(dossiers);
      say('filled');
      const all = await agreement.tellAll();
      const again = await agreement.tellDigests();
      await agreement.change(CHANGED);
      const changed = await agreement.tellDigests();
      const peakMiB = Math.round(Math.max(...running.doors.map(({ pid }) => peakOf(pid ?? 0))));
      const open = (await rehearsal.open()).length;
      // Each bucket belongs to a commune and stands once more for the province.
      const isLean = again.counted === 0 && changed.counted === 2 * CHANGED;
      const met = all.ms < MOST_MS && all.differing + open === 0 && peakMiB < MOST_MIB && isLean;
      return { figures: { dossiers, all, again, changed, peakMiB, open }, target: TARGET, met };
    } finally {
      await rehearsal.close();
    }
  });
}

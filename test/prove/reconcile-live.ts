import { rehearseLive } from '../support/reconcile/rehearse-live.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const PLANTED = 20;
const TARGET = `while that many dossiers change, exactly the ${String(PLANTED)} real differences among them are found in all tiers, and nothing that is on its way`;

/** Compares while dossiers change. */
export function proveReconcileLive({ dossiers, seed }: ProofOptions & { dossiers: number }): Promise<Result> {
  const cluster = { communes: 10, lookup: 'steps', portals: ['national', 'province'], concurrency: 16 } as const;
  return onCluster({ ...cluster, environment: { MANIFEST_SETTLES_WITHIN_MS: '2000' } }, async (running) => {
    const outcome = await rehearseLive(running, { dossiers: dossiers + PLANTED, planted: PLANTED, seed, withinMs: 600_000 });
    const { missed, invented, ...figures } = outcome;
    return {
      figures: { ...figures, missed: missed.length, invented: invented.length, examples: [...missed, ...invented].slice(0, 10) },
      target: TARGET,
      met: missed.length + invented.length === 0,
    };
  });
}

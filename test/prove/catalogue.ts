import { rehearseCatalogue } from '../support/harness/rehearse-catalogue.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const PER_SECOND = 40;

/** A first sync under kills, and a week of changes: each day's diff exact, politely, and what was held released in order. */
export function proveCatalogue({ seed, say, requests }: ProofOptions & { requests: number }): Promise<Result> {
  const catalogue = { callsPerSecond: PER_SECOND, lists: ['LayDanhMucDanToc'], crossChecked: true };
  const options = { communes: 1, lookup: 'steps', relays: 2, partnerApis: 1, schedulers: 1, concurrency: 1 } as const;
  return onCluster({ ...options, catalogue, procedures: requests }, async (cluster) => {
    const seen = await rehearseCatalogue(cluster, { seed, killEveryMs: [1_000, 5_000], say });
    return {
      figures: { procedures: requests, callsPerSecond: PER_SECOND, ...seen },
      target:
        'each day exact; no second with more calls than allowed (one more at a kill); at most one call asked again per kill',
      met: seen.wrong.length === 0 && seen.kills >= 5 && seen.mostPerSecond <= PER_SECOND + 1,
    };
  });
}

import { rehearseFeeds } from '../support/harness/rehearse-feeds.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

/** The status feed under writers that overtake each other: everything once, in order, to whom it belongs. `dossiers`: changes of status. */
export function proveFeeds({ dossiers: changes, seed, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  const options = { communes: 4, lookup: 'steps', relays: 0, partnerApis: 3 } as const;
  return onCluster(options, async (cluster) => {
    say(`eight writers and four readers, ${String(changes)} changes`);
    const { wrong, ...figures } = await rehearseFeeds(cluster, { changes, holds: 20, seed });
    return {
      figures: { ...figures, wrong: wrong.slice(0, 10) },
      target: 'every change once per walk and in the order of its dossier, also when the scope grows; nothing of another commune',
      met: wrong.length === 0 && figures.changes >= changes && figures.heldOpen > 0 && figures.backfilled > 0,
    };
  });
}

import { rehearseReplay, type ReplayOutcome } from '../support/harness/rehearse-replay.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const MOST_MIB = 400;
const TARGET =
  'of the dossiers of which a portal forgot three quarters, and the steps of the rest, exactly what the dry run told reaches it, in order; ' +
  'nothing in the dry run, nothing while cancelled, no step twice although every relay is killed in the middle; a relay stays below ' +
  `${String(MOST_MIB)} MiB`;

/** Loses dossiers and steps at the portal, and replays them: cancelled, resumed, crashed, resumed. */
export function proveReplay({ dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return onCluster({ communes: 1, lookup: 'steps', relays: 2, concurrency: 32, dossiersPerCall: 20 }, async (cluster) => {
    const outcome = await rehearseReplay(cluster, { dossiers, live: 50, withinMs: 1_800_000, say });
    const { otherwise, ...figures } = outcome;
    return {
      figures: { dossiers, ...figures, otherwise: otherwise.length, examples: otherwise.slice(0, 10) },
      target: TARGET,
      met: isRight(outcome, dossiers),
    };
  });
}

function isRight(
  { otherwise, wrongSteps, toldInDryRun, toldWhileCancelled, unrested, ...figures }: ReplayOutcome,
  dossiers: number,
): boolean {
  const { counts, deliveredAtCancel, deliveredAtKill, relayPeakMiB } = figures;
  const nothingWrong = otherwise.length + wrongSteps + toldInDryRun + toldWhileCancelled + unrested === 0;
  const inTheMiddle = deliveredAtCancel < dossiers && deliveredAtKill < dossiers;
  return nothingWrong && inTheMiddle && counts.delivered === dossiers && relayPeakMiB < MOST_MIB;
}

import { rehearseReconcile } from '../support/reconcile/rehearse-reconcile.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const SEEDS = 20;
const EACH = 3;
const TARGET =
  `${String(SEEDS)} seeds: every planted difference of every kind that can be seen is found and named by tier and field, nothing else is, before and after; ` +
  'what is safe is mended, the rest is a task, and the second round finds nothing else';

/** Plants differences of every kind in every tier at random places, seed by seed, each on a ledger of its own. */
export async function proveReconcile({
  dossiers,
  seed,
  say,
  seeds = SEEDS,
}: ProofOptions & { dossiers: number; seeds?: number }): Promise<Result> {
  const sums = { planted: 0, found: 0, missed: 0, invented: 0, falseAlarms: 0, leftOver: 0, tasks: 0 };
  const examples: string[] = [];
  for (let at = 0; at < seeds; at += 1) {
    const cluster = {
      communes: 10,
      lookup: 'steps',
      portals: ['national', 'province'],
      concurrency: 32,
      dossiersPerCall: 20,
    } as const;
    const environment = { MANIFEST_SETTLES_WITHIN_MS: '1000' };
    const { figures } = await onCluster({ ...cluster, environment }, async (running) => {
      const options = { dossiers, seed: seed + at, each: EACH, withinMs: 600_000, say };
      const { missed, invented, leftOver, falseAlarms, ...rest } = await rehearseReconcile(running, options);
      examples.push(...[...missed, ...invented, ...leftOver, ...falseAlarms].slice(0, 5));
      return {
        figures: {
          ...rest,
          falseAlarms: falseAlarms.length,
          missed: missed.length,
          invented: invented.length,
          leftOver: leftOver.length,
        },
        target: '',
        met: true,
      };
    });
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += Number(figures[name]);
    say(`seed ${String(seed + at)}: ${JSON.stringify({ ...figures, examples: examples.slice(-5) })}`);
  }
  const isRight = sums.missed + sums.invented + sums.falseAlarms + sums.leftOver === 0 && sums.found === sums.planted;
  return { figures: { seeds, dossiers, ...sums, examples }, target: TARGET, met: isRight };
}

import type { Cluster } from '../harness/cluster.ts';
import type { Difference } from './difference.ts';
import { Rehearsal } from './rehearse-reconcile.ts';
import type { Local } from './town.ts';

/** What came of comparing while dossiers go on changing. */
export interface LiveOutcome {
  readonly changed: number;
  readonly planted: number;
  readonly missed: readonly Difference[];
  readonly invented: readonly Difference[];
}

/** Compares all tiers again and again while dossiers change, with real differences among them that stay. */
export async function rehearseLive(
  cluster: Cluster,
  options: { dossiers: number; planted: number; seed: number; withinMs: number },
): Promise<LiveOutcome> {
  const rehearsal = await Rehearsal.open(cluster, { ...options, each: 0 });
  try {
    const { town } = rehearsal;
    await town.send(town.dossiers);
    await rehearsal.settled();
    const still = town.dossiers.slice(0, options.planted);
    const [there, gone, lost] = [0, 1, 2].map((turn) => still.filter((_, at) => at % 3 === turn)) as [Local[], Local[], Local[]];
    await cluster.at('national').forget(gone.map(({ code }) => code));
    await cluster.at('province').forget(lost.map(({ code }) => code));
    const named = (tier: string, locals: readonly Local[]): Difference[] =>
      locals.map(({ code }): Difference => `${tier}|missing-there|dossier|${code}`);
    const planted = [...named('commune', there), ...named('national', gone), ...named('province', lost)];
    const moving = town.dossiers.slice(options.planted);
    const changing = changeAll(rehearsal, moving);
    await rehearsal.compare({ without: there.map(({ code }) => code) });
    await changing;
    const found = await rehearsal.everFound();
    return {
      ...{ changed: moving.length, planted: planted.length },
      missed: planted.filter((one) => !found.includes(one)),
      invented: found.filter((one) => !planted.includes(one)),
    };
  } finally {
    await rehearsal.close();
  }
}

const AT_ONCE = 20;

/** One more step for each, noted by its commune before it is sent. */
async function changeAll({ town }: Rehearsal, moving: readonly Local[]): Promise<void> {
  for (let from = 0; from < moving.length; from += AT_ONCE) {
    const part = moving.slice(from, from + AT_ONCE);
    for (const local of part) {
      const step = {
        dossierCode: local.code,
        status: 9,
        occurredAt: `${local.day}T17:30:00+07:00`,
        officer: 'Lê Thị B',
        content: 'Xong',
      };
      local.steps = [...local.steps, step];
      local.changedAt = Date.now();
    }
    await town.sendSteps(part);
  }
}

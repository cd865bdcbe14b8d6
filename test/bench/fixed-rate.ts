import { alternate, named, ratios, type Pair } from './alternate.ts';
import type { Bench } from './bench.ts';
import { measure } from './measure.ts';
import { dossiers, onStage } from './stage.ts';
import { flow, printTable } from './tables.ts';
import { atMost, type Target } from './targets.ts';

/** One record per dossier, sent at a fixed rate whatever the answers do. */
export async function fixedRate(
  { ground, sides, windowDossiers: count, windows }: Bench,
  perSecond: number,
): Promise<{ perSecond: number; pairs: Pair[]; targets: Target[] }> {
  const pairs = await alternate(windows, sides, (side, window) =>
    onStage({ ground, side, label: `rate_${String(window)}`, portalBatch: 1 }, async (stage) => {
      const requests = dossiers(stage.side, stage.firstNumber, count);
      return measure(stage, { dossiers: count, items: count }, () => stage.sender.offer(requests, perSecond));
    }),
  );
  printTable(
    `${String(count)} dossiers at ${perSecond.toFixed(0)}/s`,
    named(pairs).map(({ turn, side, figures }) => ({ window: String(turn), side, ...flow(figures) })),
  );
  const name = `p99 at ${perSecond.toFixed(0)}/s, gateway ÷ floor`;
  const targets =
    sides.length < 2
      ? []
      : [
          atMost(
            2,
            name,
            ratios(pairs, ({ p99 }) => p99),
          ),
        ];
  return { perSecond, pairs, targets };
}

import { alternate, named, ratios, type Pair } from './alternate.ts';
import type { Bench } from './bench.ts';
import { measure } from './measure.ts';
import { dossiers, onStage } from './stage.ts';
import { flow, ownCpu, printTable, usage } from './tables.ts';
import { atLeast, atMost, type Target } from './targets.ts';

/** One record per dossier, 32 connections that send as fast as they are answered. */
export async function firstTable({ ground, sides, dossiers: count, runs }: Bench): Promise<{ pairs: Pair[]; targets: Target[] }> {
  const pairs = await alternate(runs, sides, (side, run) =>
    onStage({ ground, side, label: `first_${String(run)}`, portalBatch: 1 }, async (stage) => {
      const scripts = dossiers(stage.side, stage.firstNumber, count).map((request) => [request]);
      return measure(stage, { dossiers: count, items: count }, () => stage.sender.sendAll(scripts));
    }),
  );
  const lines = named(pairs).map(({ turn, side, figures }) => [{ run: String(turn), side }, figures] as const);
  printTable(
    `${String(count)} dossiers over 32 connections`,
    lines.map(([name, figures]) => ({ ...name, ...flow(figures) })),
  );
  printTable(
    'CPU per 1,000 dossiers · peak memory · reads + writes per dossier',
    lines.map(([name, figures]) => ({ ...name, ...usage(figures) })),
  );
  const cpu = ratios(pairs, ownCpu);
  if (cpu.length > 0) console.log(`CPU per dossier, gateway ÷ floor: ${cpu.map((ratio) => ratio.toFixed(2)).join(' ')}`);
  return { pairs, targets: sides.length < 2 ? [] : targets(pairs) };
}

function targets(pairs: readonly Pair[]): Target[] {
  return [
    atLeast(
      1.5,
      'delivered/s, gateway ÷ floor',
      ratios(pairs, ({ deliveredPerSecond }) => deliveredPerSecond),
    ),
    atMost(
      1,
      'p99 at 32 connections, gateway ÷ floor',
      ratios(pairs, ({ p99 }) => p99),
    ),
  ];
}

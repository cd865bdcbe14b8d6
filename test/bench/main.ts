// Measures the gateway against the least that does the same work, side by side on this machine. docs/performance.md says how to
// read it.
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { ratios, named, type Pair } from './alternate.ts';
import { isFull, readOptions, type Bench, type BenchOptions } from './bench.ts';
import { firstTable } from './first-table.ts';
import { fixedRate } from './fixed-rate.ts';
import { openGround } from './ground.ts';
import { stepsTable } from './steps-table.ts';
import { median, ownCpu } from './tables.ts';
import { printTarget, type Target } from './targets.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const options = readOptions();
const ground = await openGround(options.profiles);
try {
  console.log(
    Object.entries(ground.settings)
      .map(([name, setting]) => `${name}=${setting}`)
      .join(' '),
  );
  conclude(await run({ ...options, ground }));
} finally {
  await ground.close();
}
process.exit();

interface Results {
  readonly first: readonly Pair[];
  readonly rate: readonly Pair[];
  readonly offeredPerSecond: number | undefined;
  readonly steps: Awaited<ReturnType<typeof stepsTable>>;
  readonly portals: Awaited<ReturnType<typeof stepsTable>>;
  readonly targets: readonly Target[];
}

async function run(bench: Bench): Promise<Results> {
  const { parts } = bench;
  const first = parts.includes('first') ? await firstTable(bench) : undefined;
  const rate = parts.includes('rate') ? await fixedRate(bench, (await floorThroughput(bench, first?.pairs)) / 2) : undefined;
  const steps = parts.includes('steps') ? await stepsTable(bench) : [];
  const portals = parts.includes('portals') ? await stepsTable(bench, ['national', 'province']) : [];
  return {
    ...{ first: first?.pairs ?? [], rate: rate?.pairs ?? [], offeredPerSecond: rate?.perSecond, steps, portals },
    targets: [...(first?.targets ?? []), ...(rate?.targets ?? [])],
  };
}

/** Dossiers per second: the floor's, or where the gateway is alone its own. What was not measured yet is measured now. */
async function floorThroughput(bench: Bench, measured: readonly Pair[] | undefined): Promise<number> {
  const [side = 'gateway'] = bench.sides;
  const pairs = measured ?? (await firstTable({ ...bench, sides: [side], runs: 1 })).pairs;
  return median(named(pairs).flatMap((one) => (one.side === side ? [one.figures.deliveredPerSecond] : [])));
}

function conclude({ first, rate, offeredPerSecond, steps, portals, targets }: Results): void {
  console.log('');
  targets.forEach(printTarget);
  const full = isFull(options);
  if (!full) console.log('fewer dossiers, runs or windows than a judgement needs: a trial');
  const all = [...named(first), ...named(rate), ...steps, ...portals];
  const astray = all.reduce((sum, { figures }) => sum + figures.astray, 0);
  console.log(`astray: ${astray}`);
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, memoryGiB: totalmem() / 2 ** 30, node: process.version };
  const result = {
    ...{ machine: { ...machine, kernel: release() }, settings: ground.settings, options: describe(options), full, astray },
    ...{ targets, cpuRatios: ratios(first, ownCpu), first, rate: { offeredPerSecond, windows: rate }, steps, portals },
  };
  writeFileSync('bench.json', `${JSON.stringify(result, undefined, 2)}\n`);
  process.exitCode = astray === 0 ? 0 : 1;
}

function describe({ profiles, ...asked }: BenchOptions): Record<string, unknown> {
  return { ...asked, profiled: profiles !== undefined };
}

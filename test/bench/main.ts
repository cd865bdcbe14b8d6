import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgresServer } from '../support/postgres-server.ts';
import { startPortal, type Portal } from './portal.ts';
import { freePort } from './processes.ts';
import { median, printRun } from './print-run.ts';
import { runSide, type Figures, type SideName } from './run-side.ts';

const TARGET = 0.5;
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

const { values } = parseArgs({
  options: {
    dossiers: { type: 'string', default: '3000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
// A profile of the processes goes into that folder; the figures of such a run are not to be compared.
const nodeOptions = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(values.profile)}`];

const folder = mkdtempSync(path.join(tmpdir(), 'one-stop-bench-'));
const server = await startPostgresServer({ durable: true });
const figures: Figures[] = [];
try {
  const settings = await assertDurable(server.url);
  const portal = await startPortal(folder, await freePort());
  for (let run = 1; run <= Number(values.runs); run += 1) figures.push(...(await alternate(portal, run)));
  conclude(settings);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

/** Both sides, each run the other one first. */
async function alternate(portal: Portal, run: number): Promise<Figures[]> {
  const sides: SideName[] = run % 2 === 1 ? ['floor', 'gateway'] : ['gateway', 'floor'];
  const results: Figures[] = [];
  for (const side of sides.filter((name) => values.only === undefined || name === values.only)) {
    const order = { side, server: server.url, portal, folder, dossiers: Number(values.dossiers), run, nodeOptions };
    results.push(await runSide(order));
  }
  printRun(run, results);
  return results;
}

/** What a commit is worth is the same for both sides: it is on the disk. */
async function assertDurable(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY($1)',
    [[...DURABLE]],
  );
  await client.end();
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  console.log(DURABLE.map((name) => `${name}=${String(settings[name])}`).join(' '));
  if (DURABLE.some((name) => settings[name] !== 'on')) throw new Error('commits are not durable on this server');
  return settings;
}

function conclude(settings: Readonly<Record<string, string>>): void {
  const of = (side: SideName): number[] => figures.filter((one) => one.side === side).map((one) => one.deliveredPerSecond);
  if (values.only !== undefined) return;
  const [floor, gateway] = [of('floor'), of('gateway')];
  const ratios = gateway.map((delivered, index) => delivered / (floor[index] ?? NaN));
  const ratio = median(ratios);
  const met = ratio >= TARGET;
  const lost = figures.reduce((sum, one) => sum + one.lost, 0);
  console.log(`gateway ÷ floor, delivered/s: ${ratios.map((one) => one.toFixed(2)).join(' ')}, median ${ratio.toFixed(2)}`);
  console.log(`target ≥ ${TARGET}: ${met ? 'met' : 'missed'}; lost: ${lost}`);
  // Says the same on a machine that does other things beside.
  const [floorCpu, gatewayCpu] = (['floor', 'gateway'] as const).map((side) => median(cpuOf(side)));
  const cpuRatio = (floorCpu ?? NaN) / (gatewayCpu ?? NaN);
  console.log(`CPU per dossier, floor ÷ gateway, without the portal: ${cpuRatio.toFixed(2)}`);
  const options = { dossiers: Number(values.dossiers), runs: Number(values.runs), portalBatch: 1, settings };
  writeFileSync(
    'bench.json',
    `${JSON.stringify({ ...options, target: TARGET, ratio, cpuRatio, met, lost, ratios, figures }, undefined, 2)}\n`,
  );
  process.exitCode = lost === 0 ? 0 : 1;
}

/** CPU seconds per 1,000 dossiers of all that a side is made of, PostgreSQL included, per run. */
function cpuOf(side: SideName): number[] {
  const own = figures.filter((one) => one.side === side);
  return own.map(({ cpu }) => (cpu['accept'] ?? NaN) + (cpu['deliver'] ?? NaN) + (cpu['postgres'] ?? NaN));
}

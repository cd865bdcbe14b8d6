import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { command, databaseUrl } from '../support/databases.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { startRabbitServer, type RabbitServer } from '../support/rabbit-server.ts';
import { DOWNTIMES, isWhole, runCell, type CellResult } from './cell.ts';

type Lookup = 'steps' | 'none';
type Broker = 'up' | 'down';

interface Cell extends CellResult {
  readonly lookup: Lookup;
  readonly broker: Broker;
  readonly downtime: string;
  readonly isReal: boolean;
}

const LOOKUPS: readonly Lookup[] = ['steps', 'none'];
const BROKERS: readonly Broker[] = ['up', 'down'];
const EVERY_STATUS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const OUTPUT = 'downtime-matrix.json';
const USAGE = `npm run downtime-matrix -- [--down 10s,60s,300s,4h,3d] [--broker up|down] [--lookup steps|none] [--dossiers 200] [--seed 1]`;

const { values } = parseArgs({
  options: {
    ...{ down: { type: 'string' }, broker: { type: 'string' }, lookup: { type: 'string' } },
    ...{ dossiers: { type: 'string' }, seed: { type: 'string' } },
  } as const,
});
const dossiers = Number(values.dossiers ?? 200);
const seed = Number(values.seed ?? 1);
const downtimes = chosen(DOWNTIMES, ({ name }) => name, values.down);
const lookups = chosen(LOOKUPS, (name) => name, values.lookup);
const brokers = chosen(BROKERS, (name) => name, values.broker);
if (!(dossiers > 0) || !Number.isSafeInteger(seed) || [downtimes, lookups, brokers].some(({ length }) => length === 0)) {
  console.error(USAGE);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const cells: Cell[] = [];
for (const lookup of lookups) await runRows(lookup);
console.log(`\n${table(cells).join('\n')}`);
process.exitCode = cells.every(isWhole) ? 0 : 1;
process.exit();

/** All cells of a portal that shows so much: with the broker first, then without it. */
async function runRows(lookup: Lookup): Promise<void> {
  const [server, broker] = await Promise.all([startPostgresServer({ durable: true }), startRabbitServer()]);
  await command(server.url, 'CREATE DATABASE matrix');
  const resend = lookup === 'none' ? { resend: EVERY_STATUS } : {};
  const cluster = await Cluster.start({
    ...{ databaseUrl: databaseUrl(server.url, 'matrix'), amqpUrl: broker.url, communes: 10, lookup, ...resend },
    ...{ relays: 2, partnerApis: 1 },
  });
  try {
    for (const standing of brokers) await runRow({ cluster, broker, lookup, standing });
  } finally {
    await cluster.stop();
    await Promise.all([server.stop(), broker.stop()]);
  }
}

interface Row {
  readonly cluster: Cluster;
  readonly broker: RabbitServer;
  readonly lookup: Lookup;
  readonly standing: Broker;
}

async function runRow({ cluster, broker, lookup, standing }: Row): Promise<void> {
  if (standing === 'down') {
    await broker.settle();
    await broker.halt();
  }
  for (const downtime of downtimes) {
    const first = cells.length * 2 * dossiers;
    const result = await runCell({ cluster, downtime, dossiers, first, seed });
    const cell = { lookup, broker: standing, downtime: downtime.name, isReal: downtime.isReal, ...result };
    cells.push(cell);
    console.log(line(cell));
    writeFileSync(OUTPUT, `${JSON.stringify({ seed, cells }, undefined, 2)}\n`);
  }
}

function chosen<T>(all: readonly T[], nameOf: (one: T) => string, asked: string | undefined): readonly T[] {
  if (asked === undefined) return all;
  const names = asked.split(',');
  return names.every((name) => all.some((one) => nameOf(one) === name)) ? all.filter((one) => names.includes(nameOf(one))) : [];
}

function table(all: readonly Cell[]): string[] {
  const head = ['look-up', 'broker', 'down', 'clock', 'lost', 'doubled', 'wrong', 'flagged', 'steady/s', 'catch-up/s', 'ratio'];
  return [columns(head), ...all.map(line)];
}

function line(cell: Cell): string {
  const { lookup, broker, downtime, isReal, lost, doubledUnflagged, otherwiseWrong, flagged } = cell;
  const rates = [cell.steadyRate.toFixed(1), cell.catchUpRate.toFixed(1), cell.ratio.toFixed(2)];
  const counts = [lost, doubledUnflagged, otherwiseWrong, flagged].map(String);
  return columns([lookup, broker, downtime, isReal ? 'real' : 'shifted', ...counts, ...rates]);
}

function columns(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(11)).join('');
}

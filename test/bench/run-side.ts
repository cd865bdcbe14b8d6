import pg from 'pg';
import { command, databaseUrl } from '../support/databases.ts';
import { send } from './load.ts';
import type { Portal } from './portal.ts';
import { API_KEY, startFloor, startGateway, type Side } from './sides.ts';
import { cpuOfTree, parentOf, usageOf, type Usage } from './usage.ts';

export type SideName = 'floor' | 'gateway';

/** What a side came to in one run. CPU in seconds per 1,000 dossiers, memory in MiB, times in milliseconds. */
export interface Figures {
  readonly side: SideName;
  readonly deliveredPerSecond: number;
  readonly acceptedPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: Readonly<Record<string, number>>;
  readonly rss: Readonly<Record<string, number>>;
  readonly commits: number;
  readonly calls: number;
  /** Requests that were not accepted, and dossiers that did not arrive. */
  readonly lost: number;
}

/** One side in one run. */
export interface SideRun {
  readonly side: SideName;
  readonly server: string;
  readonly portal: Portal;
  readonly folder: string;
  readonly dossiers: number;
  readonly run: number;
  readonly nodeOptions: readonly string[];
}

const WARM_UP = 300;
const ARRIVAL_POLL_MS = 25;
const ARRIVAL_MOST_MS = 120_000;

/** Starts a side on a new database, warms it up, sends the dossiers and waits until the portal has them. */
export async function runSide(order: SideRun): Promise<Figures> {
  const { side, server, portal, folder, run, nodeOptions } = order;
  const database = `${side}_${String(run)}`;
  await command(server, `CREATE DATABASE ${database}`);
  const url = databaseUrl(server, database);
  await portal.reset();
  const start = side === 'floor' ? startFloor : startGateway;
  const started = await start({ databaseUrl: url, portalUrl: portal.url, folder, nodeOptions });
  const observer = new pg.Client({ connectionString: url });
  await observer.connect();
  try {
    return await measure(started, observer, order);
  } finally {
    await started.stop();
    await observer.end();
    await command(server, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

async function measure(started: Side, observer: pg.Client, { side, portal, dossiers }: SideRun): Promise<Figures> {
  const target = { url: started.url, path: started.path, apiKey: API_KEY };
  await send({ ...target, from: 1, count: WARM_UP });
  await arrived(portal, WARM_UP);
  const pids = { ...started.pids, portal: portal.pid };
  const database = await postmaster(observer);
  const before = { ...(await snapshot(pids, database, observer)), calls: portal.summary().calls };
  const load = await send({ ...target, from: WARM_UP + 1, count: dossiers });
  const held = await arrived(portal, WARM_UP + dossiers);
  const { lastAt, calls } = portal.summary();
  const after = await snapshot(pids, database, observer);
  const per = (amount: number): number => (amount * 1_000) / dossiers;
  const latencies = load.latencies.toSorted((a, b) => a - b);
  const cpu = Object.keys(pids).map((name) => [name, per((after.usage[name]?.cpu ?? 0) - (before.usage[name]?.cpu ?? 0))]);
  return {
    side,
    deliveredPerSecond: per(dossiers) * (dossiers / (lastAt - load.firstAt)),
    acceptedPerSecond: per(dossiers) * (dossiers / (load.lastAnswerAt - load.firstAt)),
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? NaN,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
    cpu: { ...(Object.fromEntries(cpu) as Record<string, number>), postgres: per(after.database - before.database) },
    rss: Object.fromEntries(Object.keys(started.pids).map((name) => [name, after.usage[name]?.rss ?? NaN])),
    commits: per(after.commits - before.commits),
    calls: per(calls - before.calls),
    lost: load.notAccepted + (WARM_UP + dossiers - held),
  };
}

/** Waits until the portal holds that many, as long as they keep coming; answers how many it holds. */
async function arrived(portal: Portal, count: number): Promise<number> {
  const deadline = performance.now() + ARRIVAL_MOST_MS;
  for (;;) {
    const held = await portal.count();
    if (held >= count || performance.now() > deadline) return held;
    await new Promise((resolve) => setTimeout(resolve, ARRIVAL_POLL_MS));
  }
}

interface Snapshot {
  readonly usage: Readonly<Record<string, Usage>>;
  readonly database: number;
  readonly commits: number;
}

async function snapshot(pids: Readonly<Record<string, number>>, database: number, observer: pg.Client): Promise<Snapshot> {
  const usage = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, usageOf(pid)]));
  const cpu = cpuOfTree(database);
  // Every connection reports what it did within a second of becoming idle.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const { rows } = await observer.query<{ commits: string }>(
    'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  );
  return { usage, database: cpu, commits: Number(rows[0]?.commits) };
}

/** The process that all of PostgreSQL's are children of. */
async function postmaster(observer: pg.Client): Promise<number> {
  const { rows } = await observer.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const parent = parentOf(rows[0]?.pid ?? 0);
  if (parent === undefined) throw new Error('PostgreSQL is not on this machine');
  return parent;
}

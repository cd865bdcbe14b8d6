import { readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import type { LoadResult } from './load.ts';
import type { Stage } from './stage.ts';
import { cpuOfTree, forgetPeak, parentOf, peakOf, peakOfChildren, transfersOf } from './usage.ts';

/** What a side came to under a load. CPU in seconds per 1,000 dossiers, memory in MiB, times in milliseconds. */
export interface Figures {
  readonly deliveredPerSecond: number;
  readonly acceptedPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: Readonly<Record<Part, number>>;
  /** The most that each process held; of PostgreSQL its largest. */
  readonly peaks: Readonly<Record<Part, number>>;
  /** System calls that read or write, per dossier, of the two processes of the side. */
  readonly transfers: Readonly<Record<'accept' | 'deliver', Transfers>>;
  /** Per 1,000 dossiers. */
  readonly commits: number;
  /** Per 1,000 dossiers. */
  readonly calls: number;
  /** Share of the lanes that hints of the broker led to; NaN for the floor, which has no lanes. */
  readonly ledByBroker: number;
  /** Requests that were not accepted, and items that did not arrive, or arrived twice. */
  readonly astray: number;
}

export interface Transfers {
  readonly reads: number;
  readonly writes: number;
}

export type Part = 'accept' | 'deliver' | 'postgres' | 'rabbitmq' | 'portal';

/** What is sent: so many dossiers, and with their steps so many items. */
export interface Amount {
  readonly dossiers: number;
  readonly items: number;
}

/** Every connection of PostgreSQL reports what it did within a second of becoming idle. */
const REPORTED_AFTER_MS = 1_200;

/** Has a load sent, waits until the portal has all of it, and says what that took. */
export async function measure(stage: Stage, amount: Amount, load: () => Promise<LoadResult>): Promise<Figures> {
  const { portal } = stage.ground;
  const roots = { ...stage.side.pids, portal: portal.pid, postgres: await postmaster(stage.observer), rabbitmq: erlang(stage) };
  forgetPeak(roots.rabbitmq);
  forgetPeak(roots.portal);
  const before = await snapshot(stage, roots);
  const result = await load();
  await portal.arrival(before.taken + amount.items);
  const after = await snapshot(stage, roots);
  const per = (used: number): number => (used * 1_000) / amount.dossiers;
  const transfers = (part: 'accept' | 'deliver'): Transfers => ({
    reads: per(after.transfers[part].reads - before.transfers[part].reads) / 1_000,
    writes: per(after.transfers[part].writes - before.transfers[part].writes) / 1_000,
  });
  const latencies = result.latencies.toSorted((a, b) => a - b);
  const [bus, other] = [after.claims.bus - before.claims.bus, after.claims.other - before.claims.other];
  return {
    deliveredPerSecond: (amount.items * 1_000) / (after.lastAt - result.firstAt),
    acceptedPerSecond: (result.latencies.length * 1_000) / (result.lastAnswerAt - result.firstAt),
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? NaN,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? NaN,
    cpu: each(roots, (_, part) => per(after.cpu[part] - before.cpu[part])),
    peaks: each(roots, (pid, part) => (part === 'postgres' ? peakOfChildren(pid) : peakOf(pid))),
    transfers: { accept: transfers('accept'), deliver: transfers('deliver') },
    commits: per(after.commits - before.commits),
    calls: per(after.calls - before.calls),
    ledByBroker: bus / (bus + other),
    astray: result.notAccepted + Math.abs(before.taken + amount.items - after.taken),
  };
}

interface Snapshot {
  readonly transfers: Readonly<Record<'accept' | 'deliver', Transfers>>;
  readonly cpu: Readonly<Record<Part, number>>;
  readonly claims: Readonly<Record<'bus' | 'other', number>>;
  readonly taken: number;
  readonly lastAt: number;
  readonly calls: number;
  readonly commits: number;
}

async function snapshot({ ground, side, observer }: Stage, roots: Readonly<Record<Part, number>>): Promise<Snapshot> {
  const cpu = each(roots, (pid) => cpuOfTree(pid));
  const transfers = { accept: transfersOf(roots.accept), deliver: transfersOf(roots.deliver) };
  await new Promise((resolve) => setTimeout(resolve, REPORTED_AFTER_MS));
  const { rows } = await observer.query<{ commits: string }>(
    'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  );
  const { portal } = ground;
  return {
    cpu,
    transfers,
    claims: await side.claims(),
    taken: portal.count(),
    ...portal.summary(),
    commits: Number(rows[0]?.commits),
  };
}

function each(roots: Readonly<Record<Part, number>>, read: (pid: number, part: Part) => number): Record<Part, number> {
  const entries = (Object.entries(roots) as [Part, number][]).map(([part, pid]) => [part, read(pid, part)]);
  return Object.fromEntries(entries) as Record<Part, number>;
}

/** The process that all of PostgreSQL's are children of. */
async function postmaster(observer: pg.Client): Promise<number> {
  const { rows } = await observer.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const parent = parentOf(rows[0]?.pid ?? 0);
  if (parent === undefined) throw new Error('PostgreSQL is not on this machine');
  return parent;
}

/** The Erlang machine that RabbitMQ is. */
function erlang({ ground }: Stage): number {
  return Number(readFileSync(path.join(ground.broker.home.folder, 'rabbitmq.pid'), 'utf8'));
}

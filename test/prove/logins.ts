import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { sleep } from '#runtime';
import { Pool } from 'undici';
import type { Cluster } from '../support/harness/cluster.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import type { StormCount, StormOrder } from './login-storm.ts';
import { onCluster, quantile, type ProofOptions, type Result } from './proof.ts';
import { send } from './pour.ts';

const CLIENTS = 20;
const LOGINS_PER_SECOND = 1_000;
const DOSSIERS_PER_SECOND = 100;
const WINDOWS = 5;
const MOST_RATIO = 1.5;
const TICK_MS = 2;

/** A thousand logins per second of twenty clients beside a steady stream of dossiers: nothing is written for them, and nobody waits longer. */
export async function proveLogins({ dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return onCluster({ communes: CLIENTS, lookup: 'steps', relays: 1 }, async (cluster) => {
    const storm = new Storm(cluster);
    let first = 0;
    const window = async (): Promise<readonly number[]> => {
      first += dossiers;
      return stream(cluster, { first: first - dossiers, count: dossiers });
    };
    await window();
    // By now the relay has its session at the portal.
    const written = await rowsOfClients(cluster);
    const ratios: number[] = [];
    for (let turn = 1; turn <= WINDOWS; turn += 1) {
      const before = quantile(await window(), 0.99);
      const during = quantile(await storm.during(window), 0.99);
      ratios.push(during / before);
      say(`window ${String(turn)}: p99 ${before.toFixed(1)} ms before, ${during.toFixed(1)} ms during`);
    }
    await storm.end();
    const rowsWritten = (await rowsOfClients(cluster)) - written;
    const median = quantile(ratios, 0.5);
    const figures = { ...storm.figures(), perWindow: dossiers, ratios, median, rowsWritten };
    const target = `${String(LOGINS_PER_SECOND)} logins/s all answered with a session, no row written for them, p99 of POST /v1/dossiers at most ${String(MOST_RATIO)} times that before`;
    return { figures, target, met: median <= MOST_RATIO && rowsWritten === 0 && storm.isWhole() };
  });
}

/** The storm in its thread. */
class Storm {
  private readonly worker: Worker;
  private count: StormCount = { sent: 0, sessions: 0, seconds: 0, waits: [], faults: [] };

  constructor({ doorUrls, communes }: Cluster) {
    const accounts = communes.map(({ username, password }) => ({ username, password }));
    const workerData: StormOrder = { url: doorUrls[0] ?? '', accounts, perSecond: LOGINS_PER_SECOND };
    this.worker = new Worker(new URL('./login-storm.js', import.meta.url), { workerData });
  }

  /** What the work comes to while the storm goes on. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.worker.postMessage('blow');
    try {
      return await work();
    } finally {
      this.worker.postMessage('calm');
      [this.count] = (await once(this.worker, 'message')) as [StormCount];
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  /** Whether every login was answered with a session, and about as many came as were meant to. */
  isWhole(): boolean {
    const { sent, sessions, seconds, faults } = this.count;
    return faults.length === 0 && sessions === sent && sent >= 0.9 * LOGINS_PER_SECOND * seconds;
  }

  figures(): Record<string, unknown> {
    const { sent, sessions, seconds, waits, faults } = this.count;
    return { logins: sent, sessions, loginsPerSecond: Math.round(sent / seconds), loginP99: quantile(waits, 0.99), faults };
  }
}

/** Dossiers at a fixed rate; how long each took from when it was due, in milliseconds. */
async function stream(cluster: Cluster, { first, count }: { first: number; count: number }): Promise<readonly number[]> {
  const pool = new Pool(cluster.doorUrls[0] ?? '', { pipelining: 1 });
  const begin = performance.now();
  const waits: number[] = [];
  const underWay: Promise<void>[] = [];
  for (let number = 0; number < count; number += 1) {
    const dueAt = begin + (number * 1_000) / DOSSIERS_PER_SECOND;
    while (performance.now() < dueAt) await sleep(TICK_MS);
    underWay.push(
      send(pool, cluster, { number: first + number }).then(() => {
        waits.push(performance.now() - dueAt);
      }),
    );
  }
  await Promise.all(underWay);
  await pool.close();
  return waits;
}

/** Rows in the tables that a login could write to. */
async function rowsOfClients(cluster: Cluster): Promise<number> {
  const tables = ['client', 'client_key', 'client_scope', 'partner_session', 'idempotency', 'audit'];
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
  const [row] = await readLedger<{ rows: number }>(cluster, `SELECT (${counts})::int AS rows`);
  return row?.rows ?? NaN;
}

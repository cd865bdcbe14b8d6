import { Pool } from 'undici';
import type { Cluster } from '../support/harness/cluster.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
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

/** Logins at a fixed rate, whatever the answers do. */
class Storm {
  private readonly pool: Pool;
  private sent = 0;
  private sessions = 0;
  private seconds = 0;
  private readonly waits: number[] = [];
  private readonly faults: string[] = [];

  constructor(private readonly cluster: Cluster) {
    this.pool = new Pool(cluster.doorUrls[0] ?? '', { connections: 64 });
  }

  /** What the work comes to while the storm goes on. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    let isOver = false;
    const blowing = this.blow(() => isOver);
    try {
      return await work();
    } finally {
      isOver = true;
      await blowing;
    }
  }

  end(): Promise<void> {
    return this.pool.close();
  }

  /** Whether every login was answered with a session, and about as many came as were meant to. */
  isWhole(): boolean {
    return this.faults.length === 0 && this.sessions === this.sent && this.sent >= 0.9 * LOGINS_PER_SECOND * this.seconds;
  }

  figures(): Record<string, unknown> {
    const { sent, sessions, seconds, waits, faults } = this;
    return {
      logins: sent,
      sessions,
      loginsPerSecond: Math.round(sent / seconds),
      loginP99: quantile(waits, 0.99),
      faults: faults.slice(0, 5),
    };
  }

  private async blow(isOver: () => boolean): Promise<void> {
    const begin = performance.now();
    const underWay = new Set<Promise<void>>();
    for (let number = 0; !isOver(); number += 1) {
      const dueAt = begin + (number * 1_000) / LOGINS_PER_SECOND;
      while (performance.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      const login = this.login(number, dueAt).finally(() => underWay.delete(login));
      underWay.add(login);
    }
    await Promise.all(underWay);
    this.seconds += (performance.now() - begin) / 1_000;
  }

  private async login(number: number, dueAt: number): Promise<void> {
    const account = this.cluster.communes[number % CLIENTS];
    this.sent += 1;
    try {
      const body = JSON.stringify({ username: account?.username, password: account?.password });
      const answer = await this.pool.request({
        method: 'POST',
        path: '/mapi/login',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { session, error_code } = (await answer.body.json()) as { session?: string; error_code?: unknown };
      if (session !== undefined && error_code === 0) this.sessions += 1;
      else this.faults.push(`HTTP ${String(answer.statusCode)} ${String(error_code)}`);
    } catch (error) {
      this.faults.push(String(error));
    }
    this.waits.push(performance.now() - dueAt);
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
    while (performance.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    underWay.push(
      send(pool, cluster, first + number).then(() => {
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

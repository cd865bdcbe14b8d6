import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgresServer } from '../support/postgres-server.ts';
import { startRabbitServer, type RabbitServer } from '../support/rabbit-server.ts';
import { startPortal, type Portal } from './portal.ts';
import { freePort } from '../support/free-port.ts';

/** What both sides stand on: the same PostgreSQL, the same RabbitMQ, the same portal. */
export interface Ground {
  /** Of PostgreSQL, as superuser. */
  readonly server: string;
  readonly broker: RabbitServer;
  readonly portal: Portal;
  /** For files of the processes; goes with the ground. */
  readonly folder: string;
  /** A folder for CPU profiles of the gateway's processes; undefined: none are made. */
  readonly profiles: string | undefined;
  /** What was found to be on, and the version of the broker. */
  readonly settings: Readonly<Record<string, string>>;
  close: () => Promise<void>;
}

const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** Starts PostgreSQL, RabbitMQ and the portal. They go with this process at the latest. */
export async function openGround(profiles: string | undefined): Promise<Ground> {
  const folder = mkdtempSync(path.join(tmpdir(), 'one-stop-bench-'));
  const [postgres, broker] = await Promise.all([startPostgresServer({ durable: true }), startRabbitServer()]);
  const portal = await startPortal(folder, await freePort());
  const settings = { ...(await assertDurable(postgres.url)), rabbitmq: await broker.ctl('version') };
  return {
    ...{ server: postgres.url, broker, portal, folder, settings },
    profiles: profiles === undefined ? undefined : path.resolve(profiles),
    close: async () => {
      await Promise.all([postgres.stop(), broker.stop(), portal.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a commit is worth is the same for both sides: it is on the disk. */
async function assertDurable(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name = ANY($1) OR name = 'server_version'`,
    [[...DURABLE]],
  );
  await client.end();
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  if (DURABLE.some((name) => settings[name] !== 'on')) throw new Error('commits are not durable on this server');
  return settings;
}

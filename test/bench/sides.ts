import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClients, prepareDatabase } from '#ledger';
import { openLog } from '#runtime';
import { command } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { ACCOUNT } from './portal.ts';
import { freePort, startProcess, type BenchProcess } from './processes.ts';

/** What a side is given: an empty database, the portal, a folder for its files, options of node for its processes. */
export interface SideOrder {
  readonly databaseUrl: string;
  readonly portalUrl: string;
  readonly folder: string;
  readonly nodeOptions: readonly string[];
}

/** A side that is ready to take dossiers. */
export interface Side {
  readonly url: string;
  readonly path: string;
  readonly pids: Readonly<Record<string, number>>;
  stop: () => Promise<void>;
}

export const API_KEY = 'bench-key';
const PEPPER = Buffer.alloc(32, 1);
const WRAPPING_KEY = Buffer.alloc(32, 2);
const FLOOR_TABLE = `CREATE TABLE dossier (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL,
  state text NOT NULL DEFAULT 'accepted', answer text, accepted_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz)`;

/** The least that does the work, for comparison: one process that accepts, one that delivers. */
export async function startFloor({ databaseUrl, portalUrl, folder, nodeOptions }: SideOrder): Promise<Side> {
  await command(databaseUrl, FLOOR_TABLE);
  const door = startProcess({
    ...{ name: 'floor', entry: 'dist/test/bench/floor-door.js', folder, nodeOptions },
    env: {
      ...{ DATABASE_URL: databaseUrl, NATIONAL_BASE_URL: portalUrl },
      ...{ NATIONAL_USERNAME: ACCOUNT.username, NATIONAL_PASSWORD: ACCOUNT.password },
    },
  });
  const { port, sender } = JSON.parse(await door.firstLine) as { port: number; sender: number };
  return { url: `http://127.0.0.1:${String(port)}`, path: '/', pids: { accept: door.pid, deliver: sender }, stop: door.stop };
}

/** One partner API and one relay, as in production. */
export async function startGateway({ databaseUrl, portalUrl, folder, nodeOptions }: SideOrder): Promise<Side> {
  await prepare(databaseUrl);
  const partnersFile = path.join(folder, 'partners.yaml');
  writeFileSync(partnersFile, partners(portalUrl));
  const port = await freePort();
  const env = {
    ...{ DATABASE_URL: databaseUrl, PEPPER: PEPPER.toString('base64'), WRAPPING_KEY: WRAPPING_KEY.toString('base64') },
    ...{ PARTNERS_FILE: partnersFile, PARTNER_API_PORT: String(port), DATA_DIR: folder },
  };
  const start = (name: string): BenchProcess =>
    startProcess({ name, entry: `dist/apps/${name}/src/main.js`, folder, env, nodeOptions });
  const [door, relay] = [start('partner-api'), start('relay')];
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(async () => (await fetch(`${url}/health/ready`)).ok, { withinMs: 20_000 });
  return {
    ...{ url, path: '/v1/dossiers', pids: { accept: door.pid, deliver: relay.pid } },
    stop: async () => {
      await Promise.all([door.stop(), relay.stop()]);
    },
  };
}

async function prepare(ownerUrl: string): Promise<void> {
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'bench' } as const];
  const order = { ownerUrl, roles: undefined, configDir: 'config', province: 'H56', destinations, log: openLog('bench') };
  await prepareDatabase(order);
  const unitCodes = ['14797'];
  await createClients(ownerUrl, PEPPER, [{ code: 'bench', name: 'UBND phường Hạc Thành', apiKey: API_KEY, unitCodes }]);
}

function partners(portalUrl: string): string {
  const settings = { baseUrl: portalUrl, ...ACCOUNT, madonvi: '000.00.00.H56', procedureSuffix: '.000.00.00.H56' };
  const destination = { id: 'national', dialect: 'dvcqg', lookup: 'steps', concurrency: 32, settings };
  // JSON is YAML.
  return JSON.stringify({ destinations: [destination] });
}

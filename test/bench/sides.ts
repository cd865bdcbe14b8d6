import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClients, prepareDatabase } from '#ledger';
import { command } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { ACCOUNT, PROVINCE_ACCOUNT } from './portal.ts';
import { freePort } from '../support/free-port.ts';
import { startProcess, type BenchProcess } from './processes.ts';

export type SideName = 'floor' | 'gateway';
export type PortalName = 'national' | 'province';

/** What a side is given: an empty database, an empty virtual host, the portal, a folder for its files. */
export interface SideOrder {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly portalUrl: string;
  readonly folder: string;
  /** Where the gateway sends. The floor knows the national portal alone. */
  readonly portals: readonly PortalName[];
  /** Most dossiers in one call to the national portal. The floor always sends one. */
  readonly portalBatch: number;
  /** Options of node for each of the gateway's processes. */
  readonly nodeOptions: (process: string) => readonly string[];
}

/** A side that is ready to take dossiers. */
export interface Side {
  readonly url: string;
  readonly dossierPath: string;
  readonly pids: Readonly<Record<'accept' | 'deliver', number>>;
  /** How many lanes hints of the broker led to, and how many something else; the floor has no lanes. */
  claims: () => Promise<Readonly<Record<'bus' | 'other', number>>>;
  stop: () => Promise<void>;
}

export const API_KEY = 'bench-key';
const PEPPER = Buffer.alloc(32, 1);
const WRAPPING_KEY = Buffer.alloc(32, 2);
const SILENT = { event: (): void => undefined, error: (): void => undefined };
const FLOOR_TABLE = `CREATE TABLE dossier (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL,
  state text NOT NULL DEFAULT 'accepted', answer text, accepted_at timestamptz NOT NULL DEFAULT now(), settled_at timestamptz)`;

/** The least that does the work, for comparison: one process that accepts and publishes, one that consumes and delivers. */
export async function startFloor({ databaseUrl, amqpUrl, portalUrl, folder }: SideOrder): Promise<Side> {
  await command(databaseUrl, FLOOR_TABLE);
  const env = {
    ...{ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, NATIONAL_BASE_URL: portalUrl },
    ...{ NATIONAL_USERNAME: ACCOUNT.username, NATIONAL_PASSWORD: ACCOUNT.password },
  };
  const start = (name: string): BenchProcess => startProcess({ name, entry: `dist/test/bench/${name}.js`, folder, env });
  const [door, sender] = [start('floor-door'), start('floor-sender')];
  const [line] = await Promise.all([door.firstLine, sender.firstLine]);
  const { port } = JSON.parse(line) as { port: number };
  return {
    ...{ url: `http://127.0.0.1:${String(port)}`, dossierPath: '/', pids: { accept: door.pid, deliver: sender.pid } },
    claims: () => Promise.resolve({ bus: 0, other: 0 }),
    stop: () => stopBoth(door, sender),
  };
}

/** One partner API and one relay, as in production. */
export async function startGateway(order: SideOrder): Promise<Side> {
  const { databaseUrl, amqpUrl, folder, nodeOptions } = order;
  const destinations = order.portals.map((portal) => DESTINATIONS[portal](order));
  await prepare(databaseUrl, destinations);
  const partnersFile = path.join(folder, 'partners.yaml');
  // JSON is YAML.
  writeFileSync(partnersFile, JSON.stringify({ destinations }));
  const [port, metricsPort] = [await freePort(), await freePort()];
  const env = {
    ...{ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, DATA_DIR: folder, PARTNERS_FILE: partnersFile },
    ...{ PEPPER: PEPPER.toString('base64'), WRAPPING_KEY: WRAPPING_KEY.toString('base64') },
    EVIDENCE_KEY: WRAPPING_KEY.toString('base64'),
    ...{ PARTNER_API_PORT: String(port), RELAY_METRICS_PORT: String(metricsPort) },
  };
  const start = (name: string): BenchProcess =>
    startProcess({ name, entry: `dist/programs/${name}/main.js`, folder, env, nodeOptions: nodeOptions(name) });
  const [door, relay] = [start('partner-api'), start('relay')];
  const [url, metrics] = [`http://127.0.0.1:${String(port)}`, `http://127.0.0.1:${String(metricsPort)}`];
  await eventually(async () => (await fetch(`${url}/health/ready`)).ok, { withinMs: 20_000 });
  await eventually(async () => /^broker_connected 1$/m.test(await text(`${metrics}/metrics`)), { withinMs: 20_000 });
  return {
    ...{ url, dossierPath: '/v1/dossiers', pids: { accept: door.pid, deliver: relay.pid } },
    claims: async () => readClaims(await text(`${metrics}/metrics`)),
    stop: () => stopBoth(door, relay),
  };
}

async function stopBoth(...both: readonly BenchProcess[]): Promise<void> {
  await Promise.all(both.map((process) => process.stop()));
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

function readClaims(metrics: string): { bus: number; other: number } {
  const claims = { bus: 0, other: 0 };
  for (const [, by, count] of metrics.matchAll(/^gateway_lane_claims_total\{.*woken_by="(\w+)".*\} (\d+)$/gm))
    claims[by === 'bus' ? 'bus' : 'other'] += Number(count);
  return claims;
}

async function prepare(ownerUrl: string, entries: readonly Destination[]): Promise<void> {
  const destinations = entries.map(({ id, dialect, lookup }) => ({ id, dialect, lookup, fingerprint: 'bench' }));
  await prepareDatabase({ ownerUrl, roles: undefined, configDir: 'config', province: 'H56', destinations, log: SILENT });
  const unitCodes = ['14797'];
  await createClients(ownerUrl, PEPPER, [
    { code: 'bench', name: 'UBND phường Hạc Thành', apiKey: API_KEY, unitCodes, unlimited: true },
  ]);
}

interface Destination {
  readonly id: PortalName;
  readonly dialect: string;
  readonly lookup: 'steps' | 'none';
  readonly [other: string]: unknown;
}

type Place = Pick<SideOrder, 'portalUrl' | 'portalBatch'>;

const DESTINATIONS: Readonly<Record<PortalName, (place: Place) => Destination>> = {
  national: ({ portalUrl, portalBatch: dossiersPerCall }) => {
    const settings = { baseUrl: portalUrl, ...ACCOUNT, madonvi: '000.00.00.H56', procedureSuffix: '.000.00.00.H56' };
    return { id: 'national', dialect: 'dvcqg', lookup: 'steps', concurrency: 32, dossiersPerCall, settings };
  },
  province: ({ portalUrl }) => {
    const addresses = { tokenBaseUrl: `${portalUrl}/lgsp`, documentBaseUrl: `${portalUrl}/lgsp/adapter` };
    const settings = { ...addresses, ...PROVINCE_ACCOUNT };
    return { id: 'province', dialect: 'lgsp-document', lookup: 'none', concurrency: 32, stepsPerCall: 1, settings };
  },
};

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClients, prepareDatabase } from '#ledger';
import type { Log } from '#runtime';
import { eventually } from '../eventually.ts';
import { freePort } from '../free-port.ts';
import { FaultPoints } from './fault-points.ts';
import { KeptProcess } from './processes.ts';
import { SimulatedPortal } from './simulated-portal.ts';

/** What a cluster is made of. `resend`: statuses whose undecided step is sent again; absent = the product's own policy. */
export interface ClusterOptions {
  /** A database of its own, as superuser. */
  readonly databaseUrl: string;
  readonly communes: number;
  readonly lookup: 'steps' | 'dossier' | 'none';
  readonly resend?: readonly number[];
  readonly relays?: number;
  readonly partnerApis?: number;
  /** The broker of the relays, with a virtual host of the cluster's own; absent = they find their work in the database. */
  readonly amqpUrl?: string;
  /** Most dossiers in one call, and lanes under way per relay; absent = the product's own numbers. */
  readonly dossiersPerCall?: number;
  readonly concurrency?: number;
}

/** A commune: the identifier of its unit, its key, and its account at the doors where a system logs in. */
export interface Commune {
  readonly index: number;
  readonly unit: string;
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
}

/** Two leases: after that long a process that stood still has surely lost what it held. */
export const TWO_LEASES_MS = 8_000;
const TIMINGS = { callTimeoutMs: 1_000, leaseMs: 4_000, settlesWithinMs: 2_000, firstDelayMs: 100, mostDelayMs: 1_000 };

const SILENT: Log = { event: () => undefined, error: () => undefined };

/** Real processes of the product on one database, beside a simulated portal; all of them end with `stop`. */
export class Cluster {
  readonly communes: readonly Commune[];
  readonly doorUrls: readonly string[];
  readonly portal: SimulatedPortal;
  readonly relayPoints: FaultPoints;
  readonly doorPoints: FaultPoints;
  relays: readonly KeptProcess[] = [];
  doors: readonly KeptProcess[] = [];
  /** Leaves the logs of all processes in `folder` after `stop`. */
  keepsLogs = false;
  /** The keys that the processes share. */
  readonly keys = { pepper: randomBytes(32), wrappingKey: randomBytes(32) };
  private simulatorProcess: KeptProcess | undefined;

  private constructor(
    readonly options: ClusterOptions,
    readonly folder: string,
    { communes, doorUrls, portal }: Pick<Cluster, 'communes' | 'doorUrls' | 'portal'>,
  ) {
    this.communes = communes;
    this.doorUrls = doorUrls;
    this.portal = portal;
    this.relayPoints = new FaultPoints(path.join(folder, 'relay-faults.json'));
    this.doorPoints = new FaultPoints(path.join(folder, 'door-faults.json'));
  }

  /** Prepares the database and starts everything; resolves when the doors and the portal answer. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const folder = mkdtempSync(path.join(tmpdir(), 'one-stop-cluster-'));
    const ports = await Promise.all(Array.from({ length: 1 + (options.partnerApis ?? 1) }, freePort));
    const [portalPort, ...doorPorts] = ports;
    const communes = readUnits(options.communes).map((unit, index) => ({
      index,
      unit,
      apiKey: `key-${String(index)}-${randomBytes(8).toString('hex')}`,
      username: `commune-${unit}`,
      password: randomBytes(16).toString('hex'),
    }));
    const portal = new SimulatedPortal(`http://127.0.0.1:${String(portalPort)}`);
    const doorUrls = doorPorts.map((port) => `http://127.0.0.1:${String(port)}`);
    const cluster = new Cluster(options, folder, { communes, doorUrls, portal });
    await cluster.open(doorPorts, String(portalPort));
    return cluster;
  }

  /** The process of the portal, which may be taken away and brought back. */
  get simulator(): KeptProcess {
    if (this.simulatorProcess === undefined) throw new Error('the portal was not started');
    return this.simulatorProcess;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.relays, ...this.doors].map((one) => one.stop()));
    await this.simulatorProcess?.stop();
    if (!this.keepsLogs) rmSync(this.folder, { recursive: true, force: true });
  }

  private async open(doorPorts: readonly number[], portalPort: string): Promise<void> {
    const { databaseUrl, lookup } = this.options;
    const { pepper, wrappingKey } = this.keys;
    await this.prepare();
    const clients = this.communes.map(({ unit, apiKey, username, password }) => ({
      code: `c${unit}`,
      name: `Xã ${unit}`,
      apiKey,
      login: { username, password },
      unitCodes: [unit],
      unlimited: true,
    }));
    await createClients(databaseUrl, pepper, clients);
    writeFileSync(path.join(this.folder, 'partners.yaml'), JSON.stringify({ destinations: [this.destination()] }));
    const env = {
      ...{ DATABASE_URL: databaseUrl, PEPPER: pepper.toString('base64'), WRAPPING_KEY: wrappingKey.toString('base64') },
      ...{ PARTNERS_FILE: path.join(this.folder, 'partners.yaml'), DATA_DIR: this.folder, LOG_LEVEL: 'info', NODE_ENV: 'test' },
      ...{ SIMULATOR_PORT: portalPort, SIMULATOR_NATIONAL_USERNAME: 'u', SIMULATOR_NATIONAL_PASSWORD: 'p', NODE_OPTIONS: '' },
    };
    this.simulatorProcess = this.keep('simulator', env);
    this.doors = doorPorts.map((port, index) =>
      this.keep('partner-api', { ...env, PARTNER_API_PORT: String(port), FAULTS: this.doorPoints.file }, index),
    );
    const relays = Array.from({ length: this.options.relays ?? 1 });
    // Empty is as good as none, whatever the environment of the tests says.
    const road = { ...env, FAULTS: this.relayPoints.file, AMQP_URL: this.options.amqpUrl ?? '' };
    this.relays = relays.map((_, index) => this.keep('relay', road, index));
    await eventually(() => this.portal.set({ lookup }), { withinMs: 30_000 });
    await this.doorsAnswer();
  }

  /** Prepares the database as production does: schema, seeds, destinations. */
  async prepare(): Promise<void> {
    const { databaseUrl, lookup } = this.options;
    const destinations = [{ id: 'national', dialect: 'dvcqg', lookup, fingerprint: this.portal.url }];
    const common = { roles: undefined, configDir: 'config', province: 'H56', log: SILENT };
    await prepareDatabase({ ownerUrl: databaseUrl, ...common, destinations });
  }

  /** Kills every door and relay at once, and leaves them dead. */
  async killAll(): Promise<void> {
    await Promise.all([...this.relays, ...this.doors].map((one) => one.kill()));
  }

  /** Starts them again; resolves when the doors answer. */
  async startAll(): Promise<void> {
    [...this.relays, ...this.doors].forEach((one) => {
      one.start();
    });
    await this.doorsAnswer();
  }

  private async doorsAnswer(): Promise<void> {
    for (const url of this.doorUrls) await eventually(async () => (await fetch(`${url}/health/ready`)).ok, { withinMs: 30_000 });
  }

  private destination(): Record<string, unknown> {
    const { lookup, resend, dossiersPerCall, concurrency } = this.options;
    const settings = { baseUrl: this.portal.url, username: 'u', password: 'p', madonvi: '000.00.00.H56' };
    return {
      id: 'national',
      dialect: 'dvcqg',
      lookup,
      ...TIMINGS,
      ...(resend === undefined ? {} : { undecided: { resend } }),
      ...(dossiersPerCall === undefined ? {} : { dossiersPerCall }),
      ...(concurrency === undefined ? {} : { concurrency }),
      settings,
    };
  }

  private keep(app: string, env: Readonly<Record<string, string>>, index = 0): KeptProcess {
    const name = `${app}-${String(index + 1)}`;
    const kept = new KeptProcess({
      name,
      entry: `dist/apps/${app}/src/main.js`,
      env,
      logFile: path.join(this.folder, `${name}.log`),
    });
    kept.start();
    return kept;
  }
}

function readUnits(count: number): string[] {
  const [, ...rows] = readFileSync('config/units/communes-2025.csv', 'utf8').split('\n');
  return rows.slice(0, count).map((row) => row.split(',')[0] ?? '');
}

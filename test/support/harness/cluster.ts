import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClients, prepareDatabase } from '#ledger';
import type { Log } from '#runtime';
import { PATIENCE_MS, eventually } from '../eventually.ts';
import { freePort } from '../free-port.ts';
import { FaultPoints } from './fault-points.ts';
import { ACCOUNTS, destinationOf, type DestinationEntry, type DestinationOptions } from './destinations.ts';
import { KeptProcess } from './processes.ts';
import { SimulatedPortal, type PortalName } from './simulated-portal.ts';

/** What a cluster is made of. */
export interface ClusterOptions extends DestinationOptions {
  /** A database of its own, as superuser. */
  readonly databaseUrl: string;
  readonly communes: number;
  /** Where dossiers go; the national portal alone unless told. */
  readonly portals?: readonly PortalName[];
  readonly relays?: number;
  readonly partnerApis?: number;
  /** None unless told. */
  readonly schedulers?: number;
  /** Of the simulated catalogue; as many as there are unless told. */
  readonly procedures?: number;
  /** Further environment of all processes. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The broker of the relays, with a virtual host of the cluster's own; absent = they find their work in the database. */
  readonly amqpUrl?: string;
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
/** A start of everything at once, on a machine that has other things to do. */
const STARTS_WITHIN = { withinMs: PATIENCE_MS };

const SILENT: Log = { event: () => undefined, error: () => undefined };

/** Real processes of the product on one database, beside simulated portals; all of them end with `stop`. */
export class Cluster {
  readonly communes: readonly Commune[];
  readonly doorUrls: readonly string[];
  readonly portals: readonly SimulatedPortal[];
  readonly relayPoints: FaultPoints;
  readonly doorPoints: FaultPoints;
  relays: readonly KeptProcess[] = [];
  doors: readonly KeptProcess[] = [];
  schedulers: readonly KeptProcess[] = [];
  /** Leaves the logs of all processes in `folder` after `stop`. */
  keepsLogs = false;
  /** The keys that the processes share. */
  readonly keys = { pepper: randomBytes(32), wrappingKey: randomBytes(32), evidence: randomBytes(32) };
  private simulatorProcess: KeptProcess | undefined;

  private constructor(
    readonly options: ClusterOptions,
    readonly folder: string,
    { communes, doorUrls, portals }: Pick<Cluster, 'communes' | 'doorUrls' | 'portals'>,
  ) {
    this.communes = communes;
    this.doorUrls = doorUrls;
    this.portals = portals;
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
    const simulator = `http://127.0.0.1:${String(portalPort)}`;
    const portals = (options.portals ?? ['national']).map((name) => new SimulatedPortal(simulator, name));
    const doorUrls = doorPorts.map((port) => `http://127.0.0.1:${String(port)}`);
    const cluster = new Cluster(options, folder, { communes, doorUrls, portals });
    await cluster.open(doorPorts, String(portalPort));
    return cluster;
  }

  /** The national portal, where there are more. */
  get portal(): SimulatedPortal {
    return this.at('national');
  }

  at(name: PortalName): SimulatedPortal {
    const portal = this.portals.find((one) => one.portal === name);
    if (portal === undefined) throw new Error(`no dossiers go to the portal ${name}`);
    return portal;
  }

  /** The process of the portals, which may be taken away and brought back. */
  get simulator(): KeptProcess {
    if (this.simulatorProcess === undefined) throw new Error('the portals were not started');
    return this.simulatorProcess;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.relays, ...this.doors, ...this.schedulers].map((one) => one.stop()));
    await this.simulatorProcess?.stop();
    if (!this.keepsLogs) rmSync(this.folder, { recursive: true, force: true });
  }

  private async open(doorPorts: readonly number[], portalPort: string): Promise<void> {
    const { databaseUrl } = this.options;
    const { pepper, wrappingKey, evidence } = this.keys;
    const destinations = this.destinations();
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
    writeFileSync(path.join(this.folder, 'partners.yaml'), JSON.stringify({ destinations }));
    const env = {
      ...{ DATABASE_URL: databaseUrl, PEPPER: pepper.toString('base64'), WRAPPING_KEY: wrappingKey.toString('base64') },
      EVIDENCE_KEY: evidence.toString('base64'),
      ...{ PARTNERS_FILE: path.join(this.folder, 'partners.yaml'), DATA_DIR: this.folder, LOG_LEVEL: 'info', NODE_ENV: 'test' },
      ...{ ...ACCOUNTS, SIMULATOR_PORT: portalPort, NODE_OPTIONS: '' },
      ...(this.options.procedures === undefined ? {} : { SIMULATOR_PROCEDURES: String(this.options.procedures) }),
      ...this.options.environment,
    };
    this.simulatorProcess = this.keep('simulator', env);
    this.doors = doorPorts.map((port, index) =>
      this.keep('partner-api', { ...env, PARTNER_API_PORT: String(port), FAULTS: this.doorPoints.file }, index),
    );
    const relays = Array.from({ length: this.options.relays ?? 1 });
    // Empty is as good as none, whatever the environment of the tests says.
    // Runs begin at the turn of an hour: a rehearsal that counts what is asked for must not meet one.
    const quiet = { RECONCILE_EVERY_MINUTES: '0', RECONCILE_NIGHTLY_HOUR: '-1' };
    const road = { ...quiet, ...env, FAULTS: this.relayPoints.file, AMQP_URL: this.options.amqpUrl ?? '' };
    this.relays = relays.map((_, index) => this.keep('relay', road, index));
    const schedulers = Array.from({ length: this.options.schedulers ?? 0 });
    this.schedulers = schedulers.map((_, index) =>
      this.keep('scheduler', { ...env, SCHEDULER_METRICS_PORT: '0', SEAL_EVERY_SECONDS: '0.5' }, index),
    );
    for (const { id, lookup } of destinations) await eventually(() => this.at(id).set(settingsOf(lookup)), STARTS_WITHIN);
    await this.doorsAnswer();
  }

  /** Prepares the database as production does: schema, seeds, destinations. */
  async prepare(): Promise<void> {
    const destinations = this.destinations().map(({ id, dialect, lookup }) => ({ id, dialect, lookup, fingerprint: 'harness' }));
    const common = { roles: undefined, configDir: 'config', province: 'H56', log: SILENT };
    await prepareDatabase({ ownerUrl: this.options.databaseUrl, ...common, destinations });
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

  private destinations(): DestinationEntry[] {
    return this.portals.map(({ portal, url }) => destinationOf(portal, url, this.options));
  }

  private async doorsAnswer(): Promise<void> {
    for (const url of this.doorUrls) await eventually(async () => (await fetch(`${url}/health/ready`)).ok, STARTS_WITHIN);
  }

  private keep(app: string, env: Readonly<Record<string, string>>, index = 0): KeptProcess {
    const name = `${app}-${String(index + 1)}`;
    const kept = new KeptProcess({
      name,
      entry: `dist/programs/${app}/main.js`,
      env,
      logFile: path.join(this.folder, `${name}.log`),
    });
    kept.start();
    return kept;
  }
}

/** A trace that comes twice is kept twice, so that it shows. */
function settingsOf(lookup: ClusterOptions['lookup']): { lookup: ClusterOptions['lookup']; dedupeTraces: boolean } {
  return { lookup, dedupeTraces: false };
}

function readUnits(count: number): string[] {
  const [, ...rows] = readFileSync('config/units/communes-2025.csv', 'utf8').split('\n');
  return rows.slice(0, count).map((row) => row.split(',')[0] ?? '');
}

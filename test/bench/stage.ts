import pg from 'pg';
import { command, databaseUrl } from '../support/databases.ts';
import { makeVhost, type TestVhost } from '../support/vhosts.ts';
import { benchDossier } from './dossier.ts';
import type { Ground } from './ground.ts';
import { Sender } from './load.ts';
import { API_KEY, startFloor, startGateway, type PortalName, type Side, type SideName } from './sides.ts';

/** A side that is up and warm, and all that is needed to load and observe it. */
export interface Stage {
  readonly ground: Ground;
  readonly side: Side;
  readonly sender: Sender;
  readonly observer: pg.Client;
  /** The first number that no dossier has yet. */
  readonly firstNumber: number;
}

/** Which side is set up for what. `label` is its own among all of one bench. */
export interface StageOrder {
  readonly ground: Ground;
  readonly side: SideName;
  readonly label: string;
  readonly portalBatch: number;
  /** The national one alone unless told. */
  readonly portals?: readonly PortalName[];
}

/** The machine code of a process is made during its first thousand dossiers or so; a service runs for weeks. */
const WARM_UP = 1_500;
const NATIONAL: readonly PortalName[] = ['national'];

/** Starts a side on a new database and in a new virtual host, warms it up, has the work done, and takes everything away. */
export async function onStage<T>(order: StageOrder, work: (stage: Stage) => Promise<T>): Promise<T> {
  const { ground, side: name, label } = order;
  const database = `${name}_${label}`;
  await command(ground.server, `CREATE DATABASE ${database}`);
  const vhost = await makeVhost(ground.broker.url, ground.broker.home);
  await ground.portal.reset();
  const url = databaseUrl(ground.server, database);
  const side = await start(order, url, vhost);
  const sender = new Sender(side.url, API_KEY);
  const observer = new pg.Client({ connectionString: url });
  await observer.connect();
  try {
    await sender.sendAll(dossiers(side, 1, WARM_UP).map((request) => [request]));
    await ground.portal.arrival(WARM_UP * (order.portals ?? NATIONAL).length);
    await assertQuorum(vhost);
    return await work({ ground, side, sender, observer, firstNumber: WARM_UP + 1 });
  } finally {
    await Promise.all([sender.close(), side.stop(), observer.end()]);
    await Promise.all([vhost.drop(), command(ground.server, `DROP DATABASE ${database} WITH (FORCE)`)]);
  }
}

/** The requests that bring new dossiers, numbered from there on. */
export function dossiers({ dossierPath }: Side, from: number, count: number): { path: string; body: string }[] {
  return Array.from({ length: count }, (_, index) => ({ path: dossierPath, body: benchDossier(from + index) }));
}

function start(
  { ground, side, label, portalBatch, portals = NATIONAL }: StageOrder,
  url: string,
  vhost: TestVhost,
): Promise<Side> {
  const { portal, folder, profiles } = ground;
  const nodeOptions = (process: string): string[] =>
    profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${process}-${label}.cpuprofile`];
  const order = { databaseUrl: url, amqpUrl: vhost.url, portalUrl: portal.url, folder, portalBatch, portals, nodeOptions };
  return side === 'floor' ? startFloor(order) : startGateway(order);
}

/** What a confirm is worth is the same for both sides too. */
async function assertQuorum({ ctl }: TestVhost): Promise<void> {
  const kinds = (await ctl('list_queues', '--no-table-headers', 'type', 'durable')).split('\n');
  if (kinds.some((kind) => !/^(rabbit_)?(quorum|quorum_queue)\s+true$/.test(kind)))
    throw new Error(`not a durable quorum queue: ${kinds.join(', ')}`);
}

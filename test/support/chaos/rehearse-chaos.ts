import { command, databaseUrl } from '../databases.ts';
import { Cluster } from '../harness/cluster.ts';
import { CommuneDriver } from '../harness/commune-driver.ts';
import { judgeEvidence, type EvidenceVerdict } from '../harness/judge-evidence.ts';
import { scriptsFor } from '../harness/rehearse.ts';
import { verify, waitForRest, type Verdict } from '../harness/verify.ts';
import { startPostgresServer, type PostgresServer } from '../postgres-server.ts';
import { startRabbitServer, type RabbitServer } from '../rabbit-server.ts';
import { Chaos } from './chaos.ts';
import { scheduleOf } from './schedule.ts';

/** How long things go wrong, and how many dossiers are sent meanwhile. */
export interface ChaosOrder {
  readonly seed: number;
  readonly lastsMs: number;
  readonly dossiers: number;
  readonly restWithinMs: number;
  readonly say: (line: string) => void;
  /** Told of the driver as soon as there is one, for who follows it. */
  readonly watch?: (driver: CommuneDriver) => void;
}

/** What it came to. `dealt`: blows by target and action. */
export interface ChaosOutcome extends Verdict {
  readonly dealt: Readonly<Record<string, number>>;
  readonly inTheAct: number;
  readonly forgotten: number;
  readonly complaints: readonly string[];
  readonly unrested: number;
  readonly requests: number;
  readonly retries: number;
  readonly evidence: EvidenceVerdict;
}

/** A product of which everything may be struck, both portals, and servers of its own. */
export interface Arena {
  readonly cluster: Cluster;
  readonly server: PostgresServer;
  readonly broker: RabbitServer;
  readonly close: () => Promise<void>;
}

const DATABASE = 'chaos';
/** Over longer than the trouble takes; when it is over the rest is sent at once. */
const SPREAD = 3;

export async function openArena(): Promise<Arena> {
  // With everything on that keeps a commit over a crash: what a door has answered is there afterwards.
  const [server, broker] = await Promise.all([startPostgresServer({ durable: true }), startRabbitServer()]);
  await command(server.url, `CREATE DATABASE ${DATABASE}`);
  const cluster = await Cluster.start({
    ...{ databaseUrl: databaseUrl(server.url, DATABASE), amqpUrl: broker.url, communes: 10, lookup: 'steps' },
    ...{ portals: ['national', 'province'], relays: 2, partnerApis: 2, schedulers: 1, dossiersPerCall: 20, concurrency: 32 },
  });
  const close = async (): Promise<void> => {
    await cluster.stop();
    await Promise.all([server.stop(), broker.stop()]);
  };
  return { cluster, server, broker, close };
}

/** Lets communes send while all of the schedule goes wrong, waits until everything has come to rest, and compares with the truth. */
export async function rehearseChaos({ cluster, server, broker }: Arena, order: ChaosOrder): Promise<ChaosOutcome> {
  const { seed, lastsMs, dossiers, restWithinMs, say, watch } = order;
  const scripts = scriptsFor(cluster, dossiers, { seed });
  const { doorUrls, communes } = cluster;
  const driver = new CommuneDriver({ doorUrls, communes, seed, spreadMs: lastsMs * SPREAD }, scripts);
  watch?.(driver);
  const sending = driver.run();
  const chaos = new Chaos({ cluster, driver, server, broker, say }, scheduleOf(seed, lastsMs));
  await chaos.run();
  say(`trouble over, ${String(Math.round(driver.sentShare * 100))} % sent`);
  driver.hurry();
  await sending;
  say('everything is answered');
  const unrested = await waitForRest(cluster, scripts, restWithinMs);
  const verdict = await verify(cluster, scripts);
  const evidence = await judgeEvidence(databaseUrl(server.url, DATABASE), cluster.keys.evidence);
  const { dealt, inTheAct, forgotten } = chaos;
  const { complaints, requests, retries } = driver;
  return { ...verdict, dealt, inTheAct, forgotten, complaints, unrested, requests, retries, evidence };
}

/** Whether everything arrived, in order, nothing is there twice that is not flagged, and there is proof of all of it. */
export function keepsThePromise({ wrong, complaints, unrested, at, evidence }: ChaosOutcome): boolean {
  if (evidence.broken.length + evidence.uncovered > 0) return false;
  return wrong.size === 0 && complaints.length === 0 && unrested === 0 && at.national?.flagged === 0;
}

import pg from 'pg';
import { command, databaseUrl } from '../support/databases.ts';
import { Cluster, type ClusterOptions } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { rehearse, scriptsFor, type Outcome } from '../support/harness/rehearse.ts';
import { ALL_FAULTS } from '../support/harness/trouble.ts';
import { readDossier, verify, waitForRest } from '../support/harness/verify.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';

/** What a proof is run with. */
export interface ProofOptions {
  readonly seed: number;
  readonly dossiers?: number;
  readonly say: (line: string) => void;
}

export type Figures = Readonly<Record<string, unknown>>;

export interface Result {
  readonly figures: Figures;
  readonly target: string;
  readonly met: boolean;
}

const KILLS = 10;
const EVERY_STATUS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const AWAY_MS = [30_000, ...Array.from({ length: KILLS - 1 }, () => 1_500)];

/** Everything arrives, in order; with `steps` exactly once, otherwise what may be there twice is flagged. */
export async function proveOrder(
  lookup: ClusterOptions['lookup'],
  options: ProofOptions & { dossiers: number },
): Promise<Result> {
  const { seed, dossiers, say } = options;
  const resend = lookup === 'steps' ? {} : { resend: EVERY_STATUS };
  return onCluster({ communes: 20, lookup, relays: 2, partnerApis: 2, ...resend }, async (cluster, server) => {
    const outcome = await rehearse(cluster, {
      ...{ dossiers, scripts: { seed }, spreadMs: Math.max(240_000, dossiers * 60), restWithinMs: 300_000, say, server },
      trouble: {
        kills: KILLS,
        stops: KILLS,
        databaseAway: AWAY_MS,
        faults: [...ALL_FAULTS, ...ALL_FAULTS],
        faultMs: 6_000,
        forgotten: Math.max(36, dossiers / 25),
      },
    });
    const few = Object.entries(outcome.blows).filter(
      ([kind, count]) => kind !== 'portal faults' && kind !== 'forgotten' && count < KILLS,
    );
    const met = isRight(outcome) && few.length === 0 && (lookup !== 'steps' || outcome.flagged === 0);
    return { figures: { dossiers, ...figuresOf(outcome) }, target: targetOf(lookup, dossiers), met };
  });
}

/** By the product's own policy exactly the steps of which nobody can tell wait for a person; all else goes on. */
export async function proveUndecided({ seed, dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return onCluster({ communes: 20, lookup: 'none', relays: 2, partnerApis: 1 }, async (cluster, server) => {
    // The first step of a third waits for a person, that of another third is sent again, the last third meets no fault.
    const courses = [
      [2, 4, 9, 10],
      [2, 9, 10, 10],
      [2, 4, 9, 10],
    ];
    const parts = courses.map((course, part) =>
      scriptsFor(cluster, dossiers, { seed, courses: [course], calm: true }).filter((_, number) => number % 3 === part),
    );
    const scripts = parts.flat();
    const [waiting = [], resent = []] = parts.map((part) => part.map(({ code }) => code));
    await cluster.portal.faults({ mode: 'drop-reply', codes: [...waiting, ...resent], services: ['CapNhatTienDoHoSoMC'] });
    const driver = new CommuneDriver({ doorUrls: cluster.doorUrls, communes: cluster.communes, seed, spreadMs: 5_000 }, scripts);
    await driver.run();
    say('everything is answered; the portal loses no more answers');
    await cluster.portal.faults();
    const unrested = await waitForRest(cluster, scripts, 60_000, ['idle', 'blocked']);
    const states = await Promise.all(
      scripts.map(async (script) => ({ code: script.code, seen: await readDossier(cluster, script) })),
    );
    const blocked = states.filter(({ seen }) => seen.destinations[0]?.state === 'blocked').map(({ code }) => code);
    const incidents = await openIncidents(databaseUrl(server.url, DATABASE));
    const others = await verify(cluster, parts.slice(1).flat());
    const exactly = isSameSet(blocked, waiting) && isSameSet(incidents, waiting);
    const figures = {
      dossiers,
      blocked: blocked.length,
      wanted: waiting.length,
      incidents: incidents.length,
      flagged: others.flagged,
      doubled: others.doubled,
      wrong: Object.fromEntries(others.wrong),
      unrested,
    };
    return {
      figures,
      target: 'exactly the undecidable lanes blocked, each with an open incident; all others complete',
      met: exactly && others.wrong.size === 0 && unrested === 0,
    };
  });
}

const DATABASE = 'prove';

async function onCluster(
  options: Omit<ClusterOptions, 'databaseUrl'>,
  work: (cluster: Cluster, server: PostgresServer) => Promise<Result>,
): Promise<Result> {
  const server = await startPostgresServer({ durable: true });
  await command(server.url, `CREATE DATABASE ${DATABASE}`);
  const cluster = await Cluster.start({ ...options, databaseUrl: databaseUrl(server.url, DATABASE) });
  try {
    const result = await work(cluster, server);
    cluster.keepsLogs = !result.met;
    return { ...result, figures: { ...result.figures, ...(result.met ? {} : { logs: cluster.folder }) } };
  } finally {
    await cluster.stop();
    await server.stop();
  }
}

function isRight({ wrong, complaints, unrested }: Outcome): boolean {
  return wrong.size === 0 && complaints.length === 0 && unrested === 0;
}

function figuresOf({ wrong, complaints, unrested, flagged, doubled, states, blows, driver, seconds }: Outcome): Figures {
  const { requests, retries, resent } = driver;
  return {
    ...{ seconds, blows, requests, retries, resent, states, flagged, doubled, unrested, wrongDossiers: wrong.size },
    ...{ wrong: Object.fromEntries([...wrong].slice(0, 10)), complaints: complaints.slice(0, 10) },
  };
}

function targetOf(lookup: ClusterOptions['lookup'], dossiers: number): string {
  const blows = `at least ${String(KILLS)} blows of each kind in the act`;
  return lookup === 'steps'
    ? `${String(dossiers)} dossiers equal to the truth one by one, nothing flagged, ${blows}`
    : `${String(dossiers)} dossiers complete and in order, what is doubled is flagged, ${blows}`;
}

async function openIncidents(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ code: string }>(
    `SELECT split_part(fingerprint, '|', 3) AS code FROM incident WHERE kind = 'undecidable' AND cleared_at IS NULL`,
  );
  await client.end();
  return rows.map(({ code }) => code);
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}

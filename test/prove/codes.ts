import pg from 'pg';
import { openDeskLedger, type DeskLedger } from '#ledger';
import { Clock, type Log } from '#runtime';
import { editAtRandom } from '../support/codes/edit-at-random.ts';
import { aLookUp, lookUp, lookUpNaively, readEdges, type Edges } from '../support/codes/look-ups.ts';
import { command, databaseUrl } from '../support/databases.ts';
import { Chance } from '../support/harness/chance.ts';
import { prepareTestDatabase, TEST_SECRETS } from '../support/open-test-ledger.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { measureStaleness } from './codes-stale.ts';
import { quantile, type Figures, type ProofOptions, type Result } from './proof.ts';

const EDITS = 4_000;
/** One look-up in so many is compared with plain SQL. */
const COMPARED = 100;
const OLDEST_MS = 2_000;
/** Of what three processes would read that read everything anew for each change. */
const MOST_SHARE_READ = 0.1;
const PROCESSES = 3;
const SILENT: Log = { event: () => undefined, error: () => undefined };

/** Codes are looked up as plain SQL would, on both axes of time, and no process answers with what is old. */
export async function proveCodes({
  seed,
  requests,
  seconds,
  say,
}: ProofOptions & { requests: number; seconds: number }): Promise<Result> {
  const server = await startPostgresServer({ durable: true });
  try {
    await command(server.url, 'CREATE DATABASE prove');
    const url = databaseUrl(server.url, 'prove');
    await prepareTestDatabase(url);
    const db = new pg.Pool({ connectionString: url, max: 4 });
    db.on('error', () => undefined);
    try {
      await editAtRandom(db, new Chance(seed), EDITS);
      say(`${String(EDITS)} random edits are recorded`);
      const compared = await compare(db, url, { seed, requests });
      say(`${String(compared.lookUps)} look-ups, ${String(compared.compared)} compared, ${String(compared.different)} different`);
      const stale = await measureStaleness(db, { url, seconds, pepper: TEST_SECRETS.pepper });
      return judge(compared, stale);
    } finally {
      await db.end();
    }
  } finally {
    await server.stop();
  }
}

interface Compared {
  readonly lookUps: number;
  readonly compared: number;
  readonly found: number;
  readonly different: number;
  readonly perSecond: number;
}

async function compare(db: pg.Pool, url: string, { seed, requests }: { seed: number; requests: number }): Promise<Compared> {
  const sessions = { lifetimeMs: 1, idleMs: 1 };
  const ledger = await openDeskLedger({ url, clock: new Clock(), log: SILENT, secrets: TEST_SECRETS, poolSize: 3, sessions });
  try {
    const edges = await readEdges(db);
    return await lookUpAll(db, ledger, { edges, chance: new Chance(seed + 1), requests });
  } finally {
    await ledger.close();
  }
}

async function lookUpAll(
  db: pg.Pool,
  ledger: DeskLedger,
  { edges, chance, requests }: { edges: Edges; chance: Chance; requests: number },
): Promise<Compared> {
  const codes = ledger.codes();
  let [found, compared, different, spentMs] = [0, 0, 0, 0];
  for (let at = 0; at < requests; at += 1) {
    const wanted = aLookUp(chance, edges);
    const since = performance.now();
    const answer = lookUp(codes, wanted);
    spentMs += performance.now() - since;
    if (answer !== 'undefined') found += 1;
    if (at % COMPARED !== 0) continue;
    compared += 1;
    if ((await lookUpNaively(db, wanted)) !== answer) different += 1;
  }
  return { lookUps: requests, compared, found, different, perSecond: Math.round((requests / spentMs) * 1_000) };
}

function judge(
  compared: Compared,
  { changes, perSecond, processes, cost }: Awaited<ReturnType<typeof measureStaleness>>,
): Result {
  const ages = processes.flatMap((one) => one.ages);
  const unseen = processes.reduce((sum, one) => sum + one.unseen, 0);
  const worst = Math.max(...ages);
  const { rowsPerChange, rowsHeld } = cost;
  const shareRead = rowsPerChange / (PROCESSES * rowsHeld);
  const byProcess: Figures = Object.fromEntries(
    processes.map(({ role, ages: own }) => [
      role,
      { p50Ms: Math.round(quantile(own, 0.5)), p99Ms: Math.round(quantile(own, 0.99)), worstMs: Math.round(Math.max(...own)) },
    ]),
  );
  return {
    figures: {
      ...compared,
      changes,
      changesPerSecond: perSecond,
      unseen,
      stale: ages.filter((age) => age > OLDEST_MS).length,
      ...byProcess,
      ...{ rowsPerChange, rowsHeld, shareRead },
    },
    target: `no look-up differs from plain SQL; no answer older than ${String(OLDEST_MS)} ms behind a commit in door, relay and console, of which half are told nothing and all lose their connections; at most a tenth of the rows read that reading everything anew would read`,
    met: compared.different === 0 && compared.found > 0 && unseen === 0 && worst <= OLDEST_MS && shareRead <= MOST_SHARE_READ,
  };
}

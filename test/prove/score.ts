import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { openDeskLedger, openDutyLedger, openLedger, readCalendar, type Among, type DutyLedger, type Ledger } from '#ledger';
import { Clock, type Log } from '#runtime';
import { parsePeriod, type Period } from '#scoring';
import { computePeriod } from '../../apps/scheduler/src/scoring/compute-period.ts';
import { readScoring } from '../../apps/scheduler/src/scoring/read-scoring.ts';
import { command, databaseUrl } from '../support/databases.ts';
import { prepareTestDatabase, TEST_SECRETS } from '../support/open-test-ledger.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { quantile, type ProofOptions, type Result } from './proof.ts';

const PERIOD = '2026-11';
/** Of so many dossiers one lacks its step 9 at the portal. */
const LACKING = 100;
const WITHIN_S = 60;
/** While many dossiers are computed this much more may be in use than while a tenth of them is: after a collection, whenever V8 makes its own. */
const FLAT_MIB = 16;
const PORTIONS_PER_LOOK = 10;
/** Most that the process may hold, collected or not. */
const MOST_MIB = 400;
const SAMPLE_MS = 20;
const CLAIMS = 100;
const WINDOWS = 5;
const LANES_PER_CLAIM = 16;
/** A claim with the index of closing lanes beside it, as a ratio to one without. */
const MOST_COST = 1.25;
const MIB = 2 ** 20;
const SILENT: Log = { event: () => undefined, error: () => undefined };

/** A period of many dossiers is computed in little memory, exactly what was planted is lost, and nobody pays for it who claims. */
export async function proveScore({ dossiers: wanted = 200_000, say }: ProofOptions): Promise<Result> {
  const server = await startPostgresServer({ durable: false });
  try {
    await command(server.url, 'CREATE DATABASE prove');
    const url = databaseUrl(server.url, 'prove');
    await prepareTestDatabase(url);
    const few = await measure(url, Math.ceil(wanted / 10), say);
    const many = await measure(url, wanted, say);
    const claims = await measureClaims(url, say);
    const isFlat = many.peakMiB < MOST_MIB && many.liveMiB - few.liveMiB < FLAT_MIB;
    const isExact = many.lost === Math.floor(wanted / LACKING) && many.lostElsewhere === 0;
    return {
      figures: { few, many, claims },
      target: `${String(wanted)} dossiers computed in < ${String(WITHIN_S)} s, peak < ${String(MOST_MIB)} MiB, in use < ${String(FLAT_MIB)} MiB more than with a tenth of them, exactly what was planted lost, a claim ≤ ${String(MOST_COST)} × one without the index`,
      met: isExact && isFlat && many.seconds < WITHIN_S && claims.ratio <= MOST_COST,
    };
  } finally {
    await server.stop();
  }
}

interface Measured {
  readonly dossiers: number;
  readonly seconds: number;
  readonly peakMiB: number;
  readonly liveMiB: number;
  readonly lost: number;
  readonly lostElsewhere: number;
}

async function measure(url: string, dossiers: number, say: (line: string) => void): Promise<Measured> {
  await onDatabase(url, async (db) => {
    await db.query(FILL, [dossiers, LACKING]);
    await db.query('ANALYZE');
  });
  say(`${String(dossiers)} dossiers are there`);
  const [rules] = readScoring('config');
  const period = parsePeriod(PERIOD);
  if (rules === undefined || period === undefined) throw new Error('there are no formulas');
  const duty = await openDutyLedger({ url, clock: new Clock(), log: SILENT, poolSize: 2 });
  const live = watchLive(duty);
  const memory = watchMemory();
  const since = performance.now();
  const read = await computePeriod({ ledger: duty, clock: new Clock(), calendar: readCalendar('config') }, period, rules);
  const seconds = (performance.now() - since) / 1_000;
  const peakMiB = memory.stop();
  await duty.close();
  const liveMiB = live.mostMiB();
  say(`${String(read)} computed in ${seconds.toFixed(1)} s, ${peakMiB.toFixed(0)} MiB, ${liveMiB.toFixed(1)} of them in use`);
  return {
    ...{ dossiers: read ?? 0, seconds: Number(seconds.toFixed(2)) },
    ...{ peakMiB: Math.round(peakMiB), liveMiB: Number(liveMiB.toFixed(1)) },
    ...(await lostIn(url, period)),
  };
}

/** The dossiers that were planted, and losses in any other figure. */
async function lostIn(url: string, { name }: Period): Promise<Pick<Measured, 'lost' | 'lostElsewhere'>> {
  const sessions = { lifetimeMs: 1, idleMs: 1 };
  const desk = await openDeskLedger({ url, clock: new Clock(), log: SILENT, secrets: TEST_SECRETS, poolSize: 2, sessions });
  try {
    const run = await desk.score.run(name);
    const rows = (await desk.score.figures(run?.id ?? '')).filter(({ unit }) => unit === null);
    const of = (figure: string): number => rows.find((row) => row.figure === figure)?.lost ?? 0;
    return { lost: of('2.1'), lostElsewhere: rows.reduce((sum, { lost }) => sum + lost, 0) - of('2.1') };
  } finally {
    await desk.close();
  }
}

/** The most that is in use when a portion has been read: all that can be collected is collected first. */
function watchLive({ score }: DutyLedger): { mostMiB: () => number } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const read = score.read.bind(score);
  let [most, portions] = [0, 0];
  score.read = async (order) => {
    const portion = await read(order);
    portions += 1;
    if (portions % PORTIONS_PER_LOOK === 1) {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      most = Math.max(most, heapUsed + external);
    }
    return portion;
  };
  return { mostMiB: () => most / MIB };
}

/** The most that this process held, sampled. */
function watchMemory(): { stop: () => number } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak / MIB;
    },
  };
}

interface Claims {
  readonly waiting: number;
  readonly ordinaryMs: number;
  readonly withoutIndexMs: number;
  readonly closingMs: number;
  readonly ratio: number;
}

/** Claims among many due lanes: ordinary ones with and without the index of closing lanes in turn, and closing ones; medians. */
async function measureClaims(url: string, say: (line: string) => void): Promise<Claims> {
  const ledger = await openLedger({ url, application: 'prove', clock: new Clock(), log: SILENT, secrets: TEST_SECRETS });
  const indexed: number[] = [];
  const bare: number[] = [];
  try {
    const waiting = await onDatabase(url, (db) => db.query(ALL_DUE));
    const closingMs = await windowOf(ledger, url, { among: 'closing', index: true });
    for (let window = 0; window < WINDOWS; window += 1) {
      indexed.push(await windowOf(ledger, url, { among: 'all', index: true }));
      bare.push(await windowOf(ledger, url, { among: 'all', index: false }));
    }
    const [ordinaryMs, withoutIndexMs] = [quantile(indexed, 0.5), quantile(bare, 0.5)];
    const ratio = Number((ordinaryMs / withoutIndexMs).toFixed(2));
    const claims = { waiting: waiting.rowCount ?? 0, ordinaryMs, withoutIndexMs, closingMs, ratio };
    say(`claims: ${JSON.stringify(claims)}`);
    return claims;
  } finally {
    await ledger.close();
  }
}

/** The median of a window of claims, on a table that is tidy, with the index or without it. */
async function windowOf(ledger: Ledger, url: string, { among, index }: { among: Among; index: boolean }): Promise<number> {
  await onDatabase(url, async (db) => {
    await db.query('DROP INDEX IF EXISTS lane_closing');
    if (index) await db.query(CLOSING_INDEX);
    await db.query('VACUUM ANALYZE lane');
  });
  await medianOf(ledger, among);
  return medianOf(ledger, among);
}

async function medianOf({ lanes }: Ledger, among: Among): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < CLAIMS; at += 1) {
    const since = performance.now();
    const order = { destination: 'national', among, most: LANES_PER_CLAIM, holder: 'prove', leaseMs: 600_000 };
    await lanes.claim(order).catch((error: unknown) => {
      // What is claimed was never sealed: only that it is found is measured.
      if (!String(error).includes('authenticate')) throw error;
    });
    times.push(performance.now() - since);
  }
  return Number(quantile(times, 0.5).toFixed(3));
}

async function onDatabase<T>(url: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

// As many as there are to be: each with a version and three steps, acknowledged but for the last step of some.
const FILL = `
  WITH c AS (SELECT id FROM client WHERE code = 'a'), u AS (
    SELECT unit_id FROM unit_alias WHERE code = '14797' AND scheme = 'administrative' AND upper_inf(valid) LIMIT 1
  ), o AS (
    INSERT INTO dossier (code, client_id, received_unit_id, procedure, received_on, last_seq, head_seq, client_seq, status, step_filled, created_at,
      last_step_at)
    SELECT 'H56.14797-261110-' || lpad(n::text, 6, '0'), c.id, u.unit_id, '2.000815', date '2026-11-01' + n % 20, 4, 1, 1, 9, '{}', now(), now()
    FROM c, u, generate_series((SELECT count(*) + 1 FROM dossier)::int, $1::int) n RETURNING id, client_id, received_on, right(code, 6)::int AS n
  ), facts AS (
    SELECT o.*, extract(epoch FROM (received_on + time '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh')::bigint AS received FROM o
  ), items AS (
    INSERT INTO item (dossier_id, seq, id, kind, origin, status, occurred_at, accepted_at, hash, body_enc, key_id, client_id, request_id, stale,
      changes_status, pos, score_facts)
    SELECT f.id, s.seq, gen_random_uuid(), s.kind, 'client', s.status,
      CASE WHEN s.kind = 'step' THEN to_timestamp(f.received + s.seq * 3600) END, now(), '', repeat('x', 1200)::bytea, 1, f.client_id,
      gen_random_uuid(), false, true, nextval('item_position'),
      CASE WHEN s.kind = 'version' THEN jsonb_build_object('received', f.received, 'due', f.received + 86400, 'channel', 'online', 'digitised', true) END
    FROM facts f, (VALUES (1, 'version', 9), (2, 'step', 2), (3, 'step', 4), (4, 'step', 9)) AS s (seq, kind, status)
  ), lanes AS (
    INSERT INTO lane (dossier_id, destination, epoch, generation, state, due_at, fence, ack_seq, ack_version_seq, present, adopt, reassert, failures,
      closes)
    SELECT f.id, 'national', 1, 1, CASE WHEN f.n % $2::int = 0 THEN 'held' ELSE 'idle' END, NULL, 1, 4, 1, true, false, false, 0, f.n % $2::int = 0
    FROM facts f
  )
  INSERT INTO lane_item (dossier_id, destination, seq, kind, status, state, doubt, possibly_twice, sent, place, delivered_at)
  SELECT f.id, 'national', s.seq, s.kind, s.status, CASE WHEN s.seq = 4 AND f.n % $2::int = 0 THEN 'pending' ELSE 'delivered' END, false, false, 1,
    s.seq, CASE WHEN s.seq = 4 AND f.n % $2::int = 0 THEN NULL ELSE to_timestamp(f.received + s.seq * 3600 + 60) END
  FROM facts f, (VALUES (1, 'version', 9), (2, 'step', 2), (3, 'step', 4), (4, 'step', 9)) AS s (seq, kind, status)`;

const CLOSING_INDEX = `CREATE INDEX lane_closing ON lane (destination, due_at) WHERE closes AND state IN ('due', 'verifying')`;

const ALL_DUE = `UPDATE lane SET state = 'due', due_at = now() - interval '1 hour' - dossier_id * interval '1 millisecond'`;

import pg from 'pg';
import { Pool } from 'undici';
import { createClients, openLedger } from '#ledger';
import { Clock, type Log } from '#runtime';
import { startPartnerApi } from '../../apps/partner-api/src/index.ts';
import { command, databaseUrl } from '../support/databases.ts';
import { Chance } from '../support/harness/chance.ts';
import { prepareTestDatabase, TEST_SECRETS, TEST_SIGNER } from '../support/open-test-ledger.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { quantile, type ProofOptions, type Result } from './proof.ts';

const ENTRIES = 2_000;
const MOST_P99_MS = 50;
const SILENT: Log = { event: () => undefined, error: () => undefined };
const LIST = `/v1/catalog/procedures?limit=${String(ENTRIES)}`;
const KEY = 'catalogue';

interface Read {
  readonly status: number;
  readonly tag: string;
  readonly content: string;
  readonly ms: number;
}

/** The tag of the published catalogue is another one exactly when its content is, through edits and roll-backs; and 2,000 entries are quick. */
export async function proveCatalogueTag({ seed, requests, say }: ProofOptions & { requests: number }): Promise<Result> {
  const server = await startPostgresServer({ durable: true });
  await command(server.url, 'CREATE DATABASE prove');
  const url = databaseUrl(server.url, 'prove');
  await prepareTestDatabase(url);
  await createClients(url, TEST_SECRETS.pepper, [{ code: KEY, name: 'Thử', apiKey: KEY, unitCodes: ['14797'], unlimited: true }]);
  const db = new pg.Pool({ connectionString: url, max: 2 });
  db.on('error', () => undefined);
  const clock = new Clock();
  const ledger = await openLedger({ url, application: 'door', clock, log: SILENT, secrets: TEST_SECRETS });
  const { pepper } = TEST_SECRETS;
  const door = await startPartnerApi({ ledger, clock, log: SILENT, pepper, signer: TEST_SIGNER, port: 0, host: '127.0.0.1' });
  const pool = new Pool(door.url);
  try {
    await db.query(FILL, [ENTRIES]);
    const edited = await editAndRead(db, pool, { chance: new Chance(seed), edits: requests });
    say(`${String(requests)} edits, ${String(edited.changed)} of which changed the list`);
    const warm = await readWarm(pool, requests);
    return judge(edited, warm);
  } finally {
    await pool.close();
    await door.close();
    await ledger.close();
    await db.end();
    await server.stop();
  }
}

interface Edited {
  readonly edits: number;
  readonly changed: number;
  /** Rounds after which the tag said something else than the content, or one content had two tags. */
  readonly wrong: number;
}

async function editAndRead(db: pg.Pool, pool: Pool, { chance, edits }: { chance: Chance; edits: number }): Promise<Edited> {
  const tags = new Map<string, string>();
  let [changed, wrong] = [0, 0];
  let before = await read(pool);
  for (let at = 0; at < edits; at += 1) {
    await edit(db, chance);
    const now = await read(pool);
    const isOther = now.content !== before.content;
    if (isOther) changed += 1;
    const isTagRight = (now.tag !== before.tag) === isOther && (tags.get(now.content) ?? now.tag) === now.tag;
    if (!isTagRight) wrong += 1;
    tags.set(now.content, now.tag);
    before = now;
  }
  return { edits, changed, wrong };
}

/** Says something, takes it back, says it again, says what holds only later, or nothing at all. */
async function edit(db: pg.Pool, chance: Chance): Promise<void> {
  const code = `0.${String(chance.below(6)).padStart(6, '0')}`;
  if (chance.hits(0.2)) {
    await db.query('NOTIFY codes_changed');
    return;
  }
  const { rowCount } = await db.query(TAKE_BACK, [code]);
  if (rowCount === 0 || chance.hits(0.5))
    await db.query(SAY, [code, `Tên ${String(chance.below(3))}`, chance.hits(0.25) ? '[2999-01-01,)' : '(,)']);
}

interface Warm {
  readonly entries: number;
  readonly waits: readonly number[];
  readonly notModified: number;
}

async function readWarm(pool: Pool, requests: number): Promise<Warm> {
  const first = await read(pool);
  const waits: number[] = [];
  let notModified = 0;
  for (let at = 0; at < requests; at += 1) {
    waits.push((await read(pool)).ms);
    const same = await read(pool, { 'if-none-match': first.tag });
    if (same.status === 304 && same.content === '') notModified += 1;
  }
  return { entries: (JSON.parse(first.content) as unknown[]).length, waits, notModified };
}

async function read(pool: Pool, headers: Record<string, string> = {}): Promise<Read> {
  const since = performance.now();
  const answer = await pool.request({ method: 'GET', path: LIST, headers: { authorization: `Bearer ${KEY}`, ...headers } });
  const text = await answer.body.text();
  const ms = performance.now() - since;
  const content = text === '' ? '' : JSON.stringify((JSON.parse(text) as { items: unknown }).items);
  return { status: answer.statusCode, tag: String(answer.headers['etag']), content, ms };
}

function judge({ edits, changed, wrong }: Edited, { entries, waits, notModified }: Warm): Result {
  const p99 = quantile(waits, 0.99);
  return {
    figures: { edits, changed, wrong, entries, p50Ms: quantile(waits, 0.5), p99Ms: p99, notModified, asked: waits.length },
    target: `the tag changes exactly when the content does; ${String(ENTRIES)} entries warm in p99 < ${String(MOST_P99_MS)} ms, and 304 to whoever has them`,
    met: wrong === 0 && changed > 0 && entries === ENTRIES && p99 < MOST_P99_MS && notModified === waits.length,
  };
}

const FILL = `
  INSERT INTO procedure (code, name, field_code, field_name, valid, recorded)
  SELECT '6.' || lpad(n::text, 6, '0'), 'Thủ tục hành chính số ' || n, 'G15-HT01', 'Hộ tịch', '(,)', tstzrange(clock_timestamp(), NULL)
  FROM generate_series(1, $1::int) n`;
const TAKE_BACK = `
  UPDATE procedure SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE code = $1 AND upper_inf(recorded)`;
const SAY = `
  INSERT INTO procedure (code, name, field_code, field_name, valid, recorded)
  VALUES ($1, $2, 'G15-HT01', 'Hộ tịch', $3, tstzrange(clock_timestamp(), NULL))`;

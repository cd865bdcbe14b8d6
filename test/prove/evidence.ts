import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { openDutyLedger } from '#ledger';
import { Clock, openLog, SigningKey } from '#runtime';
import { peakOf } from '../bench/usage.ts';
import { command, databaseUrl } from '../support/databases.ts';
import { prepareTestDatabase } from '../support/open-test-ledger.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import type { ProofOptions, Result } from './proof.ts';

const SEED = Buffer.alloc(32, 11);
const KEY = new SigningKey(SEED);
const WITHIN_S = 60;
/** Verifying many may take this much more memory than verifying a hundredth of them. */
const FLAT_MIB = 64;
const DAYS = ['--from', '2020-01-01', '--to', '2099-12-31'];
const SPOILT: Readonly<Record<string, readonly string[]>> = {
  'flipped byte': [`UPDATE evidence_leaf SET leaf = set_byte(leaf, 3, get_byte(leaf, 3) # 1) WHERE pos = $1`],
  'removed row': [`DELETE FROM evidence_leaf WHERE pos = $1`],
  'swapped rows': [
    `UPDATE evidence_leaf SET pos = -1 WHERE pos = $1`,
    `UPDATE evidence_leaf SET pos = $1 WHERE pos = $1::bigint + 1`,
    `UPDATE evidence_leaf SET pos = $1::bigint + 1 WHERE pos = -1`,
  ],
  'changed item': [`UPDATE item SET hash = 'h1:other' WHERE pos = $1`],
  'cut tail': [
    `DELETE FROM evidence_leaf WHERE pos >= (SELECT first_pos FROM evidence_block ORDER BY number DESC LIMIT 1) AND $1 > 0`,
    `DELETE FROM evidence_block WHERE number = (SELECT max(number) FROM evidence_block) AND $1 > 0`,
  ],
};

/** A million leaves are sealed, exported, and verified without the gateway; then somebody changes one row after the other. */
export async function proveEvidence({ dossiers: wanted = 1_000_000, say }: ProofOptions): Promise<Result> {
  const server = await startPostgresServer({ durable: false });
  const folder = mkdtempSync(join(tmpdir(), 'one-stop-evidence-'));
  try {
    await command(server.url, 'CREATE DATABASE prove');
    const url = databaseUrl(server.url, 'prove');
    await prepareTestDatabase(url);
    const few = await measure(url, { items: Math.ceil(wanted / 100), day: 1, folder, say });
    const many = await measure(url, { items: wanted, day: 2, folder, say });
    const found = await spoilAll(url, wanted, say);
    const isFound = Object.values(found).every((codes) => codes.length > 0);
    const isFlat = many.peakMiB - few.peakMiB < FLAT_MIB;
    return {
      figures: { few, many, found },
      target: `${String(wanted)} leaves verified from a file in < ${String(WITHIN_S)} s, peak < ${String(FLAT_MIB)} MiB above a hundredth of them, every change found`,
      met: many.verified && many.verifySeconds < WITHIN_S && isFlat && isFound,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

interface Measured {
  readonly items: number;
  readonly sealSeconds: number;
  readonly verifySeconds: number;
  readonly fileMiB: number;
  readonly peakMiB: number;
  readonly verified: boolean;
}

async function measure(
  url: string,
  { items, day, folder, say }: { items: number; day: number; folder: string; say: (line: string) => void },
): Promise<Measured> {
  await fill(url, items);
  const sealSeconds = await seal(url, day);
  say(`${String(items)} leaves sealed in ${sealSeconds.toFixed(1)} s`);
  const file = join(folder, 'evidence.jsonl');
  await run('export', { DATABASE_URL: url }, [...DAYS, '--out', file]);
  const verified = await run('verify', { EVIDENCE_KEY: SEED.toString('base64') }, [...DAYS, '--file', file, '--json']);
  say(`verified in ${verified.seconds.toFixed(1)} s, ${verified.peakMiB.toFixed(0)} MiB`);
  const isWhole = verified.code === 0 && (JSON.parse(verified.stdout) as { leaves: number }).leaves === items;
  return {
    ...{ items, sealSeconds, verifySeconds: verified.seconds, fileMiB: Math.round(statSync(file).size / 2 ** 20) },
    ...{ peakMiB: Math.round(verified.peakMiB), verified: isWhole },
  };
}

/** Brings the items to that number, as doors would have accepted them. */
async function fill(url: string, items: number): Promise<void> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(FILL, [items]);
  await db.end();
}

const FILL = `
  WITH d AS (
    INSERT INTO dossier (code, client_id, received_unit_id, procedure, last_seq, head_seq, client_seq, status, step_filled, created_at)
    SELECT 'H56.14797-261127-0001', 1, 1, '2.000815', 1, 1, 1, 2, '{}', now() WHERE NOT EXISTS (SELECT FROM dossier)
    RETURNING id
  ), one AS (SELECT id FROM d UNION ALL SELECT id FROM dossier)
  INSERT INTO item (dossier_id, seq, id, kind, origin, status, accepted_at, hash, body_enc, key_id, client_id, request_id, stale, changes_status, pos, salt)
  SELECT one.id, n, gen_random_uuid(), 'step', 'client', 4, now(), 'h1:' || encode(sha256(n::text::bytea), 'hex'), '', 1, 1, gen_random_uuid(),
    false, false, nextval('item_position'), substring(uuid_send(gen_random_uuid()) FROM 1 FOR 16)
  FROM one, generate_series(1 + (SELECT count(*) FROM item), $1) n`;

/** `day`: how many days later it is when the ends of days are signed. */
async function seal(url: string, day: number): Promise<number> {
  const clock = new Clock();
  const duty = await openDutyLedger({ url, clock, log: openLog('prove'), poolSize: 1 });
  const since = performance.now();
  await duty.evidence.seal(0, clock.now());
  const seconds = (performance.now() - since) / 1_000;
  await duty.evidence.anchor(KEY, new Date(clock.now().getTime() + day * 86_400_000));
  await duty.close();
  return seconds;
}

/** Changes one thing after the other, each taken back afterwards; answers what a verification says of it. */
async function spoilAll(url: string, items: number, say: (line: string) => void): Promise<Record<string, string[]>> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  const copies = ['evidence_leaf', 'evidence_block'].map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
  for (const copy of copies) await db.query(copy);
  const found: Record<string, string[]> = {};
  for (const [name, statements] of Object.entries(SPOILT)) {
    for (const statement of statements) await db.query(statement, [Math.floor(items / 3)]);
    const { stdout } = await run('verify', { DATABASE_URL: url, EVIDENCE_KEY: SEED.toString('base64') }, [...DAYS, '--json']);
    found[name] = (JSON.parse(stdout) as { broken: { code: string; en: string }[] }).broken.map(({ code }) => code);
    say(`${name}: ${found[name].join(' ')}`);
    await restore(db);
  }
  await db.end();
  return found;
}

async function restore(db: pg.Client): Promise<void> {
  for (const table of ['evidence_leaf', 'evidence_block']) {
    await db.query(`TRUNCATE ${table}`);
    await db.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
  }
  await db.query(`UPDATE item SET hash = 'h1:' || encode(sha256(seq::text::bytea), 'hex') WHERE hash = 'h1:other'`);
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly seconds: number;
  readonly peakMiB: number;
}

/** Runs a command as it was built, and watches its memory. */
async function run(which: 'verify' | 'export', environment: Record<string, string>, args: readonly string[]): Promise<Ran> {
  const since = performance.now();
  const env = { PATH: process.env['PATH'], DATA_DIR: '/nonexistent', ...environment };
  const child = spawn(process.execPath, [resolve(`dist/programs/standalone/${which}-evidence.js`), ...args], { env });
  let [stdout, peakMiB] = ['', 0];
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.pipe(process.stderr);
  const watch = setInterval(() => {
    try {
      peakMiB = Math.max(peakMiB, peakOf(child.pid ?? 0) || 0);
    } catch {
      // It has just ended.
    }
  }, 50);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(watch);
  return { code, stdout, seconds: (performance.now() - since) / 1_000, peakMiB };
}

import { createHash } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import type { Acceptance, KeptAnswer, Submission } from './submission.ts';

const KEPT_FOR_MS = 7 * 24 * 3_600_000;
const MOST_DIFFERENCES = 20;

/** Another process kept an answer for the same key in the meantime: the request is judged again from the start. */
export class KeyRace extends Error {}

interface KeptRow {
  body_hash: Buffer;
  body_enc: Buffer;
  key_id: number;
  status: number;
  answer: string;
}

/** The answer that was kept for a key: replayed for the same body, a clash for another one. */
export async function findKept(
  pool: pg.Pool,
  cipher: Cipher,
  submission: Submission,
  now: Date,
): Promise<Acceptance | undefined> {
  const claim = submission.idempotency;
  if (claim === undefined) return undefined;
  const keyHash = hash(claim.key);
  const [row] = await query<KeptRow>(pool, {
    name: 'idempotency-find',
    text: `SELECT body_hash, body_enc, key_id, status, answer FROM idempotency
      WHERE client_id = $1 AND path = $2 AND key_hash = $3 AND created_at > $4`,
    values: [submission.clientId, claim.path, keyHash, keptSince(now)],
  });
  if (row === undefined) return undefined;
  if (row.body_hash.equals(hash(submission.raw))) return { kind: 'replayed', answer: { status: row.status, body: row.answer } };
  await cipher.load([row.key_id]);
  const former = cipher.unseal(row.body_enc, row.key_id, rowId(submission.clientId, claim.path, keyHash));
  return { kind: 'key-reused', differing: differences(parse(former), parse(submission.raw)).slice(0, MOST_DIFFERENCES) };
}

/** Keeps an answer for its key, in the transaction of the items. An expired row of the same key gives way. */
export async function keep(
  db: pg.PoolClient,
  cipher: Cipher,
  kept: { submission: Submission; answer: KeptAnswer; now: Date },
): Promise<void> {
  const { submission, answer, now } = kept;
  const claim = submission.idempotency;
  if (claim === undefined || answer.status >= 400) return;
  const keyHash = hash(claim.key);
  const sealed = cipher.seal(submission.raw, rowId(submission.clientId, claim.path, keyHash));
  const { rowCount } = await db.query({
    name: 'idempotency-keep',
    text: `INSERT INTO idempotency AS i (client_id, path, key_hash, body_hash, body_enc, key_id, status, answer, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (client_id, path, key_hash) DO UPDATE SET body_hash = excluded.body_hash, body_enc = excluded.body_enc,
        key_id = excluded.key_id, status = excluded.status, answer = excluded.answer, created_at = excluded.created_at
      WHERE i.created_at <= $10`,
    values: [
      ...[submission.clientId, claim.path, keyHash, hash(submission.raw), sealed.data, sealed.keyId],
      ...[answer.status, answer.body, now, keptSince(now)],
    ],
  });
  if (rowCount === 0) throw new KeyRace();
}

/** Forgets keys that are older than seven days, a small batch at a time; answers how many went. */
export async function forgetOldKeys(pool: pg.Pool, now: Date): Promise<number> {
  const rows = await query(pool, {
    text: `DELETE FROM idempotency WHERE (client_id, path, key_hash) IN (
      SELECT client_id, path, key_hash FROM idempotency WHERE created_at <= $1 LIMIT 1000) RETURNING 1`,
    values: [keptSince(now)],
  });
  return rows.length;
}

function keptSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_FOR_MS);
}

function rowId(clientId: number, path: string, keyHash: Buffer): string {
  return `${String(clientId)}|${path}|${keyHash.toString('hex')}`;
}

function hash(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON pointers at which two values differ. */
function differences(a: unknown, b: unknown, pointer = ''): string[] {
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
      differences(a[key], b[key], `${pointer}/${key}`),
    );
  }
  return canonicalJson(a ?? null) === canonicalJson(b ?? null) ? [] : [pointer];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { randomChunk, type Clock } from '#runtime';
import { query } from './database.ts';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ROTATION_CHECK_MS = 60_000;

/** Encrypted bytes and the data key that opens them. */
export interface Sealed {
  readonly data: Buffer;
  readonly keyId: number;
}

/**
 * Encrypts what is personal at rest: AES-256-GCM with one data key per month (UTC), each wrapped by a key that never lies in
 * the database. The row's id is authenticated with the bytes, so that a blob moved to another row does not open.
 */
export class Cipher {
  private readonly keys = new Map<number, Buffer>();
  private current = { id: 0, month: '' };
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly wrappingKey: Buffer,
    private readonly clock: Clock,
  ) {}

  /** Loads or makes this month's key and watches for the next month. */
  async open(): Promise<void> {
    await this.useKeyOfThisMonth();
    // When the database is away at the turn of a month the old key serves on.
    this.timer = setInterval(() => {
      this.useKeyOfThisMonth().catch(() => undefined);
    }, ROTATION_CHECK_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Encrypts for the row of that id. */
  seal(plain: Uint8Array | string, rowId: string): Sealed {
    return { data: encrypt(this.key(this.current.id), plain, rowId), keyId: this.current.id };
  }

  /** Decrypts what was sealed for the row of that id. The data key must have been loaded (see `load`). */
  unseal(data: Buffer, keyId: number, rowId: string): Buffer {
    return decrypt(this.key(keyId), data, rowId);
  }

  /** Makes sure that these data keys are at hand. */
  async load(keyIds: readonly number[]): Promise<void> {
    const missing = [...new Set(keyIds)].filter((id) => !this.keys.has(id));
    if (missing.length === 0) return;
    const rows = await query<{ id: number; month: string; wrapped: Buffer }>(this.pool, {
      text: 'SELECT id, month::text, wrapped FROM data_key WHERE id = ANY($1)',
      values: [missing],
    });
    for (const row of rows) this.keys.set(row.id, decrypt(this.wrappingKey, row.wrapped, row.month));
  }

  private key(id: number): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new Error(`data key ${String(id)} is not loaded`);
    return key;
  }

  private async useKeyOfThisMonth(): Promise<void> {
    const now = this.clock.now();
    const month = `${now.toISOString().slice(0, 7)}-01`;
    if (month === this.current.month) return;
    await query(this.pool, {
      text: 'INSERT INTO data_key (month, wrapped, created_at) VALUES ($1, $2, $3) ON CONFLICT (month) DO NOTHING',
      values: [month, encrypt(this.wrappingKey, randomBytes(32), month), now],
    });
    const [row] = await query<{ id: number }>(this.pool, { text: 'SELECT id FROM data_key WHERE month = $1', values: [month] });
    if (row === undefined) throw new Error('no data key for this month');
    await this.load([row.id]);
    this.current = { id: row.id, month };
  }
}

/** Whether that key is the one that wraps the data keys of a database; true where there are none. */
export async function opensDataKeys(db: Pick<pg.ClientBase, 'query'>, wrappingKey: Buffer): Promise<boolean> {
  const { rows } = await db.query<{ month: string; wrapped: Buffer }>('SELECT month::text, wrapped FROM data_key');
  try {
    for (const { month, wrapped } of rows) decrypt(wrappingKey, wrapped, month);
    return true;
  } catch {
    return false;
  }
}

function encrypt(key: Buffer, plain: Uint8Array | string, aad: string): Buffer {
  const iv = randomChunk(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(aad));
  return Buffer.concat([Buffer.of(FORMAT), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, data: Buffer, aad: string): Buffer {
  const iv = data.subarray(1, 1 + IV_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(aad));
  decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
  return Buffer.concat([decipher.update(data.subarray(1 + IV_BYTES, data.length - TAG_BYTES)), decipher.final()]);
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WireItem } from '#protocols';

/** Where an item lies in the spool. */
export interface Spooled {
  readonly at: number;
  readonly length: number;
}

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const WRITE_BYTES = 1_048_576;

/**
 * Items laid aside until they are needed: only where each lies is held in memory. They are personal, so that the file is encrypted under a
 * key that this process alone has, and it has no name any more from its first moment on.
 */
export class Spool {
  private readonly key = randomBytes(32);
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** Where the next item will lie, whether what is before it is written yet or not. */
  private end = 0;
  private written = 0;
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: FileHandle) {}

  static async open(): Promise<Spool> {
    const folder = await mkdtemp(join(tmpdir(), 'parity-'));
    try {
      return new Spool(await open(join(folder, 'items'), 'wx+', 0o600));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async put(item: WireItem): Promise<Spooled> {
    const at = this.end;
    const cipher = createCipheriv(ALGORITHM, this.key, nonceOf(at));
    const bytes = Buffer.concat([cipher.update(JSON.stringify(item)), cipher.final(), cipher.getAuthTag()]);
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.end += bytes.length;
    if (this.waitingBytes >= WRITE_BYTES) await this.flush();
    return { at, length: bytes.length };
  }

  async get({ at, length }: Spooled): Promise<WireItem> {
    await this.flush();
    const bytes = Buffer.alloc(length);
    await this.file.read(bytes, 0, length, at);
    const cipher = createDecipheriv(ALGORITHM, this.key, nonceOf(at)).setAuthTag(bytes.subarray(length - TAG_BYTES));
    const text = Buffer.concat([cipher.update(bytes.subarray(0, length - TAG_BYTES)), cipher.final()]).toString();
    return JSON.parse(text) as WireItem;
  }

  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
    await this.file.close();
  }

  /** Resolves when everything that was put is in the file: whoever comes while another writes waits for that, too. */
  private flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    if (this.waitingBytes === 0) return;
    const bytes = Buffer.concat(this.waiting);
    [this.waiting, this.waitingBytes] = [[], 0];
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, this.written);
      done += bytesWritten;
      this.written += bytesWritten;
    }
  }
}

/** No two items lie at the same place. */
function nonceOf(at: number): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(at), NONCE_BYTES - 8);
  return nonce;
}

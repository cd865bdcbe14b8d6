import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { KeptFile } from './manifest.ts';

// What is personal is encrypted and comes as hexadecimal digits: two characters per byte that gain nothing from more effort.
const LEVEL = 3;
const MODE = 0o600;

/** Compresses what flows into a new file of a backup, on disk when this resolves. */
export async function writeCompressed(folder: string, file: string, [source, meter]: [Readable, Transform]): Promise<KeptFile> {
  return writeNew(folder, file, (into, digest) => pipeline(source, meter, createGzip({ level: LEVEL }), digest, into));
}

/** Writes a text into a new file of a backup. */
export function writeText(folder: string, file: string, text: string): Promise<KeptFile> {
  return writeNew(folder, file, (into, digest) => pipeline([Buffer.from(text)], digest, into));
}

async function writeNew(
  folder: string,
  file: string,
  fill: (into: Writable, digest: Digest) => Promise<void>,
): Promise<KeptFile> {
  const digest = new Digest();
  await fill(createWriteStream(join(folder, file), { flags: 'wx', mode: MODE, flush: true }), digest);
  return { file, bytes: digest.bytes, sha256: digest.hex() };
}

/** Takes the SHA-256 and length of what passes. */
export class Digest extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  hex(): string {
    return this.hash.digest('hex');
  }
}

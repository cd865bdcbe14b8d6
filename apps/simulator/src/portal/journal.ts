import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK_BYTES = 1_024 * 1_024;
const NEWLINE = 0x0a;

/**
 * An append-only file that is written before an answer leaves, so that a `kill -9` never makes a portal forget what it has
 * acknowledged. A torn last line is what was never acknowledged.
 */
export class Journal<T> {
  private readonly file: number;

  constructor(folder: string, name: string) {
    mkdirSync(folder, { recursive: true });
    this.file = openSync(join(folder, name), 'a+');
  }

  append(entry: T): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  /** Forgets everything. */
  clear(): void {
    ftruncateSync(this.file, 0);
  }

  /** Everything that was written, in order; a torn last line is cut off. Piece by piece: the file may outgrow the longest text. */
  *read(): Generator<T> {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let whole = 0;
    for (;;) {
      const length = readSync(this.file, chunk, 0, CHUNK_BYTES, whole + rest.length);
      if (length === 0) break;
      const read = Buffer.concat([rest, chunk.subarray(0, length)]);
      const end = read.lastIndexOf(NEWLINE) + 1;
      for (const line of read.toString('utf8', 0, end).split('\n')) if (line !== '') yield JSON.parse(line) as T;
      rest = read.subarray(end);
      whole += end;
    }
    if (rest.length > 0) ftruncateSync(this.file, whole);
  }

  close(): void {
    closeSync(this.file);
  }
}

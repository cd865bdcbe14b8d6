import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An append-only file that is written before an answer leaves, so that a `kill -9` never makes a portal forget what it has
 * acknowledged. A torn last line is what was never acknowledged.
 */
export class Journal<T> {
  private readonly file: number;
  private readonly path: string;

  constructor(folder: string, name: string) {
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, name);
    this.file = openSync(this.path, 'a');
  }

  append(entry: T): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  /** Forgets everything before, then writes that entry. */
  restart(entries: readonly T[]): void {
    ftruncateSync(this.file, 0);
    entries.forEach((entry) => {
      this.append(entry);
    });
  }

  /** Everything that was written, in order. */
  *read(): Generator<T> {
    if (!existsSync(this.path)) return;
    const lines = readFileSync(this.path, 'utf8').split('\n');
    const torn = lines.pop();
    for (const line of lines) yield JSON.parse(line) as T;
    if (torn !== undefined && torn !== '') ftruncateSync(this.file, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
  }

  close(): void {
    closeSync(this.file);
  }
}

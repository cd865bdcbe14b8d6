import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

const MOST_BYTES = 16 * 1_024 * 1_024;
const CHECK_MS = 10_000;
const TAIL_LINES = 5;
const TAIL_WIDTH = 400;

/**
 * The log files of the processes. A process writes to its file itself, so that it goes on when we are killed; too long a file
 * is copied to `<name>.log.1` and emptied in place.
 */
export class LogFiles {
  private readonly handles = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly folder: string,
    private readonly mostBytes = MOST_BYTES,
  ) {
    this.timer = setInterval(() => {
      this.cut();
    }, CHECK_MS);
    this.timer.unref();
  }

  /** The file descriptor that a process appends to. */
  open(name: string): number {
    const known = this.handles.get(name);
    if (known !== undefined) return known;
    const handle = openSync(this.path(name), 'a+', 0o600);
    this.handles.set(name, handle);
    this.cut();
    return handle;
  }

  path(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  /** The last lines of a log, for a person who is told that a process does not start. */
  tail(name: string): string[] {
    const handle = this.open(name);
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, 8_192));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES);
    return lines.map((line) => line.slice(0, TAIL_WIDTH));
  }

  /** Cuts every file that grew too long. */
  cut(): void {
    for (const [name, handle] of this.handles) {
      if (fstatSync(handle).size <= this.mostBytes) continue;
      copyFileSync(this.path(name), `${this.path(name)}.1`);
      ftruncateSync(handle, 0);
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.handles.forEach((handle) => {
      closeSync(handle);
    });
    this.handles.clear();
  }
}

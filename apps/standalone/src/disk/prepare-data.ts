import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Places } from './places.ts';

/**
 * Makes the folders of an edition. Those above the cluster are open to be walked through, because PostgreSQL runs as another
 * user when we are root; what is private inside them is closed by itself. A folder that was there keeps its mode.
 */
export function prepareData({ data, run, logs, simulator }: Places): void {
  makeOpen(data);
  for (const folder of [run, logs, simulator]) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

function makeOpen(folder: string): void {
  if (existsSync(folder)) return;
  makeOpen(dirname(folder));
  mkdirSync(folder, { mode: 0o755 });
  if (process.getuid?.() === 0) chmodSync(folder, 0o755); // a strict umask would close it to the postgres user
}

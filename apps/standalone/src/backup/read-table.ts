import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { CheckedBackup } from './verify.ts';

/** Sends the rows of a table of a backup through a meter to where they are loaded. */
export async function readTable(
  { folder, manifest }: CheckedBackup,
  table: string,
  [meter, loading]: [Transform, Writable],
): Promise<void> {
  const kept = manifest.tables.find(({ name }) => name === table);
  if (kept === undefined) throw new Error(`no table ${table} in the backup`);
  await pipeline(createReadStream(join(folder, kept.file)), createGunzip(), meter, loading);
}

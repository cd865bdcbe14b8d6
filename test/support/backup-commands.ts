import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { runBuilt, type CommandRun } from './client-command.ts';
import { command, databaseUrl, type TestDatabase } from './databases.ts';

/** Where backups are made and restored to, with the keys and the passphrase of the gateway. */
export interface BackupGround {
  readonly folder: string;
  readonly keys: { readonly pepper: Buffer; readonly wrappingKey: Buffer };
  remove(): void;
}

export const PASSPHRASE = 'mật khẩu đủ dài';

/** The built entry of a command. */
export function entryOf(name: 'backup' | 'restore' | 'after-restore'): string {
  return resolve(`dist/programs/standalone/${name}.js`);
}

export function openBackupGround(keys: BackupGround['keys']): BackupGround {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'one-stop-backup-')));
  return {
    folder,
    keys,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The environment of a command on that database. */
export function environmentOf({ folder, keys }: BackupGround, url: string): Record<string, string> {
  return {
    DATABASE_URL: url,
    DATA_DIR: join(folder, 'data'),
    BACKUP_PASSPHRASE: PASSPHRASE,
    PEPPER: keys.pepper.toString('base64'),
    WRAPPING_KEY: keys.wrappingKey.toString('base64'),
  };
}

/** Runs a command as it was built; `more` stands over its environment. */
export function runCommand(
  name: 'backup' | 'restore' | 'after-restore',
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Omit<CommandRun, 'json'>> {
  return runBuilt(entryOf(name), environment, args);
}

/** Backs a database up; answers the folder of the backup. */
export async function takeBackup(ground: BackupGround, url: string, ...args: readonly string[]): Promise<string> {
  const to = join(ground.folder, 'backups');
  const { code, stderr } = await runCommand('backup', environmentOf(ground, url), '--to', to, ...args);
  if (code !== 0) throw new Error(stderr);
  const [name = ''] = readdirSync(to).sort().reverse();
  return join(to, name);
}

/** A database with nothing in it, on the server of the tests. */
export async function createEmptyDatabase(server = process.env['TEST_DATABASE_URL'] ?? ''): Promise<TestDatabase> {
  const name = `empty_${Math.random().toString(36).slice(2)}`;
  await command(server, `CREATE DATABASE ${name}`);
  return { url: databaseUrl(server, name), drop: () => command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Rows of one statement, on a connection of its own. */
export async function rowsOf<T extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

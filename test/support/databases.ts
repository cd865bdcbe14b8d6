import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The name of the migrated, empty database that every test database is a copy of. */
export const TEMPLATE = 'tpl';

/** The name of one that holds what the files of the configuration say as well. */
export const PREPARED = 'tpl_prepared';

/** A database of a test's own, owned by the superuser in `url`. */
export interface TestDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop: () => Promise<void>;
}

/** A fresh copy of a template, about 30 ms. Only where the global setup has started the server. */
export async function createTestDatabase(template: typeof TEMPLATE | typeof PREPARED = TEMPLATE): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('no TEST_DATABASE_URL: this project of jest.config.mjs starts no server');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await command(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  return {
    url: databaseUrl(server, name),
    drop: () => command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The address of another database of that server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** One statement on a connection of its own. */
export async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

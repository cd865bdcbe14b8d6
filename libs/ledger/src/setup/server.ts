import pg from 'pg';
import { connectionOptions, isAway } from '../database.ts';

/** What the owner of a database may rely on; `version` is the major version. */
export interface ServerFacts {
  readonly version: number;
  readonly encoding: string;
  readonly database: string;
  /** Whether the owner may create tables in it. */
  readonly mayCreateTables: boolean;
}

/** What came of looking at a server: its facts, nobody answers, or the log-in was turned away (`code` is PostgreSQL's SQLSTATE). */
export type Inspection =
  | ({ readonly kind: 'open' } & ServerFacts)
  | { readonly kind: 'away'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly code: string; readonly reason: string };

const FACTS = `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding,
  current_database() AS database, has_schema_privilege('public', 'CREATE') AS "mayCreateTables"`;

/** Logs in and reads what kind of server and database this is. */
export async function inspectServer(url: string): Promise<Inspection> {
  try {
    const [facts] = await asOwner(url, async (client) => (await client.query<ServerFacts>(FACTS)).rows);
    return facts === undefined ? { kind: 'away', reason: 'no answer' } : { kind: 'open', ...facts };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (isAway(error)) return { kind: 'away', reason };
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return { kind: 'rejected', code: error.code, reason };
    throw error;
  }
}

/** Creates a database on the server of that address, unless it is there. */
export async function createDatabase(serverUrl: string, name: string): Promise<void> {
  await asOwner(serverUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  });
}

/** One connection for one piece of set-up work. */
export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectionOptions(url, 'owner'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

import pg from 'pg';
import { connectionOptions } from '../database.ts';

// Nothing of a whole table is found by a key and in ten seconds. What is written must not depend on how the server is set up.
const SETTINGS = [
  ...['timezone=UTC', 'statement_timeout=0', 'idle_in_transaction_session_timeout=0', 'client_encoding=UTF8'],
  ...['datestyle=ISO', 'intervalstyle=postgres', 'extra_float_digits=1', 'bytea_output=hex'],
];

/** One connection of the owner for work that takes as long as it takes. */
export async function onLongConnection<T>(url: string, application: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const { stream: _stream, ...options } = connectionOptions(url, application);
  const db = new pg.Client({ ...options, options: SETTINGS.map((setting) => `-c ${setting}`).join(' ') });
  // A connection that dies fails what is under way, and that is enough.
  db.on('error', () => undefined);
  try {
    await db.connect();
    return await work(db);
  } finally {
    await db.end().catch(() => undefined);
  }
}

import { openOwner } from './owner.ts';

/** Held, shared, while a backup reads. */
export const BACKUP_LOCK = 7205;

/** Brings the schema of that database up to date. Idempotent. */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const source = await openOwner(ownerUrl);
  try {
    // Two that migrate at once would both see the same migration as missing.
    await source.query('SELECT pg_advisory_lock(7200)');
    // A change of the schema waits for whoever reads a table, and everybody else behind it: better to wait for a backup here.
    if (await source.showMigrations()) await source.query(`SELECT pg_advisory_lock(${String(BACKUP_LOCK)})`);
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

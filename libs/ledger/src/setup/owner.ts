import type { DataSource, EntityManager } from 'typeorm';

/**
 * Opens the owner's connection, for migrations and seeds. `only`: migrations by name, for a database of an earlier time. What it is made
 * of is loaded here and not before: no process that moves dossiers needs it, and without it each starts a quarter sooner.
 */
export async function openOwner(ownerUrl: string, options: { only?: readonly string[] } = {}): Promise<DataSource> {
  const { ownerDataSource } = await import('./owner-data-source.ts');
  return ownerDataSource(ownerUrl, options).initialize();
}

/** The one clock, as a statement of the owner sees it. */
export async function databaseNow(db: Pick<EntityManager, 'query'>): Promise<Date> {
  const [row] = await db.query<{ now: Date }[]>('SELECT gateway_now() AS now');
  if (row === undefined) throw new Error('the database tells no time');
  return row.now;
}

import pg from 'pg';

/** Takes a table away from everybody, as a careless maintenance does; answers what gives it back. */
export async function lockTable(ownerUrl: string, table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return () => client.end();
}

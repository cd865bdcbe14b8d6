import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/databases.ts';

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});

afterAll(async () => {
  await first.drop();
  await second.drop();
});

async function tables({ url }: TestDatabase): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ tablename: string }>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  await client.end();
  return rows.map(({ tablename }) => tablename).sort();
}

describe('test databases', () => {
  it('are migrated, and do not see each other', async () => {
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    await client.query('CREATE TABLE only_here ()');
    await client.end();
    const [here, there] = await Promise.all([tables(first), tables(second)]);
    expect(there).toContain('dossier');
    expect(here).toEqual([...there, 'only_here'].sort());
  });

  it('sort and keep Vietnamese as UTF-8', async () => {
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    const { rows } = await client.query(
      "SELECT upper('đường nguyễn huệ') AS street, current_setting('server_encoding') AS encoding",
    );
    await client.end();
    expect(rows).toEqual([{ street: 'ĐƯỜNG NGUYỄN HUỆ', encoding: 'UTF8' }]);
  });
});

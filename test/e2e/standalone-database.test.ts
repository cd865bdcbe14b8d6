import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { asCommune, dossierOf, heldCodes } from '../support/edition-calls.ts';
import { openGround, startEdition, type Ground } from '../support/edition.ts';
import { eventually } from '../support/eventually.ts';

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('in a folder that is closed to the user who runs PostgreSQL', () => {
  it('keeps the cluster apart, and says where', async () => {
    const ground = await openGround(0o700);
    const edition = startEdition(ground, ['--no-demo']);
    const ready = await edition.ready();
    expect((await asCommune(ready, 'dossiers', dossierOf('H56.14797'))).status).toBe(202);
    edition.child.kill('SIGTERM');
    expect(await edition.ended).toBe(0);
    const [apart = ''] = /\/var\/lib\/one-stop-gateway-\w+/.exec(readFileSync(join(ground.data, 'README'), 'utf8')) ?? [];
    expect(existsSync(join(apart, 'postgres', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(ground.data, 'postgres'))).toBe(false);
    expect(statSync(ground.data).mode & 0o777).toBe(0o700);
    rmSync(apart, { recursive: true });
    ground.remove();
  });
});

describe('with a PostgreSQL of somebody else', () => {
  let ground: Ground;
  let database: TestDatabase;

  beforeAll(async () => {
    ground = await openGround();
    database = await createTestDatabase();
  });

  afterAll(async () => {
    const name = new URL(database.url).pathname.slice(1);
    await asSuperuser(
      database.url,
      ['door', 'road', 'duty', 'desk'].map((role) => `DROP OWNED BY ${name}_${role}; DROP ROLE ${name}_${role}`).join('; '),
    );
    await database.drop();
    ground.remove();
  });

  it('makes a role for each process, starts no server of its own, and delivers', async () => {
    const edition = startEdition(ground, ['--no-demo'], { DATABASE_URL: database.url });
    const ready = await edition.ready();
    expect(existsSync(join(ground.data, 'postgres'))).toBe(false);
    expect((await asCommune(ready, 'dossiers', dossierOf('H56.14797'))).status).toBe(202);
    await eventually(async () => (await heldCodes(ready)).length === 1);
    const users = await asSuperuser(
      database.url,
      'SELECT DISTINCT usename AS name FROM pg_stat_activity WHERE datname = current_database() ORDER BY 1',
    );
    const name = new URL(database.url).pathname.slice(1);
    expect(users).toEqual(expect.arrayContaining([{ name: `${name}_door` }, { name: `${name}_road` }]));
    edition.child.kill('SIGTERM');
    expect(await edition.ended).toBe(0);
  });

  it('prints the SQL to run where the owner may not create roles, without a password in clear', async () => {
    const other = await createTestDatabase();
    const name = new URL(other.url).pathname.slice(1);
    const owner = `${name}_owner`;
    await asSuperuser(other.url, `CREATE ROLE ${owner} LOGIN PASSWORD 'x'; ALTER DATABASE ${name} OWNER TO ${owner}`);
    const url = new URL(other.url);
    url.username = owner;
    url.password = 'x';
    const edition = startEdition(ground, ['--no-demo'], { DATABASE_URL: url.href });
    expect(await edition.ended).toBe(1);
    const statements = edition.output().match(/CREATE ROLE "\w+" LOGIN PASSWORD 'SCRAM-SHA-256\$[^']+';/g) ?? [];
    expect(statements).toHaveLength(4);
    await asSuperuser(other.url, statements.join('\n'));
    await asSuperuser(other.url, `DROP ROLE ${['door', 'road', 'duty', 'desk'].map((role) => `${name}_${role}`).join(', ')}`);
    await other.drop();
    await asSuperuser(database.url, `DROP ROLE ${owner}`);
  });
});

async function asSuperuser(url: string, sql: string): Promise<{ name: string }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query(sql)) as pg.QueryResult<{ name: string }> | pg.QueryResult[];
    return Array.isArray(result) ? [] : result.rows;
  } finally {
    await client.end();
  }
}

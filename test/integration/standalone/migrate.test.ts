import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateCommand } from '../../support/client-command.ts';
import { command, createTestDatabase, type TestDatabase } from '../../support/databases.ts';

const ROLES = ['door', 'road', 'duty', 'desk'] as const;
const PORTAL = { NATIONAL_BASE_URL: 'https://portal.example', NATIONAL_USERNAME: 'h56', NATIONAL_PASSWORD: 'x' };

let database: TestDatabase;
let folder = '';
let name = '';

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'one-stop-migrate-'));
  name = new URL(database.url).pathname.slice(1);
});

afterAll(async () => {
  await command(database.url, ROLES.map((role) => `DROP OWNED BY ${name}_${role}; DROP ROLE ${name}_${role}`).join(';'));
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Writes the address of each process into a file, as it is mounted into a container; names the variables that lead there. */
function addressesInFiles(password: string): Record<string, string> {
  const variables = ROLES.map((role): [string, string] => {
    const url = new URL(database.url);
    url.username = `${name}_${role}`;
    url.password = password;
    const file = join(folder, role);
    writeFileSync(file, `${url.href}\n`);
    return [`DATABASE_URL_${role.toUpperCase()}_FILE`, file];
  });
  const owner = join(folder, 'owner');
  writeFileSync(owner, `${database.url}\n`);
  return Object.fromEntries([...variables, ['DATABASE_URL_FILE', owner]]);
}

/** A data folder below a file: nothing can be made there, whoever tries. */
function environment(password: string): Record<string, string> {
  return { ...PORTAL, ...addressesInFiles(password), DATA_DIR: join(folder, 'owner', 'data') };
}

describe('npm run migrate', () => {
  it('makes the roles of addresses that are given in files, and writes nothing to its data folder', async () => {
    const { code, stdout, stderr } = await migrateCommand(environment('first'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('The database is up to date');
    const passwords = await stored();
    expect(passwords).toHaveLength(4);
    expect(passwords.every((password) => password.startsWith('SCRAM-SHA-256$'))).toBe(true);
  });

  it('leaves a given role as it is, whatever its address says', async () => {
    const before = await stored();
    await command(database.url, `ALTER ROLE ${name}_door NOLOGIN`);
    const { code, stdout } = await migrateCommand(environment('second'));
    expect(code).toBe(1);
    expect(stdout).toContain('DATABASE_URL_DOOR: PostgreSQL turned the log-in away');
    await command(database.url, `ALTER ROLE ${name}_door LOGIN`);
    expect(await stored()).toEqual(before);
  });

  it('explains itself, and what it does not understand', async () => {
    const helped = await migrateCommand({}, '--help');
    expect([helped.code, helped.stdout]).toEqual([0, expect.stringContaining('npm run migrate -- [--single-role]')]);
    const wrong = await migrateCommand({}, '--single-rôle');
    expect([wrong.code, wrong.stdout]).toEqual([2, expect.stringContaining('has no option --single-rôle')]);
  });
});

async function stored(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ password: string }>(
      'SELECT rolpassword AS password FROM pg_authid WHERE rolname = ANY($1) ORDER BY rolname',
      [ROLES.map((role) => `${name}_${role}`)],
    );
    return rows.map(({ password }) => password);
  } finally {
    await client.end();
  }
}

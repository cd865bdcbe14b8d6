import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { faultsOf, readTogether, type Source } from '#runtime';
import { readCalendar, readTables } from '#ledger';
import { PARTNER_API } from '../../../apps/partner-api/src/configuration.ts';
import { RELAY } from '../../../apps/relay/src/configuration.ts';
import { demandCodes } from '../../../apps/standalone/src/configuration/code-gaps.ts';
import { DIALECT_TABLES } from '../../../apps/standalone/src/dialects.ts';
import { BROKEN_POLICIES } from './broken-policies.ts';
import {
  BROKEN_ENVIRONMENT,
  BROKEN_PARTNERS,
  BROKEN_PROVINCE,
  BROKEN_TABLES,
  openGround,
  type Broken,
  type Ground,
} from './broken-configurations.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const PASSWORD = 'hunter2-of-the-portal';
const SECONDS = 20_000;

let ground: Ground;
/** Stands where the database should be, and counts who knocks. */
let database: Server;
let knocks = 0;
let databaseUrl = '';

beforeAll(async () => {
  ground = openGround();
  database = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => database.listen(0, '127.0.0.1', done));
  const address = database.address();
  databaseUrl = `postgres://u:${PASSWORD}@127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/gateway`;
});

beforeEach(() => {
  ground.mend();
  knocks = 0;
});

afterAll(() => {
  ground.remove();
  database.close();
});

function sound(): Record<string, string> {
  return {
    ...{ DATABASE_URL: databaseUrl, PEPPER: KEY, WRAPPING_KEY: KEY, EVIDENCE_KEY: KEY },
    ...{ PARTNERS_FILE: join(ground.folder, 'partners.yaml'), PROVINCE_FILE: join(ground.folder, 'province.yaml') },
    ...{ NATIONAL_BASE_URL: 'http://127.0.0.1:1', NATIONAL_USERNAME: 'h56', NATIONAL_PASSWORD: PASSWORD },
  };
}

/** The environment of a broken configuration; files are named within its ground. */
function environmentOf({ environment = {} }: Broken): Record<string, string> {
  const more = { ...environment };
  if (more['PARTNERS_FILE'] === 'empty.yaml') more['PARTNERS_FILE'] = join(ground.folder, 'empty.yaml');
  return { ...sound(), ...more };
}

const plain = (text: string): string => text.replaceAll(`${ground.folder}/`, '');

/** What is said of a broken configuration, as it is expected. */
function lines({ said }: Broken): unknown[] {
  return said.map(([place, reason, write]) => {
    const remedy = write === undefined ? '' : ` → viết / write: ${write}`;
    const escaped = [`${place}: `, reason, remedy].map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    // Vietnamese first, English beside it.
    return expect.stringMatching(new RegExp(`^${escaped[0] ?? ''}.*${escaped[1] ?? ''}.* / .*${escaped[2] ?? ''}$`));
  });
}

function expectSaid(broken: Broken, read: (source: Source) => unknown): void {
  ground.edit(broken.edits ?? []);
  const found = faultsOf(() => read(environmentOf(broken))).map(plain);
  expect(found).toEqual(lines(broken));
  expect(found.join('\n')).not.toContain(PASSWORD);
}

describe('a broken configuration', () => {
  it('is broken by the tests alone', () => {
    for (const read of [RELAY.read, PARTNER_API.read]) expect(faultsOf(() => read(sound()))).toEqual([]);
    expect(BROKEN_PARTNERS.length + BROKEN_PROVINCE.length + BROKEN_ENVIRONMENT.length + BROKEN_TABLES.length).toBeGreaterThan(
      20,
    );
  });

  it.each([...BROKEN_PARTNERS, ...BROKEN_POLICIES].map((broken) => [broken.what, broken] as const))(
    'with %s is refused by the relay',
    (_, broken) => {
      expectSaid(broken, RELAY.read);
    },
  );

  it.each([...BROKEN_PROVINCE, ...BROKEN_ENVIRONMENT].map((broken) => [broken.what, broken] as const))(
    'with %s is refused by the door',
    (_, broken) => {
      expectSaid(broken, PARTNER_API.read);
    },
  );

  it.each(BROKEN_TABLES.map((broken) => [broken.what, broken] as const))(
    'with %s is refused before it is loaded',
    (_, broken) => {
      expectSaid(broken, () =>
        readTogether({
          tables: () => {
            const place = { configDir: ground.folder, day: '2026-11-23' as Parameters<typeof demandCodes>[2]['day'] };
            demandCodes(readTables(ground.folder), Object.values(DIALECT_TABLES), place);
          },
          calendar: () => readCalendar(ground.folder),
        }),
      );
    },
  );
});

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

async function run(entry: string, environment: Record<string, string>, ...args: string[]): Promise<Ran> {
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(process.execPath, [resolve('dist/programs', entry), ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, output: plain(output) };
}

/** Broken in every place at once. */
const EVERYWHERE: Broken = {
  what: 'everything',
  edits: [
    { file: 'partners.yaml', find: '    leaseMs: 60000', put: '    leasMs: 60000' },
    { file: 'partners.yaml', find: '      madonvi: 000.00.00.H56', put: '      madonvi: ""' },
    { file: 'province.yaml', find: 'code: H56', put: 'code: 56' },
    { file: 'procedures.csv', find: '1.001193,', put: 'khai-sinh,' },
  ],
  environment: { PARTNER_API_POOL_SIZE: '0', RELAY_POOL: 'x', PEPPER: 'c2hvcnQ=' },
  said: [],
};
const OF_PARTNERS = ['partners.yaml:8:5: destinations[0].leasMs: ', 'partners.yaml:19:7: destinations[0].settings.madonvi: '];
const OF_PROVINCE = ['province.yaml:2:1: code: '];
const OF_TABLES = ['procedures.csv:2: code: '];

describe('a process with a broken configuration', () => {
  it.each([
    ['relay/main.js', [...OF_PARTNERS, 'RELAY_POOL: ', 'PEPPER: ']],
    ['partner-api/main.js', [...OF_PROVINCE, 'PARTNER_API_POOL_SIZE: ', 'PEPPER: ']],
    ['standalone/migrate.js', [...OF_PARTNERS, ...OF_PROVINCE, ...OF_TABLES]],
    ['standalone/main.js', [...OF_PARTNERS, ...OF_PROVINCE, ...OF_TABLES, 'RELAY_POOL: ', 'PARTNER_API_POOL_SIZE: ']],
  ])(
    '%s ends at once with all of it, and has started nothing',
    async (entry, expected) => {
      ground.edit(EVERYWHERE.edits ?? []);
      const data = join(ground.folder, 'data');
      const { code, output } = await run(entry, { ...environmentOf(EVERYWHERE), CONFIG_DIR: ground.folder, DATA_DIR: data });
      expect(code).toBe(1);
      for (const fault of expected) expect(output.split(fault)).toHaveLength(2);
      expect(output.match(/→ viết \/ write: /g)?.length).toBeGreaterThanOrEqual(expected.length);
      expect(output).not.toMatch(new RegExp(`${PASSWORD}|c2hvcnQ=|process.started`));
      expect([knocks, existsSync(data)]).toEqual([0, false]);
    },
    SECONDS,
  );
});

describe('npm run config', () => {
  it(
    'checks everything and starts nothing, as npm start or as processes on their own',
    async () => {
      const environment = { ...sound(), CONFIG_DIR: ground.folder, DATA_DIR: join(ground.folder, 'data') };
      const good = await run('standalone/config.js', environment, 'check');
      expect([good.code, good.output]).toEqual([0, expect.stringContaining('Cấu hình đúng  ·  The configuration is sound')]);
      ground.edit(EVERYWHERE.edits ?? []);
      const bad = await run('standalone/config.js', { ...environmentOf(EVERYWHERE), ...environment, RELAY_POOL: 'x' }, 'check');
      expect([bad.code, bad.output]).toEqual([1, expect.stringContaining('✗ partners.yaml')]);
      for (const fault of [...OF_PARTNERS, ...OF_PROVINCE, ...OF_TABLES, 'RELAY_POOL: '])
        expect(bad.output.split(fault)).toHaveLength(2);
      const apart = await run(
        'standalone/config.js',
        { ...environmentOf(EVERYWHERE), CONFIG_DIR: ground.folder },
        'check',
        '--processes',
      );
      expect(apart.output).toContain('PEPPER: ');
      expect([apart.code, knocks, existsSync(join(ground.folder, 'data'))]).toEqual([1, 0, false]);
    },
    3 * SECONDS,
  );

  it(
    'shows what is in force and where it comes from, and no secret',
    async () => {
      const environment = { ...sound(), CONFIG_DIR: ground.folder, RELAY_POOL: '12' };
      const { code, output } = await run('standalone/config.js', environment, 'show', '--processes');
      expect(code).toBe(0);
      expect(output).toMatch(/RELAY_POOL +"12" +môi trường \/ environment/);
      expect(output).toMatch(/RELAY_NICENESS +10 +mặc định \/ default/);
      expect(output).toMatch(/destinations\[0\].settings.password +\*\*\* +partners.yaml:18\n/);
      expect(output).toMatch(/destinations\[0\].settings.username +"h56" +partners.yaml:17 \(\$\{NATIONAL_USERNAME\}\)/);
      expect(output).toMatch(/destinations\[0\].mostDelayMs +300000 +mặc định \/ default/);
      expect(output).not.toMatch(new RegExp(`${PASSWORD}|${KEY}`));
    },
    SECONDS,
  );

  it(
    'answers wrong usage with a hint',
    async () => {
      const { code, output } = await run('standalone/config.js', {}, 'chek');
      expect([code, output]).toEqual([2, expect.stringContaining('check')]);
      expect((await run('standalone/config.js', {}, 'check', '--now')).code).toBe(2);
      expect((await run('standalone/config.js', {})).output).toContain('npm run config -- <lệnh>');
    },
    SECONDS,
  );
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OperatorRegister } from '#ledger';
import { addOperators, askAt, type Answered, type ConsoleAsker } from '../support/console-calls.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { readLedger, waitsForCalls } from '../support/harness/ledger-eye.ts';
import { KeptProcess } from '../support/harness/processes.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import { verify, waitForRest } from '../support/harness/verify.ts';
import { createTestVhost, type TestVhost } from '../support/vhosts.ts';

/** Within which every relay heeds a pause, unless lanes wait longer for their calls on this machine anyway. */
const HEEDED_MS = 1_000;

let cluster: Cluster;
let database: TestDatabase;
let vhost: TestVhost;
let process: KeptProcess;
let desk: ConsoleAsker;
let folder: string;

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  cluster = await Cluster.start({
    ...{ databaseUrl: database.url, amqpUrl: vhost.url, communes: 10, lookup: 'steps', portals: ['national', 'province'] },
    ...{ relays: 2, concurrency: 16 },
  });
  folder = cluster.folder;
  const register = await OperatorRegister.open(database.url);
  await addOperators(register);
  await register.close();
  const port = await freePort();
  const { pepper, wrappingKey } = cluster.keys;
  process = new KeptProcess({
    ...{ name: 'console', entry: 'dist/programs/console/main.js', logFile: join(folder, 'console.log') },
    env: {
      ...{ DATABASE_URL: database.url, CONSOLE_PORT: String(port), NODE_OPTIONS: '' },
      ...{ PEPPER: pepper.toString('base64'), WRAPPING_KEY: wrappingKey.toString('base64') },
    },
  });
  process.start();
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(async () => (await fetch(`${url}/health/ready`)).ok);
  desk = askAt(url);
});

afterAll(async () => {
  await process.stop();
  await cluster.stop();
  await Promise.all([database.drop(), vhost.drop()]);
});

const act = async (what: 'pause' | 'resume'): Promise<Answered> => {
  const answer = await desk.ask('POST', `/api/destinations/national/${what}`, { as: 'operator', body: { reason: 'bảo trì' } });
  expect(answer.status).toBe(200);
  return answer;
};

/** Calls that were begun at a portal in that time. */
async function callsAt(portal: string, from: Date, until: Date): Promise<number> {
  const [row] = await readLedger<{ count: number }>(
    cluster,
    'SELECT count(*)::int AS count FROM call WHERE destination = $1 AND begun_at >= $2 AND begun_at < $3',
    [portal, from, until],
  );
  return row?.count ?? 0;
}

/** Logins at a portal in that time, as the relays tell of them. */
function loginsAt(portal: string, from: Date, until: Date): number {
  const lines = ['relay-1.log', 'relay-2.log'].flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  return lines
    .filter((line) => line.includes('"event":"partner.login"') && line.includes(`"partner":"${portal}"`))
    .map((line) => new Date((JSON.parse(line) as { time: string }).time))
    .filter((at) => at >= from && at < until).length;
}

describe('a portal that an operator holds', () => {
  it('hears nothing, whatever is accepted meanwhile, keeps no other portal waiting, and gets everything in order afterwards', async () => {
    // Sessions that end all the time: who would still log in would be seen.
    await cluster.at('national').set({ sessionSeconds: 1 });
    const scripts = scriptsFor(cluster, 50, { seed: 5, first: 0 });
    const { doorUrls, communes } = cluster;
    const driver = new CommuneDriver({ doorUrls, communes, seed: 5, spreadMs: 8_000 }, scripts);
    const sending = driver.run();
    await eventually(async () => (await cluster.at('national').list()).total >= 10);

    const pausedAt = new Date(String((await act('pause')).body['pausedAt']));
    const { p99 } = await waitsForCalls(cluster, { until: pausedAt });
    const held = new Date(pausedAt.getTime() + Math.max(HEEDED_MS, p99 * 1_000));
    await eventually(() => Date.now() > held.getTime() + 4_000);
    const until = new Date();
    const before = (await cluster.at('national').list()).total;
    expect(await callsAt('national', held, until)).toBe(0);
    expect(loginsAt('national', held, until)).toBe(0);
    expect(loginsAt('national', new Date(0), until)).toBeGreaterThan(0);
    // From the pause on: where lanes wait long, all has been sent before the portal that is held is quiet.
    expect(await callsAt('province', pausedAt, until)).toBeGreaterThan(20);
    const { body } = await desk.ask('GET', '/api/destinations', { as: 'viewer' });
    expect(body['items']).toMatchObject([
      { id: 'national', state: 'paused', pausedBy: 'lam', lanes: { due: expect.any(Number) } },
      { id: 'province', state: 'open' },
    ]);

    await act('resume');
    await eventually(async () => (await cluster.at('national').list()).total > before);
    await cluster.at('national').set({ sessionSeconds: 1_800 });
    driver.hurry();
    await sending;
    expect(driver.complaints).toEqual([]);
    expect(await waitForRest(cluster, scripts, 60_000)).toBe(0);
    const { wrong, at } = await verify(cluster, scripts);
    expect(Object.fromEntries(wrong)).toEqual({});
    expect(at.national).toMatchObject({ flagged: 0, doubled: 0, states: { idle: scripts.length } });
  });

  it('is not probed while it is stopped too, and is probed again when it is let go', async () => {
    await readLedger(
      cluster,
      `UPDATE destination SET stopped_at = gateway_now(), stop_cause = 'test', probe_at = gateway_now() + interval '2 s'
         WHERE id = 'national'`,
    );
    const from = new Date();
    await act('pause');
    await eventually(() => Date.now() > from.getTime() + 5_000);
    expect(loginsAt('national', from, new Date())).toBe(0);
    await act('resume');
    await eventually(async () => {
      const { body } = await desk.ask('GET', '/api/destinations', { as: 'viewer' });
      expect(body['items']).toMatchObject([{ state: 'open' }, { state: 'open' }]);
    });
    expect(loginsAt('national', from, new Date(Date.now() + 1_000))).toBe(1);
  });
});

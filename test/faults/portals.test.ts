import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { passTime } from '../support/harness/clock-shift.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import type { Script } from '../support/harness/script.ts';
import { readDossier, verify, waitForRest } from '../support/harness/verify.ts';
import { createTestVhost, type TestVhost } from '../support/vhosts.ts';

const HOUR_MS = 3_600_000;

let cluster: Cluster;
let database: TestDatabase;
let vhost: TestVhost;
let first = 0;

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  cluster = await Cluster.start({
    ...{ databaseUrl: database.url, amqpUrl: vhost.url, communes: 10, lookup: 'steps', portals: ['national', 'province'] },
    ...{ relays: 2, partnerApis: 2, dossiersPerCall: 20, concurrency: 32 },
  });
});

afterAll(async () => {
  await cluster.stop();
  await Promise.all([database.drop(), vhost.drop()]);
});

/** Sends dossiers that no other test has sent, and waits until all of it is answered. */
async function send(dossiers: number): Promise<Script[]> {
  const scripts = scriptsFor(cluster, dossiers, { seed: 21, first });
  first += dossiers;
  const { doorUrls, communes } = cluster;
  const driver = new CommuneDriver({ doorUrls, communes, seed: 21, spreadMs: 1_000 }, scripts);
  await driver.run();
  expect(driver.complaints).toEqual([]);
  return scripts;
}

/** What the dossiers look like at one portal. */
async function statesAt(portal: string, scripts: readonly Script[]): Promise<string[]> {
  const seen = await Promise.all(scripts.map((script) => readDossier(cluster, script)));
  return seen.map(({ destinations }) => destinations.find(({ id }) => id === portal)?.state ?? 'none');
}

describe('two portals', () => {
  it.each([
    { away: 'national', at: 'province' },
    { away: 'province', at: 'national' },
  ] as const)(
    'go on one without the other: $away away for an hour, everything at $at, and then everywhere',
    async ({ away, at }) => {
      const services = ['login', 'DongBoHoSoMC', 'CapNhatTienDoHoSoMC', 'TraCuuHoSo', 'SyncDocument', 'UpdateDocumentTraces'];
      await cluster.at(away).faults({ mode: 'down', services });
      const scripts = await send(20);
      await untilIdle(at, scripts);
      expect(await statesAt(away, scripts)).not.toContain('idle');
      const failures = await failuresAt(away);
      await passTime(cluster, HOUR_MS);
      // It is tried again all the while, and everything that comes meanwhile goes to the other one.
      await eventually(async () => (await failuresAt(away)) > failures);
      scripts.push(...(await send(5)));
      await untilIdle(at, scripts);

      await cluster.at(away).faults();
      expect(await waitForRest(cluster, scripts, 30_000)).toBe(0);
      const { wrong, at: seen } = await verify(cluster, scripts);
      expect(Object.fromEntries(wrong)).toEqual({});
      expect(seen.national?.flagged).toBe(0);
    },
  );
});

/** How often a portal was tried in vain since it last took anything, over all its dossiers. */
async function failuresAt(portal: string): Promise<number> {
  const text = 'SELECT coalesce(sum(failures), 0)::int AS failures FROM lane WHERE destination = $1';
  const [row] = await readLedger<{ failures: number }>(cluster, text, [portal]);
  return row?.failures ?? 0;
}

/** Waits until a portal has everything of these dossiers. */
async function untilIdle(portal: string, scripts: readonly Script[]): Promise<void> {
  await eventually(async () => (await statesAt(portal, scripts)).every((state) => state === 'idle'));
}

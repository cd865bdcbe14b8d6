import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { rehearseCatalogue } from '../support/harness/rehearse-catalogue.ts';

const PER_SECOND = 40;
const PROCEDURES = 45;
const DAYS = 3;
const KILLS = 6;

let cluster: Cluster;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const catalogue = { callsPerSecond: PER_SECOND, lists: ['LayDanhMucDanToc'], crossChecked: true };
  cluster = await Cluster.start({
    ...{ databaseUrl: database.url, communes: 1, lookup: 'steps', relays: 2, schedulers: 1, concurrency: 1 },
    ...{ catalogue, procedures: PROCEDURES },
  });
});

afterAll(async () => {
  await cluster.stop();
  await database.drop();
});

it('a catalogue is read politely under kills, and what changes is found day by day', async () => {
  const seen = await rehearseCatalogue(cluster, {
    seed: 1,
    killEveryMs: [400, 900],
    mostKills: KILLS,
    days: DAYS,
    say: () => undefined,
  });
  cluster.keepsLogs = seen.wrong.length > 0;
  expect(seen.wrong).toEqual([]);
  expect(seen).toMatchObject({ askedAtFirst: PROCEDURES, days: DAYS });
  // What a relay that was killed had just asked for may fall into the same second as the first call of its successor.
  expect(seen.mostPerSecond).toBeLessThanOrEqual(PER_SECOND + 2);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { fuzzDoors } from '../support/fuzz/fuzz-doors.ts';
import { Cluster } from '../support/harness/cluster.ts';

let cluster: Cluster;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  cluster = await Cluster.start({ databaseUrl: database.url, communes: 2, lookup: 'steps', relays: 1 });
});

afterAll(async () => {
  await cluster.stop();
  await database.drop();
});

describe('the doors', () => {
  it('answer whatever comes, keep nothing by half, and show nothing personal', async () => {
    const { faults, halves, leaks, kept } = await fuzzDoors(cluster, { requests: 2_000, seed: 11, say: () => undefined });
    expect({ faults, halves, leaks }).toEqual({ faults: [], halves: [], leaks: [] });
    for (const door of ['native', 'national', 'wrapper']) expect([door, (kept[door] ?? 0) > 10]).toEqual([door, true]);
  });
});

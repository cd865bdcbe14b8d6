import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { rehearseFeeds } from '../support/harness/rehearse-feeds.ts';

let cluster: Cluster;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  cluster = await Cluster.start({ databaseUrl: database.url, communes: 4, lookup: 'steps', relays: 0, partnerApis: 3 });
});

afterAll(async () => {
  await cluster.stop();
  await database.drop();
});

describe('the status feed', () => {
  it('shows every change once and in order, while transactions stand open and a scope grows, and nothing of others', async () => {
    const { wrong, ...figures } = await rehearseFeeds(cluster, { changes: 2_000, holds: 2, seed: 5 });
    expect(wrong).toEqual([]);
    expect(figures.changes).toBeGreaterThanOrEqual(2_000);
    expect(figures.heldOpen).toBeGreaterThan(0);
    expect(figures.backfilled).toBeGreaterThan(0);
  });
});

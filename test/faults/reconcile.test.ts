import { expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/databases.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { rehearseReconcile } from '../support/reconcile/rehearse-reconcile.ts';

it('finds what differs in every tier, names it, has it mended or says it to a person, and finds no more', async () => {
  const database = await createTestDatabase();
  const cluster = await Cluster.start({
    ...{ databaseUrl: database.url, communes: 3, lookup: 'steps', portals: ['national', 'province'], concurrency: 16 },
    environment: { MANIFEST_SETTLES_WITHIN_MS: '1000' },
  });
  try {
    const outcome = await rehearseReconcile(cluster, { dossiers: 80, seed: 1, each: 1, withinMs: 60_000 });
    expect(outcome).toMatchObject({ missed: [], invented: [], falseAlarms: [], leftOver: [], resent: 3 });
  } finally {
    await cluster.stop();
    await database.drop();
  }
}, 120_000);

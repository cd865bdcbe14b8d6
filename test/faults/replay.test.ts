import { expect, it } from '@jest/globals';
import { PATIENCE_MS } from '../support/eventually.ts';
import { createTestDatabase } from '../support/databases.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { rehearseReplay } from '../support/harness/rehearse-replay.ts';

const DOSSIERS = 150;

it('replays what a portal lost as the dry run told, cancelled, resumed and killed in between, nothing twice', async () => {
  const database = await createTestDatabase();
  const cluster = await Cluster.start({ databaseUrl: database.url, communes: 1, lookup: 'steps', relays: 2, concurrency: 8 });
  try {
    const outcome = await rehearseReplay(cluster, { dossiers: DOSSIERS, live: 10, withinMs: PATIENCE_MS });
    expect(outcome).toMatchObject({ otherwise: [], wrongSteps: 0, toldInDryRun: 0, toldWhileCancelled: 0, unrested: 0 });
    expect(outcome.counts).toMatchObject({ listed: DOSSIERS, toSend: DOSSIERS, delivered: DOSSIERS, waiting: 0, failed: 0 });
    // Otherwise nothing was cancelled, or killed, in the middle.
    expect(outcome.deliveredAtCancel).toBeLessThan(DOSSIERS);
    expect(outcome.deliveredAtKill).toBeLessThan(DOSSIERS);
  } finally {
    await cluster.stop();
    await database.drop();
  }
});

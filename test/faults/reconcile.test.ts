import { expect, it } from '@jest/globals';
import pg from 'pg';
import { PATIENCE_MS } from '../support/eventually.ts';
import { createTestDatabase } from '../support/databases.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { rehearseReconcile } from '../support/reconcile/rehearse-reconcile.ts';

const HOUR_MS = 3_600_000;
/** Half a day from now, so that no night begins while this runs. */
const NIGHT = new Date(Math.floor((Date.now() + 12 * HOUR_MS) / HOUR_MS) * HOUR_MS);
const NIGHTLY_HOUR = String(new Date(NIGHT.getTime() + 7 * HOUR_MS).getUTCHours());

/** What relays say of the next runs by the clock, in seconds since 1970; 0 = none. */
async function schedule(url: string): Promise<unknown> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    const { rows } = await db.query(`SELECT name, cursor::int FROM duty WHERE name LIKE 'reconcile-next-%' ORDER BY name`);
    return rows;
  } finally {
    await db.end();
  }
}

it('finds what differs in every tier, names it, has it mended or says it to a person, and finds no more', async () => {
  const database = await createTestDatabase();
  const cluster = await Cluster.start({
    ...{ databaseUrl: database.url, communes: 3, lookup: 'steps', portals: ['national', 'province'], concurrency: 16 },
    environment: { MANIFEST_SETTLES_WITHIN_MS: '1000', RECONCILE_NIGHTLY_HOUR: NIGHTLY_HOUR },
  });
  try {
    const outcome = await rehearseReconcile(cluster, { dossiers: 80, seed: 1, each: 1, withinMs: PATIENCE_MS });
    expect(outcome).toMatchObject({ missed: [], invented: [], falseAlarms: [], leftOver: [], resent: 3 });
    expect(await schedule(database.url)).toEqual([
      { name: 'reconcile-next-hourly', cursor: 0 },
      { name: 'reconcile-next-nightly', cursor: NIGHT.getTime() / 1_000 },
    ]);
  } finally {
    await cluster.stop();
    await database.drop();
  }
});

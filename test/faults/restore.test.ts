import { afterEach, describe, expect, it } from '@jest/globals';
import { PATIENCE_MS } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { Cluster, type ClusterOptions } from '../support/harness/cluster.ts';
import { rehearseRestore, type RestoreOutcome } from '../support/harness/rehearse-restore.ts';

let cluster: Cluster | undefined;
let database: TestDatabase | undefined;

afterEach(async () => {
  await cluster?.stop();
  await database?.drop();
  [cluster, database] = [undefined, undefined];
});

async function lose(options: Pick<ClusterOptions, 'lookup' | 'resend'>, seed: number): Promise<RestoreOutcome> {
  database = await createTestDatabase();
  cluster = await Cluster.start({ communes: 6, ...options, databaseUrl: database.url });
  return rehearseRestore(cluster, {
    dossiers: 30,
    scripts: { seed },
    spreadMs: 12_000,
    backupAt: 0.2,
    lost: 0.25,
    restWithinMs: PATIENCE_MS,
  });
}

describe('after a backup was restored that misses the last hour', () => {
  it('the portal and the ledger agree, nothing is doubled and nothing flagged, where the portal shows its steps', async () => {
    const outcome = await lose({ lookup: 'steps' }, 31);

    expect(Object.fromEntries(outcome.wrong)).toEqual({});
    expect(outcome.complaints).toEqual([]);
    const { unrested, flagged, doubled, notInBackup, orphans, callsBefore, hasWarned } = outcome;
    expect({ unrested, flagged, doubled, notInBackup, orphans, callsBefore, hasWarned }).toEqual({
      ...{ unrested: 0, flagged: 0, doubled: 0, notInBackup: 0, orphans: 0, callsBefore: 0, hasWarned: true },
    });
    expect(outcome.sentAgain).toBeGreaterThan(10);
  });

  it('everything is there, and what is there twice is flagged, where the portal shows nothing', async () => {
    const outcome = await lose({ lookup: 'none', resend: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, 32);

    expect(Object.fromEntries(outcome.wrong)).toEqual({});
    expect(outcome.complaints).toEqual([]);
    const { unrested, notInBackup, callsBefore } = outcome;
    expect({ unrested, notInBackup, callsBefore }).toEqual({ unrested: 0, notInBackup: 0, callsBefore: 0 });
    expect(outcome.doubled).toBeGreaterThan(0);
  });
});

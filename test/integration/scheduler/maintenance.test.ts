import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MaintenanceWindow, type Partners } from '#protocols';
import type { RunningScheduler } from '../../../apps/scheduler/src/index.ts';
import { eventually } from '../../support/eventually.ts';
import { EVERY_MS, openWatched, partnersAt, type Watched } from './open-test-scheduler.ts';

const HOUR_MS = 3_600_000;

let w: Watched;
let scheduler: RunningScheduler;

beforeAll(async () => {
  w = await openWatched();
  scheduler = await w.start({ partners: maintained() });
});

afterAll(async () => {
  await scheduler.close();
  await w.close();
});

/** The destination under maintenance for two hours around now. */
function maintained(): Partners {
  const local = (ms: number): string => new Date(Date.now() + ms + 7 * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');
  const partners = partnersAt();
  const window = Object.assign(new MaintenanceWindow(), { from: local(-HOUR_MS), to: local(HOUR_MS) });
  for (const destination of partners.destinations) destination.maintenance = [window];
  return partners;
}

it('nothing is late, escalated or told of for the time of a maintenance, and is once it is none', async () => {
  const dossier = await w.deliver();
  await w.db.query(
    `WITH waiting AS (UPDATE lane_item SET state = 'pending' WHERE dossier_id = $1)
    UPDATE lane SET ack_seq = 0, state = 'due', due_at = now() - interval '30 minutes', failing_since = now() - interval '30 minutes',
      failures = 2, cause = 'national.server-error' WHERE dossier_id = $1`,
    [dossier],
  );
  await new Promise((resolve) => setTimeout(resolve, 3 * EVERY_MS));
  expect(await w.incidents()).toEqual([]);

  scheduler.adopt(partnersAt());
  await eventually(async () => {
    const found = (await w.incidents()).map(({ fingerprint }) => fingerprint).sort();
    expect(found).toEqual(['check|unclaimed|national', 'escalated|national|national.server-error']);
  });
});

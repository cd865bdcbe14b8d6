import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { eventually } from '../../support/eventually.ts';
import { NATIONAL_TRANSPORTS } from '../../support/national-transports.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

let test: TestRoad;
let runner: Runner;

beforeEach(async () => {
  test = await openTestRoad({}, NATIONAL_TRANSPORTS['adapter, dstcode in a header']);
  runner = new Runner(test.road, undefined);
});

afterEach(async () => {
  await runner.stop();
  await test.close();
});

const states = async (): Promise<string[]> =>
  (await test.db.query<{ state: string }>('SELECT DISTINCT state FROM lane')).rows.map(({ state }) => state);
const isStopped = async (): Promise<boolean> =>
  (await test.db.query('SELECT 1 FROM destination WHERE stopped_at IS NOT NULL')).rowCount === 1;

describe('a portal that has no dossier of ours yet, and takes the login', () => {
  it('is stopped when it refuses every service, and goes on by itself', async () => {
    await test.portal.faults({ mode: 'http-403' });
    await test.accept(3);
    runner.start();
    await eventually(async () => {
      expect(await isStopped()).toBe(true);
    });
    expect(await states()).not.toContain('blocked');
    await test.portal.faults();
    await eventually(async () => {
      expect([await isStopped(), await states()]).toEqual([false, ['idle']]);
    });
  });

  it('blocks a dossier alone when it refuses that one', async () => {
    const { codes } = await test.accept(1);
    await test.portal.faults({ mode: 'http-403', codes });
    runner.start();
    await eventually(async () => {
      expect([await isStopped(), await states()]).toEqual([false, ['blocked']]);
    });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BusState } from '#bus';
import { sleep } from '#runtime';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { PATIENCE_MS, eventually } from '../../support/eventually.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

const SYNC = 'DongBoHoSoMC';

let test: TestRoad;
let runner: Runner;
let state: BusState;

beforeAll(async () => {
  test = await openTestRoad({ dossiersPerCall: 20, concurrency: 32 });
});

afterAll(() => test.close());

beforeEach(async () => {
  state = 'connected';
  await test.portal.faults();
  runner = new Runner(test.road, { state: () => state });
  runner.start();
});

afterEach(() => runner.stop());

async function statesOf(ids: readonly number[]): Promise<string[]> {
  const { rows } = await test.db.query<{ state: string }>(
    'SELECT state FROM lane WHERE dossier_id = ANY($1) ORDER BY dossier_id',
    [ids],
  );
  return rows.map((row) => row.state);
}

async function wokenBy(ids: readonly number[]): Promise<string[]> {
  const { rows } = await test.db.query<{ woken_by: string }>(
    'SELECT DISTINCT c.woken_by FROM call c JOIN attempt a ON a.call_id = c.id WHERE a.dossier_id = ANY($1)',
    [ids],
  );
  return rows.map((row) => row.woken_by);
}

const idle = (ids: readonly number[], withinMs = PATIENCE_MS): Promise<void> =>
  eventually(
    async () => {
      expect(await statesOf(ids)).toEqual(ids.map(() => 'idle'));
    },
    { withinMs },
  );

describe('a relay that a broker leads', () => {
  it('answers a hint when all its lanes are settled, and no sooner', async () => {
    await test.portal.faults({ mode: 'slow', delayMs: 500 });
    const { ids } = await test.accept(3);
    let isAnswered = false;
    const answered = runner.inbox.offer(ids).then(() => {
      isAnswered = true;
    });
    await eventually(async () => {
      expect(await statesOf(ids)).toEqual(['leased', 'leased', 'leased']);
    });

    expect(isAnswered).toBe(false);
    await answered;
    expect(await statesOf(ids)).toEqual(['idle', 'idle', 'idle']);
    expect(await wokenBy(ids)).toEqual(['bus']);
  });

  it('answers a hint at once whose lanes somebody else has', async () => {
    const { ids } = await test.accept(1);
    await runner.inbox.offer(ids);

    await runner.inbox.offer(ids);
    expect(await statesOf(ids)).toEqual(['idle']);
  });

  it('leaves a lane to its hint for a while, and finds by itself what no hint led to', async () => {
    const [told, forgotten] = [await test.accept(1), await test.accept(1)];
    await test.db.query('UPDATE lane SET hinted_at = now() WHERE dossier_id = ANY($1)', [told.ids]);
    await test.db.query(`UPDATE lane SET due_at = due_at - interval '6 seconds' WHERE dossier_id = ANY($1)`, [
      [...told.ids, ...forgotten.ids],
    ]);
    await idle(forgotten.ids);

    expect(await wokenBy(forgotten.ids)).toEqual(['poll']);
    expect(await statesOf(told.ids)).toEqual(['due']);
  });

  it('takes a lane whose finishing step waits before its hint comes, near the end of a month', async () => {
    await runner.stop();
    const [closing, other] = [await test.accept(1), await test.accept(1)];
    await test.db.query('UPDATE lane SET closes = true WHERE dossier_id = ANY($1)', [closing.ids]);
    // Their hints are on the way: given after this relay begins, so that none is taken for lost.
    await test.db.query(
      `UPDATE lane SET hinted_at = now() + interval '1 minute', due_at = due_at - interval '6 seconds' WHERE dossier_id = ANY($1)`,
      [[...closing.ids, ...other.ids]],
    );
    // Of so many days one is always in another month.
    runner = new Runner({ ...test.road, closingFirstDays: 31 }, { state: () => state });
    runner.start();
    await idle(closing.ids);

    expect(await wokenBy(closing.ids)).toEqual(['closing']);
    expect(await statesOf(other.ids)).toEqual(['due']);
  });

  it('looks for itself as soon as the broker is away', async () => {
    const { ids } = await test.accept(1);
    state = 'away';
    runner.notice();
    // Sooner than it would be taken for forgotten.
    await idle(ids, 4_000);

    expect(await wokenBy(ids)).not.toContain('bus');
  });

  it('does not wait for hints from before the broker came back', async () => {
    const { ids } = await test.accept(1);
    await test.db.query('UPDATE destination SET paused_at = now()');
    await test.db.query(`UPDATE lane SET hinted_at = now(), due_at = due_at - interval '6 seconds' WHERE dossier_id = ANY($1)`, [
      ids,
    ]);
    state = 'away';
    runner.notice();
    await sleep(500);
    state = 'connected';
    runner.notice();
    await test.db.query('UPDATE destination SET paused_at = NULL');
    // Sooner than the hint would be given up for lost.
    await idle(ids, 12_000);

    expect(await wokenBy(ids)).toEqual(['poll']);
  });

  it('takes a parcel apart that was turned down for one dossier in it, and blocks only that one', async () => {
    const { codes, ids } = await test.accept(8);
    const known = await test.accept(1);
    await runner.inbox.offer(known.ids);
    await test.portal.faults({ mode: 'http-403', codes: [codes[3] ?? ''], services: [SYNC] });
    await runner.inbox.offer(ids);
    state = 'away';

    await eventually(async () => {
      expect(await statesOf(ids)).toEqual(ids.map((_, index) => (index === 3 ? 'blocked' : 'idle')));
    });
    for (const [index, code] of codes.entries()) {
      const held = await test.portal.read(code);
      expect(held?.records ?? []).toHaveLength(index === 3 ? 0 : 1);
    }
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { finishRestoration } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { instantOf } from '#canonical';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, receipts, submit } from '../../support/open-test-ledger.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

const CODE = 'H56.14797-261123-0001';
const LOST = aStep(CODE, 9, '2026-11-23T10:00:00+07:00', { content: 'Đã xong' });

let test: TestRoad;
let runner: Runner;

async function open(more: Partial<DestinationSettings> = {}): Promise<void> {
  test = await openTestRoad(more);
  runner = new Runner(test.road, undefined);
  runner.start();
}

afterEach(async () => {
  await runner.stop();
  await test.close();
});

/** The memory came back: what was delivered since then is not in it. */
async function restored(resendWithinMs = 60_000): Promise<void> {
  const order = { settlesWithinMs: 0, resendWithinMs, restoredOtherwise: true, inShadow: [], by: 'test' };
  await finishRestoration(test.t.url, { ...order, since: new Date(Date.now() - 3_600_000) });
}

/** What the portal got in the time that was lost. */
async function deliverUnseen(): Promise<void> {
  const session = await test.road.sessions.get();
  const written = test.road.writer.step({ step: LOST, codes: test.t.ledger.codes(), now: instantOf(new Date()) });
  if (session === undefined || written.kind !== 'written') throw new Error('not delivered');
  const deadline = { at: performance.now() + 2_000, monotonic: () => performance.now() };
  const answer = await test.road.client.push({ kind: 'steps', items: [written.item] }, session.session, deadline);
  expect(answer.verdict).toBe('delivered');
}

async function send(...items: Parameters<typeof submit>[2]): Promise<void> {
  await receipts(submit(test.t.ledger, test.t.a, items));
  runner.notice();
}

interface Lane {
  readonly state: string;
  readonly cause: string | null;
  readonly epoch: number;
  readonly reconciled: number;
}

async function lane(): Promise<Lane | undefined> {
  return (await test.db.query<Lane>('SELECT state, cause, epoch, reconciled FROM lane')).rows[0];
}

const comesTo = (wanted: Partial<Lane>): Promise<void> =>
  eventually(async () => {
    expect(await lane()).toMatchObject(wanted);
  });

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await test.db.query<Record<string, unknown>>(text)).rows;
}

const lookUps = (): Promise<unknown[]> => rows(`SELECT 1 FROM call WHERE service = 'lookup'`);

describe('a lane after a restore', () => {
  it('is compared with its portal once, where nothing was lost, and then goes on as ever', async () => {
    await open();
    await send(aDossier(CODE));
    await comesTo({ state: 'idle' });
    await restored();
    await send(aStep(CODE, 4, '2026-11-23T09:00:00+07:00'));
    await comesTo({ state: 'idle', reconciled: 1, epoch: 1 });
    await send(aStep(CODE, 5, '2026-11-23T09:30:00+07:00'));
    await comesTo({ state: 'idle' });
    expect(await lookUps()).toHaveLength(1);
    expect((await test.portal.read(CODE))?.steps).toHaveLength(2);
    expect(await rows('SELECT 1 FROM resend_request WHERE dossier_id IS NOT NULL')).toEqual([]);
    expect(await rows('SELECT 1 FROM lane_item WHERE possibly_twice')).toEqual([]);
  });

  it('sends nothing over what it does not know, asks for it, and doubles nothing when it comes', async () => {
    await open();
    await send(aDossier(CODE));
    await comesTo({ state: 'idle' });
    await deliverUnseen();
    await restored();
    await send(aDossier(CODE, { note: 'một ghi chú' }));
    await comesTo({ state: 'verifying', cause: 'restored.ahead' });
    expect(await rows(`SELECT want, cause FROM resend_request WHERE dossier_id IS NOT NULL`)).toEqual([
      { want: 'steps', cause: 'restored' },
    ]);
    expect((await test.portal.read(CODE))?.records).toHaveLength(1);

    await send(LOST);
    await comesTo({ state: 'idle', cause: null, reconciled: 1 });
    const held = await test.portal.read(CODE);
    expect(held?.steps).toHaveLength(1);
    expect(held?.records.at(-1)?.item).toMatchObject({ TrangThaiHoSo: '9', GhiChu: 'một ghi chú' });
    expect(held?.records).toHaveLength(2);
    expect(await rows('SELECT 1 FROM lane_item WHERE possibly_twice')).toEqual([]);
  });

  it('waits, when its commune had its time, with what is older, and goes on with what is newer', async () => {
    await open();
    await send(aDossier(CODE));
    await comesTo({ state: 'idle' });
    await deliverUnseen();
    await runner.stop();
    await send(aDossier(CODE, { note: 'cũ' }));
    await restored(0);
    runner = new Runner(test.road, undefined);
    runner.start();
    await comesTo({ state: 'blocked', cause: 'restored|national|behind' });
    expect(await rows(`SELECT must_act FROM incident WHERE kind = 'restored' AND destination = 'national'`)).toEqual([
      { must_act: 'commune' },
    ]);
    expect(await rows(`SELECT state, cause, must_act FROM outcome ORDER BY pos DESC LIMIT 1`)).toEqual([
      { state: 'held', cause: 'restored', must_act: 'commune' },
    ]);
    expect((await test.portal.read(CODE))?.records).toHaveLength(1);

    await send(aDossier(CODE, { note: 'mới', status: 9 }));
    await comesTo({ state: 'idle', reconciled: 0 });
    const held = await test.portal.read(CODE);
    expect(held?.records.map(({ item }) => item['GhiChu'])).toEqual(['', 'mới']);
    expect(held?.steps).toHaveLength(1);
  });

  it('begins anew where the portal has lost the dossier too', async () => {
    await open();
    await send(aDossier(CODE), aStep(CODE, 4, '2026-11-23T09:00:00+07:00'));
    await comesTo({ state: 'idle' });
    await test.portal.forget([CODE]);
    await restored();
    await send(aStep(CODE, 5, '2026-11-23T09:30:00+07:00'));
    await comesTo({ state: 'idle', epoch: 2, reconciled: 1 });
    expect((await test.portal.read(CODE))?.steps).toHaveLength(2);
  });

  it('takes over a dossier that was first sent in the lost time', async () => {
    await open();
    await send(aDossier(CODE), LOST);
    await comesTo({ state: 'idle' });
    const before = await test.portal.read(CODE);
    for (const table of ['lane_item', 'lane', 'item', 'dossier']) await test.db.query(`DELETE FROM ${table}`);
    await restored();
    await send(aDossier(CODE), LOST);
    await comesTo({ state: 'idle', reconciled: 1 });
    const after = await test.portal.read(CODE);
    expect(after?.steps).toEqual(before?.steps);
    expect(new Set(after?.records.map(({ item }) => JSON.stringify(item))).size).toBe(2);
    expect(await rows('SELECT 1 FROM lane_item WHERE possibly_twice')).toEqual([]);
  });

  it('flags, at a portal that shows nothing, what may be there, and nothing that came later', async () => {
    await open({ lookup: 'none' });
    await test.portal.set({ lookup: 'none' });
    await restored();
    // Whole seconds are all that the wire has: a moment that is surely after the restore.
    const later = new Date(Date.now() + 2_000).toISOString();
    await send(aDossier(CODE), LOST);
    await comesTo({ state: 'idle' });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await send(aStep(CODE, 10, later, { content: 'Trả kết quả' }));
    await comesTo({ state: 'idle' });
    expect(await rows(`SELECT status, possibly_twice AS twice FROM lane_item WHERE kind = 'step' ORDER BY seq`)).toEqual([
      { status: 9, twice: true },
      { status: 10, twice: false },
    ]);
  });

  it('delivers nothing, and is hinted to nobody, before the time to deliver has come', async () => {
    await open();
    const order = { settlesWithinMs: 4_000, resendWithinMs: 0, restoredOtherwise: true, inShadow: [], by: 'test' };
    await finishRestoration(test.t.url, { ...order, since: new Date(Date.now() - 3_600_000) });
    await send(aDossier(CODE));
    const since = new Date(Date.now() - 60_000);
    expect((await test.t.ledger.lanes.hint({ destination: 'national', since, most: 10 })).dossierIds).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await lane()).toMatchObject({ state: 'due' });
    expect(await test.portal.read(CODE)).toBeUndefined();
    await comesTo({ state: 'idle' });
  });
});

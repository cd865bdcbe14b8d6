import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { OpenConsole } from './open-console.ts';
import { openStage, type InsightStage } from './insight-stage.ts';

let stage: InsightStage;
let desk: OpenConsole;

beforeAll(async () => {
  stage = await openStage();
  desk = stage.desk;
});

afterAll(() => stage.close());

const reason = 'cổng khôi phục dữ liệu';
const order = { selection: { codes: ['h56.14797-261123-0001 ', 'H56.14797-261123-0002'] }, mode: 'converge', reason };

describe('replays at the console', () => {
  it('are ordered, listed, cancelled and resumed by operators, with their lines in the audit', async () => {
    const ordered = await desk.ask('POST', '/api/replays', { as: 'operator', body: order });
    expect(ordered).toMatchObject({
      status: 202,
      body: {
        ...{ state: 'listing', mode: 'converge', reason, by: 'lam', destinations: ['national', 'province'], error: null },
        ...{ selection: { codes: ['H56.14797-261123-0001', 'H56.14797-261123-0002'] }, counts: { listed: 0, unknown: 2 } },
      },
    });
    const id = String(ordered.body['id']);
    expect((await desk.ask('POST', '/api/replays', { as: 'operator', body: order })).body['id']).toBe(id);
    expect(await desk.ask('GET', '/api/replays', { as: 'viewer' })).toMatchObject({ body: { items: [{ id }] } });
    expect(await desk.ask('GET', `/api/replays/${id}/items`, { as: 'viewer' })).toMatchObject({
      body: { items: [], next: null, hasMore: false },
    });
    expect(await desk.ask('POST', `/api/replays/${id}/start`, { as: 'operator', body: {} })).toMatchObject({
      status: 409,
      body: { code: 'replay.wrong-state' },
    });
    for (const [act, state] of [
      ['cancel', 'cancelled'],
      ['cancel', 'cancelled'],
      ['resume', 'listing'],
    ])
      expect(await desk.ask('POST', `/api/replays/${id}/${String(act)}`, { as: 'operator', body: { reason } })).toMatchObject({
        status: 200,
        body: { id, state },
      });
    const audit = await desk.ask('GET', `/api/audit?subject=${id}`, { as: 'admin' });
    expect((audit.body['items'] as { act: string }[]).map(({ act }) => act)).toEqual([
      ...['replay.resume', 'replay.cancel', 'replay.create'],
    ]);
  });

  it.each([
    ['no way to choose', { selection: {} }, 422, 'replay.selection-invalid'],
    ['two ways', { selection: { dossierCode: 'H56.14797-261123-0001', filter: {} } }, 422, 'replay.selection-invalid'],
    [
      'a time that ends before it begins',
      { selection: { filter: { from: '2026-11-24T00:00:00Z', to: '2026-11-23T00:00:00Z' } } },
      422,
      'replay.period-invalid',
    ],
    ['a time without an offset', { selection: { filter: { from: '2026-11-24T00:00:00' } } }, 422, 'field.invalid'],
    [
      'too many codes',
      { selection: { codes: Array.from({ length: 10_001 }, (_, n) => `A-${String(n)}`) } },
      422,
      'field.invalid',
    ],
    ['a name where a code should stand', { selection: { codes: ['Nguyễn Văn A'] } }, 422, 'field.invalid'],
    ['a number of a person', { selection: { dossierCode: '038090001234' } }, 422, 'field.invalid'],
    [
      'a destination that the filter shuts out',
      { selection: { filter: { destination: 'national' } }, destinations: ['province'] },
      422,
      'replay.destination-excluded',
    ],
    ['no reason', { reason: ' ' }, 422, 'reason.required'],
    ['another mode', { mode: 'again' }, 422, 'field.invalid'],
    ['an unknown field', { speed: 9 }, 422, 'field.unknown'],
    ['an unknown dossier', { selection: { dossierCode: 'H56.14797-261123-9999' } }, 404, 'dossier.unknown'],
    ['an unknown incident', { selection: { incidentId: randomUUID() } }, 404, 'incident.unknown'],
    ['an unknown unit', { selection: { filter: { unit: 'nirgends' } } }, 422, 'replay.unit-unknown'],
    ['an unknown destination', { destinations: ['nowhere'] }, 422, 'replay.destination-unknown'],
  ])('are refused with %s', async (_, more, status, code) => {
    const answer = await desk.ask('POST', '/api/replays', { as: 'operator', body: { ...order, ...more } });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('say dossier by dossier in words why it waits, and nothing of what somebody sent in the place of a code', async () => {
    const lane = await stage.claimed();
    await stage.hold(lane, 'Nguyễn Văn A');
    const body = { ...order, selection: { dossierCode: lane.dossierCode }, destinations: ['national'] };
    const id = String((await desk.ask('POST', '/api/replays', { as: 'operator', body })).body['id']);
    const { replays } = stage.road;
    const jobs = await replays.hold({ holder: 'test', leaseMs: 60_000 });
    const job = jobs.find((one) => one.id === id);
    if (job === undefined) throw new Error('the replay is not held');
    await replays.list(job);
    const { waiting } = await replays.ask(job, { destination: 'national', most: 8, least: 1 });
    const [read] = await replays.readWaiting('national', waiting);
    if (read === undefined) throw new Error('nothing waits');
    await replays.answer(job, [{ job: id, lane: read.lane, forecast: { items: [], waits: read.lane.cause ?? '' } }]);
    const items = await desk.ask('GET', `/api/replays/${id}/items`, { as: 'viewer' });
    const why = { vi: 'Bảng mã của nơi nhận thiếu một mã.', en: 'The tables of the destination lack a code.' };
    expect(items.body).toMatchObject({
      items: [{ code: lane.dossierCode, destination: 'national', state: 'ready', forecast: [], outcome: 'unmapped', why }],
    });
    expect(JSON.stringify(items.body)).not.toContain('Nguyễn');
  });

  it('are fifty at the same time at most: neither one more is ordered nor an earlier one resumed until another one is over', async () => {
    const db = new pg.Client({ connectionString: desk.databaseUrl });
    await db.connect();
    try {
      await db.query(`UPDATE job SET state = 'cancelled', winding_down = false`);
      const earlier = String((await db.query<{ id: string }>('SELECT id FROM job LIMIT 1')).rows[0]?.id);
      await db.query(
        `INSERT INTO job (id, kind, state, task, task_hash, destinations, reason, created_by, created_at)
         SELECT gen_random_uuid(), 'replay', 'ready', '{"mode": "converge", "selection": {}}', 'x', '{}', 'x', 'x', now() - interval '1 day' FROM generate_series(1, 49)`,
      );
      const body = { ...order, reason: 'lần thứ năm mươi' };
      const last = await desk.ask('POST', '/api/replays', { as: 'operator', body });
      expect(last).toMatchObject({ status: 202 });
      // A second click is no second replay.
      expect((await desk.ask('POST', '/api/replays', { as: 'operator', body })).body['id']).toBe(last.body['id']);
      const refused = { status: 409, body: { code: 'replay.too-many' } };
      expect(await desk.ask('POST', '/api/replays', { as: 'operator', body: { ...order, reason: 'thêm' } })).toMatchObject(
        refused,
      );
      const resume = (): Promise<unknown> =>
        desk.ask('POST', `/api/replays/${earlier}/resume`, { as: 'operator', body: { reason } });
      expect(await resume()).toMatchObject(refused);
      await desk.ask('POST', `/api/replays/${String(last.body['id'])}/cancel`, { as: 'operator', body: { reason } });
      // What is on its way ends first.
      expect(await resume()).toMatchObject(refused);
      await db.query('UPDATE job SET winding_down = false');
      expect(await resume()).toMatchObject({ status: 200 });
    } finally {
      await db.query(`DELETE FROM job WHERE created_by = 'x'`);
      await db.end();
    }
  });

  it('are not for whoever only looks, and unknown ones are not there', async () => {
    expect(await desk.ask('POST', '/api/replays', { as: 'viewer', body: order })).toMatchObject({ status: 403 });
    for (const id of [randomUUID(), 'x'])
      expect(await desk.ask('GET', `/api/replays/${id}`, { as: 'viewer' })).toMatchObject({
        status: 404,
        body: { code: 'replay.unknown' },
      });
  });
});

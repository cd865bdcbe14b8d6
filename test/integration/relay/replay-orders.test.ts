import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ReplayRefused, type ReplayFilter } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { aStep } from '../../support/open-test-ledger.ts';
import { at, BY, ReplayStage } from './replay-stage.ts';

let stage: ReplayStage;

beforeAll(async () => {
  stage = await ReplayStage.open('261127');
});

beforeEach(() => {
  stage.start();
});

afterEach(() => stage.stop());

afterAll(() => stage.close());

describe('ordering a replay', () => {
  it('is one job and one line in the audit, however often it is clicked', async () => {
    const [code = ''] = await stage.finished(1);
    const order = { selection: { codes: [code] }, destinations: undefined, mode: 'converge' } as const;
    const [first, second] = await Promise.all([
      stage.desk.replays.create(order, stage.act()),
      stage.desk.replays.create(order, stage.act()),
    ]);
    expect(second.id).toBe(first.id);
    await stage.until(first.id, 'ready');
    await Promise.all([stage.desk.replays.start(first.id, stage.act()), stage.desk.replays.start(first.id, stage.act())]);
    await stage.until(first.id, 'done');
    const { lines } = await stage.desk.readAudit({ before: undefined, subject: first.id, limit: 10 });
    expect(lines.map(({ act, actor }) => [act, actor])).toEqual([
      ['replay.start', BY.by],
      ['replay.create', BY.by],
    ]);
    await expect(stage.desk.replays.resume(first.id, stage.act())).rejects.toMatchObject({ code: 'replay.wrong-state' });
  });

  it('is cancelled before anything is sent, and goes on where it was', async () => {
    const codes = await stage.finished(6);
    await stage.test.portal.forget(codes);
    await stage.stop();
    const { id } = await stage.order({ selection: { codes } });
    await stage.desk.replays.cancel(id, stage.act());
    stage.start();
    await stage.settled(codes);
    expect((await stage.desk.replays.read(id)).state).toBe('cancelled');
    expect((await stage.desk.replays.resume(id, stage.act())).state).toBe('listing');
    await stage.until(id, 'ready');
    await stage.desk.replays.start(id, stage.act());
    expect((await stage.until(id, 'done')).counts).toMatchObject({ listed: 6, delivered: 6 });
  });

  it('waits while its destination is held, and takes back, when it is cancelled then, what nobody has begun', async () => {
    const codes = await stage.finished(3);
    await stage.test.portal.forget(codes);
    const { id } = await stage.order({ selection: { codes } });
    await stage.until(id, 'ready');
    await stage.desk.pause({ destination: 'national', ...stage.act() });
    await stage.desk.replays.start(id, stage.act());
    await stage.until(id, 'paused');
    await eventually(async () => {
      expect((await stage.desk.replays.read(id)).counts.sent).toBe(3);
    });
    await stage.desk.replays.cancel(id, stage.act());
    const asked = (): Promise<{ rowCount: number | null }> => stage.test.db.query('SELECT 1 FROM lane WHERE asked IS NOT NULL');
    await eventually(async () => {
      expect((await asked()).rowCount).toBe(0);
      expect((await stage.items(id)).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    });
    await stage.desk.resume({ destination: 'national', ...stage.act() });
    await stage.settled(codes);
    expect(await Promise.all(codes.map((code) => stage.told(code)))).toEqual([[], [], []]);
    await stage.desk.replays.resume(id, stage.act());
    expect((await stage.until(id, 'done')).counts).toMatchObject({ sent: 3, delivered: 3 });
  });

  it('is answered by a lane whose last waiting item an operator has ended meanwhile', async () => {
    const [code = ''] = await stage.finished(1);
    await stage.desk.pause({ destination: 'national', ...stage.act() });
    await stage.send(aStep(code, 10, at(11)));
    const { id } = await stage.order({ selection: { codes: [code] } });
    await eventually(async () => {
      expect((await stage.items(id)).map(({ state }) => state)).toEqual(['looking']);
    });
    const { rows } = await stage.test.db.query<{ seq: number }>(
      `SELECT li.seq FROM lane_item li JOIN dossier o ON o.id = li.dossier_id WHERE o.code = $1 AND li.destination = 'national' AND li.state = 'pending'`,
      [code],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { seq } of rows)
      expect(await stage.desk.dossiers.cancel({ code, destination: 'national', seq, act: stage.act() })).toBe('cancelled');
    await stage.desk.resume({ destination: 'national', ...stage.act() });
    expect((await stage.until(id, 'ready')).counts).toMatchObject({ listed: 1, nothingToSend: 1 });
  });

  it('refuses what is not there, and a destination that nothing is sent to', async () => {
    const refused = (order: Parameters<ReplayStage['order']>[0]): Promise<unknown> =>
      stage.order(order).then(
        () => undefined,
        (error: unknown) => (error instanceof ReplayRefused ? error.code : error),
      );
    expect(await refused({ selection: { dossierCode: 'H56.14797-261127-9998' } })).toBe('dossier.unknown');
    expect(await refused({ selection: { incidentId: randomUUID() } })).toBe('incident.unknown');
    expect(await refused({ selection: { filter: { unit: '99999' } } })).toBe('replay.unit-unknown');
    expect(await refused({ selection: { filter: {} }, destinations: ['nowhere'] })).toBe('replay.destination-unknown');
    await stage.stop();
    await stage.test.configure({ mode: 'shadow' });
    expect(await refused({ selection: { filter: {} }, destinations: ['national'] })).toBe('replay.destination-in-shadow');
    expect(await refused({ selection: { filter: {} } })).toBe('replay.destination-in-shadow');
    await stage.test.configure({ mode: 'live' });
  });

  it('lists by unit, procedure, time and state', async () => {
    const codes = await stage.finished(3);
    const listed = async (filter: ReplayFilter): Promise<number> => {
      const { id } = await stage.order({ selection: { filter } });
      return (await stage.until(id, 'ready')).counts.listed;
    };
    const all = await listed({});
    expect(all).toBeGreaterThanOrEqual(codes.length);
    expect(await listed({ unit: '14797', procedure: '2.000815', state: 'idle' })).toBeGreaterThanOrEqual(codes.length);
    expect(await listed({ unit: '14758' })).toBe(0);
    expect(await listed({ procedure: '1.999999' })).toBe(0);
    expect(await listed({ state: 'held', unit: '14797', procedure: '2.000815' })).toBe(0);
    expect(await listed({ to: '2020-01-01T00:00:00Z' })).toBe(0);
    expect(await listed({ from: '2100-01-01T00:00:00Z' })).toBe(0);
    expect(await listed({ from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' })).toBe(all);
  });
});

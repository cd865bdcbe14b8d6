import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { at, expected, ReplayStage } from './replay-stage.ts';

let stage: ReplayStage;

beforeAll(async () => {
  stage = await ReplayStage.open('261127');
});

beforeEach(async () => {
  await stage.test.portal.faults();
  stage.start();
});

afterEach(() => stage.stop());

afterAll(() => stage.close());

describe('a replay that converges', () => {
  it('tells what a portal lost, field by field, and sends exactly that', async () => {
    const codes = await stage.finished(4);
    const [gone = '', stepless = '', kept = ''] = codes;
    await stage.test.portal.forget([gone]);
    await stage.test.portal.forget([stepless], 'steps');
    const since = await stage.mark(codes);

    const { id } = await stage.order({ selection: { codes: [...codes, 'H56.14797-261127-9999'] } });
    const ready = await stage.until(id, 'ready');
    expect(ready).toMatchObject({
      counts: { listed: 4, toSend: 2, nothingToSend: 2, sent: 0, unknown: 1 },
      unknownCodes: ['H56.14797-261127-9999'],
      startedAt: null,
    });
    const items = await stage.items(id);
    const forecast = new Map(items.map((item) => [item.code, item]));
    expect(forecast.get(gone)?.forecast.map(({ service, seq }) => [service, seq])).toEqual([
      ['create', 1],
      ['steps', 2],
      ['update', 3],
      ['steps', 4],
      ['update', 5],
    ]);
    expect(forecast.get(stepless)?.forecast.map(({ service, seq }) => [service, seq])).toEqual([
      ['steps', 2],
      ['steps', 4],
      ['update', 5],
    ]);
    expect(forecast.get(kept)).toMatchObject({ forecast: [], state: 'nothing' });
    const [create, , update] = forecast.get(gone)?.forecast ?? [];
    expect(create?.fields).toContainEqual({ field: 'ChuHoSo', acknowledged: null, now: 'N••••• V•• A' });
    expect(create?.fields).toContainEqual({ field: 'TrangThaiHoSo', acknowledged: null, now: '2' });
    expect(update?.fields).toEqual([{ field: 'TrangThaiHoSo', acknowledged: '2', now: '4' }]);
    expect(await stage.told(stepless, since)).toEqual([]);

    await stage.desk.replays.start(id, stage.act());
    const done = await stage.until(id, 'done');
    expect(done.counts).toMatchObject({ sent: 2, delivered: 2, waiting: 0, failed: 0 });
    for (const code of codes)
      expect([code, await stage.told(code, since)]).toEqual([code, expected(forecast.get(code) ?? { forecast: [] })]);

    const again = await stage.order({ selection: { codes } });
    expect((await stage.until(again.id, 'ready')).counts).toMatchObject({ toSend: 0, nothingToSend: 4 });
  });

  it('sends what came meanwhile along, and nothing older over it', async () => {
    const [code = ''] = await stage.finished(1);
    await stage.test.portal.forget([code]);
    const since = await stage.mark([code]);
    const { id } = await stage.order({ selection: { dossierCode: code } });
    await stage.until(id, 'ready');
    await stage.stop();
    await stage.send(aStep(code, 10, at(11)));
    await stage.desk.replays.start(id, stage.act());
    stage.start();
    await stage.until(id, 'done');
    await stage.settled([code]);
    expect((await stage.told(code, since)).map(({ service }) => service)).toEqual([
      ...['record', 'steps', 'record', 'steps', 'record', 'steps', 'record'],
    ]);
    expect((await stage.test.portal.read(code))?.status).toBe('10');
  });

  it('calls nothing delivered that the portal has not acknowledged', async () => {
    const [code = ''] = await stage.finished(1);
    await stage.test.portal.forget([code]);
    const { id } = await stage.order({ selection: { dossierCode: code } });
    await stage.until(id, 'ready');
    await stage.test.portal.faults({ mode: 'http-500', services: ['CapNhatTienDoHoSoMC'] });
    await stage.desk.replays.start(id, stage.act());
    await eventually(async () => {
      const attempts = `SELECT 1 FROM attempt a JOIN dossier o ON o.id = a.dossier_id WHERE o.code = $1 AND a.outcome <> 'delivered'`;
      expect((await stage.test.db.query(attempts, [code])).rowCount).toBeGreaterThan(1);
    });
    await eventually(async () => {
      expect((await stage.desk.replays.read(id)).counts.sent).toBe(1);
    });
    expect(await stage.desk.replays.read(id)).toMatchObject({ state: 'running', counts: { sent: 1, delivered: 0 } });
    await stage.test.portal.faults();
    expect((await stage.until(id, 'done')).counts).toMatchObject({ sent: 1, delivered: 1 });
  });

  it('takes no notice of what was acknowledged a moment ago and is not shown yet', async () => {
    const [code = ''] = await stage.finished(1);
    await stage.stop();
    stage.start({ settlesWithinMs: 2_500 });
    await stage.send(aStep(code, 10, at(11)));
    await stage.settled([code]);
    await stage.test.portal.forget([code], 'steps');
    const { id } = await stage.order({ selection: { dossierCode: code } });
    await eventually(async () => {
      const { rows } = await stage.test.db.query(
        'SELECT l.state, l.cause FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE o.code = $1',
        [code],
      );
      expect(rows).toEqual([{ state: 'verifying', cause: 'lookup.settling' }]);
    });
    await stage.until(id, 'ready');
    const [item] = await stage.items(id);
    expect(item?.forecast.map(({ seq }) => seq)).toEqual([2, 4, 6, 7]);
  });

  it('tries again what was refused, and tells beforehand what that is', async () => {
    const code = stage.newCode();
    await stage.test.portal.faults({ mode: 'http-403', codes: [code] });
    await stage.send(aDossier(code));
    await stage.settled([code], 'blocked');
    await stage.test.portal.faults();
    const { rows } = await stage.test.db.query<{ id: string }>(
      `SELECT i.id FROM incident i JOIN lane_wait w ON w.fingerprint = i.fingerprint JOIN dossier o ON o.id = w.dossier_id
        WHERE o.code = $1 AND i.cleared_at IS NULL`,
      [code],
    );
    const { id } = await stage.order({ selection: { incidentId: rows[0]?.id ?? '' } });
    await stage.until(id, 'ready');
    await stage.settled([code], 'blocked');
    const [item = { forecast: [] }] = await stage.items(id);
    await stage.desk.replays.start(id, stage.act());
    expect((await stage.until(id, 'done')).counts).toMatchObject({ listed: 1, delivered: 1, failed: 0 });
    expect(await stage.told(code)).toEqual(expected(item));
    const open = await stage.test.db.query('SELECT 1 FROM incident WHERE id = $1 AND cleared_at IS NULL', [rows[0]?.id]);
    expect(open.rowCount).toBe(0);
  });

  it('says which code a lane still lacks, and leaves it held', async () => {
    const code = stage.newCode();
    await stage.send(aDossier(code, { procedureCode: '9.444444' }));
    await stage.settled([code], 'held');
    const { id } = await stage.order({ selection: { dossierCode: code } });
    await stage.until(id, 'ready');
    expect(await stage.items(id)).toMatchObject([
      { state: 'ready', forecast: [], outcome: expect.stringMatching(/^unmapped\|/) },
    ]);
    await stage.desk.replays.start(id, stage.act());
    expect((await stage.until(id, 'done')).counts).toMatchObject({ waiting: 1, delivered: 0 });
    await stage.settled([code], 'held');
  });

  it('finds another record than the acknowledged one, shows where it differs, and mends it', async () => {
    const [code = ''] = await stage.finished(1);
    const held = await stage.test.portal.read(code);
    const older = held?.records[0]?.item ?? {};
    await stage.tell(older);
    const since = await stage.mark([code]);
    const { id } = await stage.order({ selection: { dossierCode: code } });
    await stage.until(id, 'ready');
    const [item = { forecast: [] }] = await stage.items(id);
    expect(item.forecast).toMatchObject([
      { service: 'update', seq: 5, fields: [{ field: 'NgayKetThucXuLy', acknowledged: null, now: '20261127100000' }] },
    ]);
    await stage.desk.replays.start(id, stage.act());
    await stage.until(id, 'done');
    expect(await stage.told(code, since)).toEqual(expected(item));
  });
});

describe('a replay that asserts again', () => {
  it('sends the last record once more, and no step', async () => {
    const [code = ''] = await stage.finished(1);
    const since = await stage.mark([code]);
    const { id } = await stage.order({ selection: { dossierCode: code }, mode: 'reassert' });
    await stage.until(id, 'ready');
    const [item = { forecast: [] }] = await stage.items(id);
    expect(item.forecast).toMatchObject([{ service: 'update', seq: 5, fields: [] }]);
    await stage.desk.replays.start(id, stage.act());
    await stage.until(id, 'done');
    expect(await stage.told(code, since)).toEqual(expected(item));
  });
});

describe('a replay at a destination that shows nothing', () => {
  it('has nothing to send to converge, and the record to assert', async () => {
    const [code = ''] = await stage.finished(1);
    await stage.stop();
    stage.start({ lookup: 'none' });
    const since = await stage.mark([code]);
    const converge = await stage.order({ selection: { dossierCode: code } });
    expect((await stage.until(converge.id, 'ready')).counts).toMatchObject({ toSend: 0, nothingToSend: 1 });
    const { id } = await stage.order({ selection: { dossierCode: code }, mode: 'reassert' });
    await stage.until(id, 'ready');
    const [item = { forecast: [] }] = await stage.items(id);
    await stage.desk.replays.start(id, stage.act());
    await stage.until(id, 'done');
    expect(item.forecast).toHaveLength(1);
    expect(await stage.told(code, since)).toEqual(expected(item));
  });
});

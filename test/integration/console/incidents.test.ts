import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareDatabase } from '#ledger';
import { sleep } from '#runtime';
import { aDossier, receipts, submit } from '../../support/open-test-ledger.ts';
import { eventually } from '../../support/eventually.ts';
import { watch } from './event-stream.ts';
import { DESTINATIONS } from './open-console.ts';
import { openStage, type InsightStage } from './insight-stage.ts';

let stage: InsightStage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly waitingLanes: number;
  readonly mapping: unknown;
  readonly [member: string]: unknown;
}

async function list(query = ''): Promise<Shown[]> {
  const { status, body } = await stage.desk.ask('GET', `/api/incidents${query}`, { as: 'viewer' });
  expect(status).toBe(200);
  return body['items'] as Shown[];
}

/** The incidents of a procedure code, open and cleared. */
async function of(code: string): Promise<{ open: Shown[]; cleared: number }> {
  const { rows } = await stage.desk.owner.query<{ id: string; cleared: boolean }>(
    'SELECT id, cleared_at IS NOT NULL AS cleared FROM incident WHERE from_code = $1',
    [code],
  );
  const open = (await list('?limit=200')).filter(({ id }) => rows.some((row) => row.id === id));
  return { open, cleared: rows.filter(({ cleared }) => cleared).length };
}

const newer = (code: string, note: string): Promise<unknown> =>
  receipts(submit(stage.door, stage.client, [aDossier(code, { note })]));

describe('incidents', () => {
  it('are one per cause, with who must act, why, the units, a sample and what is missing', async () => {
    const [first, second] = [
      await stage.claimed({ procedureCode: '9.100001' }),
      await stage.claimed({ procedureCode: '9.100001' }),
    ];
    await stage.hold(first, '9.100001');
    await stage.hold(second, '9.100001');
    const { open } = await of('9.100001');
    expect(open).toMatchObject([
      {
        ...{ kind: 'unmapped', cause: 'unmapped', destination: 'national', mustAct: 'province', count: 2, waitingLanes: 2 },
        title: { vi: 'Thiếu mã · Cổng Dịch vụ công quốc gia', en: 'A code is missing · National Public Service Portal' },
        units: [{ code: '14797', count: 2 }],
        ...{ sample: { dossierCode: first.dossierCode }, clearedAt: null, mapping: { procedure: '9.100001' } },
      },
    ]);
    const id = open[0]?.id ?? '';
    expect((await stage.desk.ask('GET', `/api/incidents/${id}`, { as: 'viewer' })).body).toEqual(open[0]);
    const page = await stage.desk.ask('GET', `/api/incidents/${id}/dossiers?limit=1`, { as: 'viewer' });
    expect(page.body).toMatchObject({
      items: [{ code: first.dossierCode, state: 'held', unit: { code: '14797' } }],
      hasMore: true,
    });
    const rest = await stage.desk.ask('GET', `/api/incidents/${id}/dossiers?after=${String(page.body['next'])}`, {
      as: 'viewer',
    });
    expect(rest.body).toMatchObject({ items: [{ code: second.dossierCode }], hasMore: false });
  });

  it('stay open while one lane waits, and are cleared with the last one, whatever lets it go on', async () => {
    const [one, other] = [await stage.claimed({ procedureCode: '9.100002' }), await stage.claimed({ procedureCode: '9.100002' })];
    await stage.hold(one, '9.100002');
    await stage.hold(other, '9.100002');
    await newer(one.dossierCode, 'mới');
    expect((await of('9.100002')).open).toMatchObject([{ waitingLanes: 1 }]);
    await newer(other.dossierCode, 'mới');
    expect(await of('9.100002')).toEqual({ open: [], cleared: 1 });
  });

  it('that open again are the same one with another sample until their end was told, and another one afterwards', async () => {
    const seen: { id: unknown; cleared: number }[] = [];
    for (const round of [1, 2, 3]) {
      const lane = await stage.claimed({ procedureCode: '9.200009' });
      await stage.hold(lane, '9.200009');
      const { open, cleared } = await of('9.200009');
      seen.push({ id: open[0]?.id, cleared });
      expect(open).toMatchObject([{ sample: { dossierCode: lane.dossierCode } }]);
      await newer(lane.dossierCode, 'a');
      expect((await of('9.200009')).open).toEqual([]);
      if (round === 2) await stage.desk.owner.query(`UPDATE incident SET cleared_told_at = now() WHERE from_code = '9.200009'`);
    }
    const isSame = seen.map(({ id, cleared }) => [id === seen[0]?.id, cleared]);
    expect(isSame).toEqual([
      [true, 0],
      [true, 0],
      [false, 1],
    ]);
  });

  it('for several codes of one record are open at once, and none of them stays behind', async () => {
    const lane = await stage.claimed({ procedureCode: '9.100003' });
    await stage.hold(lane, '9.100003', '9.100004');
    expect((await of('9.100003')).open).toMatchObject([{ waitingLanes: 1 }]);
    expect((await of('9.100004')).open).toMatchObject([{ waitingLanes: 1 }]);
    await newer(lane.dossierCode, 'mới');
    expect([await of('9.100003'), await of('9.100004')]).toEqual([
      { open: [], cleared: 1 },
      { open: [], cleared: 1 },
    ]);
  });

  it('are cleared by two who each release one of the last two lanes at the same moment', async () => {
    const lanes = [await stage.claimed({ procedureCode: '9.100005' }), await stage.claimed({ procedureCode: '9.100005' })];
    for (const lane of lanes) await stage.hold(lane, '9.100005');
    const { owner } = stage.desk;
    const [one, other] = [await owner.connect(), await owner.connect()];
    const end = (db: typeof one, { dossierId }: { dossierId: number } = { dossierId: 0 }): Promise<unknown> =>
      db.query("SELECT end_waits(ARRAY[$1::bigint], '{national}', now())", [dossierId]);
    try {
      for (const db of [one, other]) await db.query('BEGIN');
      await end(one, lanes[0]);
      // It waits for the first, or it would see a lane that is no longer there once both are done.
      const second = end(other, lanes[1]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await one.query('COMMIT');
      await second;
      await other.query('COMMIT');
    } finally {
      for (const db of [one, other]) db.release();
    }
    expect(await of('9.100005')).toEqual({ open: [], cleared: 1 });
  });

  it('are listed page by page without a gap, and filtered', async () => {
    for (const code of ['9.100011', '9.100012', '9.100013']) await stage.hold(await stage.claimed({ procedureCode: code }), code);
    const all = await list('?state=all&limit=200');
    const walked: string[] = [];
    for (let after = ''; ;) {
      const { body } = await stage.desk.ask('GET', `/api/incidents?state=all&limit=2${after}`, { as: 'viewer' });
      walked.push(...(body['items'] as Shown[]).map(({ id }) => id));
      if (body['hasMore'] !== true) break;
      after = `&after=${String(body['next'])}`;
    }
    expect(walked).toEqual(all.map(({ id }) => id));
    expect(await list('?owner=national')).toEqual([]);
    expect((await list('?kind=unmapped&destination=national')).length).toBeGreaterThan(2);
    expect((await stage.desk.ask('GET', '/api/incidents?after=x', { as: 'viewer' })).status).toBe(422);
    expect((await stage.desk.ask('GET', '/api/incidents/1', { as: 'viewer' })).body).toMatchObject({ code: 'incident.unknown' });
  });
});

describe('who watches', () => {
  it('is told which incidents have changed, and how many are open', async () => {
    const stream = await watch(stage.desk.url, await stage.desk.logIn('viewer'));
    const told = (): { open: { province: number }; changed: string[] }[] =>
      stream.events.filter(({ event }) => event === 'incidents').map(({ data }) => data as never);
    try {
      await eventually(() => told().length > 0);
      await stage.hold(await stage.claimed({ procedureCode: '9.100021' }), '9.100021');
      const [opened] = (await of('9.100021')).open;
      await eventually(() => {
        expect(told().at(-1)?.changed).toContain(opened?.id);
      });
      expect(told().at(-1)?.open.province).toBeGreaterThan(0);
    } finally {
      stream.close();
    }
  });
});

describe('a missing code', () => {
  const body = { direction: 'out', fromCode: '9.200001', toCode: '1.001193', reason: 'Mã cũ của đăng ký khai sinh' };

  it('is mapped once, written down, and releases what waited for it, in order', async () => {
    const lanes = [await stage.claimed({ procedureCode: '9.200001' }), await stage.claimed({ procedureCode: '9.200001' })];
    for (const lane of lanes) await stage.hold(lane, '9.200001');
    const path = '/api/code-tables/national/procedure';
    expect((await stage.desk.ask('POST', path, { as: 'viewer', body })).status).toBe(403);
    expect((await stage.desk.ask('POST', path, { as: 'operator', body: { ...body, toCode: '1.000000' } })).body).toMatchObject({
      code: 'code.target-unknown',
    });
    const mapped = await stage.desk.ask('POST', path, { as: 'operator', body });
    expect([mapped.status, mapped.body]).toMatchObject([201, { waiting: 2, row: { fromCode: '9.200001', by: 'lam' } }]);
    expect((await stage.desk.ask('POST', path, { as: 'operator', body })).body).toMatchObject({ code: 'code.already-mapped' });
    await eventually(async () => {
      for (const { dossierCode } of lanes) expect((await stage.laneOf(dossierCode)).state).toBe('due');
    });
    expect(await of('9.200001')).toEqual({ open: [], cleared: 1 });
    const { rows } = await stage.desk.owner.query(`SELECT actor, details FROM audit WHERE act = 'code.map'`);
    expect(rows).toMatchObject([{ actor: 'lam', details: { toCode: '1.001193', waiting: 2, reason: body.reason } }]);
  });

  it('that is a procedure is added to the catalogue; a lane that lacks another code as well waits on for that', async () => {
    const lane = await stage.claimed({ procedureCode: '9.200002' });
    await stage.hold(lane, '9.200002', '9.200003');
    const procedure = { name: 'Thủ tục mới', fieldCode: 'G15-CT01', fieldName: 'Chứng thực', reason: 'Bổ sung danh mục' };
    const added = await stage.desk.ask('POST', '/api/procedures', { as: 'operator', body: { code: '9.200002', ...procedure } });
    expect([added.status, added.body]).toMatchObject([201, { waiting: 1, procedure: { code: '9.200002', validFrom: null } }]);
    await eventually(async () => {
      expect(await of('9.200002')).toEqual({ open: [], cleared: 1 });
    });
    expect((await stage.laneOf(lane.dossierCode)).state).toBe('held');
    expect((await of('9.200003')).open).toMatchObject([{ waitingLanes: 1 }]);
    await stage.desk.ask('POST', '/api/procedures', { as: 'operator', body: { code: '9.200003', ...procedure } });
    await eventually(async () => {
      expect((await stage.laneOf(lane.dossierCode)).state).toBe('due');
    });
    expect(await of('9.200003')).toEqual({ open: [], cleared: 1 });
  });

  it('that is a procedure from a later day on leaves the days before it to be filled, and says which lanes go', async () => {
    const lanes = [await stage.claimed({ procedureCode: '9.200004' }), await stage.claimed({ procedureCode: '9.200004' })];
    for (const lane of lanes) await stage.hold(lane, '9.200004');
    const procedure = {
      code: '9.200004',
      name: 'Thủ tục mới',
      fieldCode: 'G15-CT01',
      fieldName: 'Chứng thực',
      reason: 'Bổ sung',
    };
    const add = (validFrom?: string): ReturnType<typeof stage.desk.ask> =>
      stage.desk.ask('POST', '/api/procedures', { as: 'operator', body: { ...procedure, ...(validFrom && { validFrom }) } });
    const later = await add('2099-01-01');
    expect([later.status, later.body]).toMatchObject([
      201,
      { waiting: 0, stillWaiting: 2, procedure: { validFrom: '2099-01-01', validTo: null } },
    ]);
    expect((await add('2099-06-01')).body).toMatchObject({
      ...{ status: 409, code: 'code.already-mapped', known: { validFrom: '2099-01-01', validTo: null } },
      detail: expect.stringMatching(/validFrom.*npm run migrate/s) as unknown,
    });
    expect((await stage.laneOf(lanes[0]?.dossierCode ?? '')).state).toBe('held');
    const earlier = await add('2026-01-01');
    expect([earlier.status, earlier.body]).toMatchObject([
      201,
      { waiting: 2, stillWaiting: 0, procedure: { validFrom: '2026-01-01', validTo: '2099-01-01' } },
    ]);
    await eventually(async () => {
      for (const { dossierCode } of lanes) expect((await stage.laneOf(dossierCode)).state).toBe('due');
    });
    const rest = await add();
    expect([rest.status, rest.body]).toMatchObject([201, { procedure: { validFrom: null, validTo: '2026-01-01' } }]);
    for (const validFrom of [undefined, '2026-01-01', '2026-05-05', '2099-01-01'])
      expect((await add(validFrom)).status).toBe(409);
  });

  it('is mapped for the days before a known row, by the day of reception where it stands for a procedure', async () => {
    const lane = await stage.claimed({ procedureCode: '9.200005' });
    await stage.hold(lane, '9.200005');
    // It was received before the known row, and that is over today: only the day of reception lets it go.
    await stage.desk.owner.query(`UPDATE dossier SET received_on = '2020-05-05' WHERE code = $1`, [lane.dossierCode]);
    await stage.desk.owner.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
       VALUES ('procedure', 'national', 'out', '9.200005', '1.001193', '[2021-01-01,2022-01-01)', tstzrange(now(), NULL))`,
    );
    const map = (validFrom?: string): ReturnType<typeof stage.desk.ask> =>
      stage.desk.ask('POST', '/api/code-tables/national/procedure', {
        as: 'operator',
        body: { ...body, fromCode: '9.200005', ...(validFrom && { validFrom }) },
      });
    const later = await map('2022-01-01');
    expect([later.status, later.body]).toMatchObject([
      201,
      { waiting: 0, stillWaiting: 1, row: { validFrom: '2022-01-01', validTo: null } },
    ]);
    await sleep(3_000);
    expect((await stage.laneOf(lane.dossierCode)).state).toBe('held');
    const before = await map();
    expect([before.status, before.body]).toMatchObject([
      201,
      { waiting: 1, stillWaiting: 0, row: { fromCode: '9.200005', validFrom: null, validTo: '2021-01-01' } },
    ]);
    await eventually(async () => {
      expect((await stage.laneOf(lane.dossierCode)).state).toBe('due');
    });
    expect((await map()).body).toMatchObject({ code: 'code.already-mapped', known: { validFrom: null, validTo: '2021-01-01' } });
    expect((await stage.desk.ask('GET', '/api/code-tables/national/procedure', { as: 'viewer' })).body['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ fromCode: '9.200005', validFrom: null, validTo: '2021-01-01' }),
        expect.objectContaining({ fromCode: '9.200005', validFrom: '2022-01-01', validTo: null }),
      ]),
    );
    const { rows } = await stage.desk.owner.query(
      `SELECT details FROM audit WHERE subject = 'national/procedure/9.200005' ORDER BY at`,
    );
    expect(rows).toMatchObject([
      { details: { validFrom: '2022-01-01', validTo: null, waiting: 0, stillWaiting: 1 } },
      { details: { validFrom: null, validTo: '2021-01-01', waiting: 1, stillWaiting: 0 } },
    ]);
  });

  it('stays mapped when the files are loaded again', async () => {
    const { databaseUrl: ownerUrl } = stage.desk;
    const log = { event: () => undefined, error: () => undefined };
    await prepareDatabase({ ownerUrl, roles: undefined, configDir: 'config', province: 'H56', destinations: DESTINATIONS, log });
    const { body: table } = await stage.desk.ask('GET', '/api/code-tables/national/procedure', { as: 'viewer' });
    expect(table['items']).toContainEqual(expect.objectContaining({ fromCode: '9.200001', toCode: '1.001193', by: 'lam' }));
    expect(table['targets']).toContainEqual({ code: '1.001193', label: { vi: 'Đăng ký khai sinh', en: 'Đăng ký khai sinh' } });
    expect((await stage.desk.ask('GET', '/api/code-tables', { as: 'viewer' })).body['items']).toContainEqual(
      expect.objectContaining({ partner: 'national', table: 'channel', name: { vi: 'Kênh thực hiện', en: 'Channel' }, rows: 3 }),
    );
  });
});

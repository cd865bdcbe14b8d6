import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import { eventually } from '../../support/eventually.ts';

type Answer = Readonly<Record<string, unknown>>;

let dataDir = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let session = '';
const open = (): ReturnType<typeof startSimulator> =>
  startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: { username: 'u', password: 'p' } });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
  simulator = await open();
});
afterAll(async () => {
  await simulator.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  await control('POST', '/_sim/reset');
  session = await login();
});
afterEach(() => control('PUT', '/_sim/national/faults', []));

const CODE = 'H56.14797-261123-0001';
const RECORD = {
  ...{
    MaHoSo: CODE,
    MaTTHC: '2.000815.000.00.00.H56',
    TenTTHC: 'Chứng thực',
    MaLinhVuc: 'G15',
    TenLinhVuc: 'Chứng thực',
    LoaiDoiTuong: '1',
  },
  ...{ NgayTiepNhan: '20261123081500', TrangThaiHoSo: '2', HinhThuc: '0', DonViXuLy: 'UBND phường Hạc Thành' },
};
const STEP = { MaHoSo: CODE, NguoiXuLy: 'Lê Thị B', ThoiDiemXuLy: '20261123090000', NoiDungXuLy: 'Thẩm định', TrangThai: '4' };

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(simulator.url + path, { method, ...sent });
  return { status: response.status, body: (await response.json()) as Answer };
}

async function wire(path: string, body: unknown, base = ''): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${simulator.url}${base}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
  return { http: response.status, ...((await response.json()) as Answer) };
}

const login = async (): Promise<string> => String((await wire('/mapi/login', { username: 'u', password: 'p' }))['session']);
const call = (service: string, more: object, base?: string): Promise<Answer> =>
  wire('/mapi/g', { session, madonvi: '000.00.00.H56', service, ...more }, base);
const create = (record: object = RECORD): Promise<Answer> => call('DongBoHoSoMC', { isUpdating: 'False', data: [record] });
const update = (record: object = RECORD): Promise<Answer> => call('DongBoHoSoMC', { isUpdating: 'True', data: [record] });
const step = (item: object = STEP): Promise<Answer> => call('CapNhatTienDoHoSoMC', { data: [item] });
const lookUp = (): Promise<Answer> => call('TraCuuHoSo', { mahoso: CODE });
const fault = (body: object): Promise<{ status: number }> => control('PUT', '/_sim/national/faults', body);
const held = async (): Promise<Answer> => (await control('GET', `/_sim/national/dossiers/${CODE}`)).body;
const stepsHeld = async (): Promise<number> => ((await held())['steps'] as unknown[] | undefined)?.length ?? 0;

describe('the wire', () => {
  it('creates, refuses a second create, updates, takes steps as often as they come, and shows all', async () => {
    expect(await create()).toMatchObject({ http: 200, error_code: 0 });
    expect(await create()).toMatchObject({ http: 200, error_code: '-3', message: expect.stringContaining('đã tồn tại') });
    expect(await step()).toMatchObject({ error_code: 0 });
    expect(await step()).toMatchObject({ error_code: 0 });
    expect(await update({ ...RECORD, GhiChu: 'x' })).toMatchObject({ error_code: 0 });
    expect(await lookUp()).toMatchObject({ error_code: 0, result: [{ MaHoSo: CODE, GhiChu: 'x', QuaTrinhXuLy: [STEP, STEP] }] });
    const { records, steps, calls, status } = await held();
    expect([records, steps].flat().map((entry) => (entry as { n: number }).n)).toEqual([1, 4, 2, 3]);
    expect(status).toBe('2');
    expect((calls as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'exists',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ]);
  });

  it('refuses what comes before the dossier', async () => {
    expect(await step()).toMatchObject({ error_code: -1, message: expect.stringContaining('không tồn tại') });
    expect(await update()).toMatchObject({ error_code: -1 });
    expect((await control('GET', `/_sim/national/dossiers/${CODE}`)).status).toBe(404);
  });

  it('accepts or refuses several dossiers as one', async () => {
    const data = [RECORD, { ...RECORD, MaHoSo: 'H56.14797-261123-0002', MaTTHC: '' }];
    expect(await call('DongBoHoSoMC', { isUpdating: 'False', data })).toMatchObject({
      error_code: -1,
      message: expect.stringContaining('MaTTHC'),
    });
    expect((await control('GET', '/_sim/national/dossiers')).body).toEqual({ total: 0, items: [] });
  });

  it('knows a session only as long as it lives', async () => {
    expect(await wire('/mapi/login', { username: 'u', password: 'x' })).toMatchObject({ error_code: -1 });
    const old = session;
    await control('PUT', '/_sim/national/settings', { newLoginEndsOld: true });
    session = await login();
    expect(await lookUp()).toMatchObject({ error_code: 0 });
    session = old;
    expect(await lookUp()).toMatchObject({ error_code: -1, message: expect.stringContaining('Phiên làm việc') });
    await control('PUT', '/_sim/national/settings', { sessionSeconds: 0.001 });
    session = await login();
    await eventually(async () => {
      expect(await lookUp()).toMatchObject({ error_code: -1 });
    });
  });

  it('shows steps, the record alone, or nothing', async () => {
    await create();
    await step();
    await control('PUT', '/_sim/national/settings', { lookup: 'dossier' });
    const [shown] = (await lookUp())['result'] as Answer[];
    expect([shown?.['TrangThaiHoSo'], shown?.['QuaTrinhXuLy']]).toEqual(['4', undefined]);
    await control('PUT', '/_sim/national/settings', { lookup: 'none' });
    expect(await lookUp()).toMatchObject({ error_code: -1, message: 'Dịch vụ chưa được hỗ trợ: TraCuuHoSo' });
  });
});

describe('a fault', () => {
  beforeEach(() => create());

  it.each([
    ['down', 0],
    ['drop-reply', 1],
    ['http-500', 0],
    ['http-429', 0],
    ['http-403', 0],
    ['error-in-200', 0],
    ['session-lost', 0],
    ['garbage', 1],
    ['stale-reply', 1],
  ])('of mode %s applies %i of the steps', async (mode, applied) => {
    await fault({ mode, codes: [CODE] });
    const answer = await step().catch(() => 'no answer');
    if (['down', 'drop-reply', 'garbage', 'http-500', 'http-403'].includes(mode)) expect(answer).toBe('no answer');
    if (mode === 'http-429') expect(answer).toMatchObject({ http: 429 });
    if (mode === 'error-in-200') expect(answer).toMatchObject({ http: 200, error_code: 99 });
    if (mode === 'stale-reply') expect(answer).toMatchObject({ message: 'Đồng bộ thành công' });
    expect(await stepsHeld()).toBe(applied);
  });

  it('can be turned around by `applied`', async () => {
    await fault({ mode: 'drop-reply', applied: false });
    await expect(step()).rejects.toThrow();
    await fault({ mode: 'error-in-200', applied: true });
    await step();
    expect(await stepsHeld()).toBe(1);
  });

  it('slow applies at once and answers late; late applies although nobody waits any more', async () => {
    await fault({ mode: 'slow', delayMs: 300 });
    const answer = step();
    await eventually(
      async () => {
        expect(await stepsHeld()).toBe(1);
      },
      { withinMs: 250 },
    );
    expect(await answer).toMatchObject({ error_code: 0 });
    await fault({ mode: 'late', delayMs: 300 });
    await expect(
      fetch(`${simulator.url}/mapi/g`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ session, madonvi: 'x', service: 'CapNhatTienDoHoSoMC', data: [STEP] }),
        signal: AbortSignal.timeout(50),
      }),
    ).rejects.toThrow();
    expect(await stepsHeld()).toBe(1);
    await eventually(async () => {
      expect(await stepsHeld()).toBe(2);
    });
  });

  it('leaves other services, other codes and the time after `until` alone; login-refused is about logins', async () => {
    await fault({ mode: 'down', services: ['TraCuuHoSo'] });
    expect(await step()).toMatchObject({ error_code: 0 });
    await fault({ mode: 'down', codes: ['other'] });
    expect(await step()).toMatchObject({ error_code: 0 });
    await fault({ mode: 'down', until: '2020-01-01T00:00:00Z' });
    expect(await step()).toMatchObject({ error_code: 0 });
    await fault({ mode: 'login-refused' });
    expect(await step()).toMatchObject({ error_code: 0 });
    expect(await wire('/mapi/login', { username: 'u', password: 'p' })).toMatchObject({ error_code: -1 });
  });

  it('strikes the share of `rate`, the same for the same seed', async () => {
    const run = async (): Promise<boolean[]> => {
      await fault({ mode: 'error-in-200', rate: 0.5, seed: 7 });
      const results: boolean[] = [];
      for (let index = 0; index < 20; index += 1) results.push((await step())['error_code'] === 0);
      return results;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('forgets a share of steps or of dossiers, once', async () => {
    await step();
    await fault({ mode: 'forget', what: 'steps', codes: [CODE] });
    expect(await stepsHeld()).toBe(0);
    await step();
    expect(await stepsHeld()).toBe(1);
    await fault({ mode: 'forget' });
    expect((await control('GET', `/_sim/national/dossiers/${CODE}`)).status).toBe(404);
  });

  it('is named in all its faulty members when it is wrong, and nothing changes', async () => {
    const { status, body } = await control('PUT', '/_sim/national/faults', { mode: 'explode', rate: 2, colour: 'red' });
    expect(status).toBe(422);
    expect((body['problems'] as { field: string }[]).map(({ field }) => field).sort()).toEqual(['/colour', '/mode', '/rate']);
    expect((await control('PUT', '/_sim/national/settings', { lookup: 'all' })).status).toBe(422);
    expect((await control('GET', '/_sim/national/dossiers?limit=1001')).status).toBe(422);
    expect((await control('GET', '/_sim/national/faults')).body).toEqual([]);
  });
});

describe('the journal', () => {
  it('brings everything back: dossiers, steps, settings, faults and sessions', async () => {
    await create();
    await step();
    await control('PUT', '/_sim/national/settings', { lookup: 'dossier' });
    await fault({ mode: 'down', services: ['none'] });
    const before = await held();
    await simulator.close();
    simulator = await open();
    expect(await held()).toEqual(before);
    expect(await lookUp()).toMatchObject({ error_code: 0, result: [{ MaHoSo: CODE }] });
    expect((await control('GET', '/_sim/national/settings')).body).toMatchObject({ lookup: 'dossier' });
    expect((await control('GET', '/_sim/national/faults')).body).toHaveLength(1);
    expect(await step({ ...STEP, TrangThai: '9' })).toMatchObject({ error_code: 0 });
    expect(((await held())['steps'] as { n: number }[]).map(({ n }) => n)).toEqual([2, 3]);
  });
});

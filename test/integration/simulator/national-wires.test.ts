import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../../apps/simulator/src/start.ts';

type Answer = Readonly<Record<string, unknown>>;

let dataDir = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'wires-'));
  const national = { username: 'u', password: 'p' };
  simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national });
});
afterAll(async () => {
  await simulator.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  await call('/_sim/reset', {});
});

const CODE = 'H56.14797-261123-0001';
const RECORD = {
  ...{ MaHoSo: CODE, MaTTHC: '2.000815.000.00.00.H56', TenTTHC: 'Chứng thực', MaLinhVuc: 'G15', TenLinhVuc: 'Chứng thực' },
  ...{ LoaiDoiTuong: '1', NgayTiepNhan: '20261123081500', TrangThaiHoSo: '2', HinhThuc: '0', DonViXuLy: 'UBND phường Hạc Thành' },
};
const STEP = { MaHoSo: CODE, NguoiXuLy: 'Lê Thị B', ThoiDiemXuLy: '20261123090000', NoiDungXuLy: 'Thẩm định', TrangThai: '4' };
const PORTAL = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';
const BASIC = { authorization: `Basic ${Buffer.from('u:p').toString('base64')}` };

interface Heard {
  readonly http: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function call(path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST'): Promise<Heard> {
  const isForm = typeof body === 'string';
  const type = { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' };
  const sent = { method, headers: { ...type, ...headers }, body: isForm ? body : JSON.stringify(body) };
  const response = await fetch(simulator.url + path, sent);
  const text = await response.text();
  return { http: response.status, headers: response.headers, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const fault = (body: object): Promise<Heard> => call('/_sim/national/faults', body, {}, 'PUT');
const set = (body: object): Promise<Heard> => call('/_sim/national/settings', body, {}, 'PUT');
const held = async (): Promise<{ records: unknown[]; steps: unknown[] }> =>
  (await (await fetch(`${simulator.url}/_sim/national/dossiers/${CODE}`)).json()) as { records: unknown[]; steps: unknown[] };

/** What the wrapper says, and what is packed inside. */
async function wrapped(
  path: string,
  items: unknown,
  headers?: Record<string, string>,
): Promise<{ code: unknown; inner: Answer }> {
  const { http, body } = await call(path, items, headers);
  const { error_code: code, message, ...rest } = body as Answer;
  expect([http, rest]).toEqual([200, {}]);
  return { code, inner: JSON.parse(String(message)) as Answer };
}

describe.each(['/XrdAdapter/RestService/forward', '/VXPAdapter/RestService/forward'])('the adapter at %s', (base) => {
  it('forwards what names the portal, in a header or in the query', async () => {
    const { body } = await call(`${base}/mapi/login?dstcode=${PORTAL}`, { username: 'u', password: 'p' });
    const envelope = {
      session: (body as Answer)['session'],
      madonvi: '000.00.00.H56',
      service: 'DongBoHoSoMC',
      isUpdating: 'False',
    };
    expect((await call(`${base}/mapi/g`, { ...envelope, data: [RECORD] }, { dstcode: PORTAL })).body).toMatchObject({
      error_code: 0,
    });
    expect((await call(`${base}/mapi/g?dstcode=${PORTAL}`, { ...envelope, data: [RECORD] })).body).toMatchObject({
      error_code: '-3',
    });
  });

  it('answers with an error of its own when nobody, or nobody known, is named', async () => {
    for (const path of ['mapi/login', 'mapi/g']) {
      const unnamed = await call(`${base}/${path}`, { username: 'u', password: 'p' });
      expect([unnamed.http, unnamed.headers.get('x-road-error')]).toEqual([400, 'Client.BadRequest']);
      const unknown = await call(`${base}/${path}?dstcode=VN:GOV:x:y`, { username: 'u', password: 'p' });
      expect([unknown.http, unknown.headers.get('x-road-error')]).toEqual([500, 'Server.ClientProxy.UnknownMember']);
      expect(unknown.body).toMatchObject({ type: 'Server.ClientProxy.UnknownMember' });
    }
  });
});

describe('the wrapper', () => {
  const base = '/KetNoiMotCuaQuocGia';

  it('feeds the same portal by three addresses, and packs its answers once more', async () => {
    expect(await wrapped(`${base}/DongBoHoSoMC`, [RECORD])).toEqual({
      ...{ code: '0', inner: { error_code: 0, message: 'Đồng bộ thành công' } },
    });
    expect(await wrapped(`${base}/DongBoHoSoMC`, [RECORD])).toMatchObject({ code: '-3', inner: { error_code: '-3' } });
    expect(await wrapped(`${base}/CapNhatHoSoMC`, [{ ...RECORD, GhiChu: 'a' }])).toMatchObject({ code: '0' });
    expect(await wrapped(`${base}/DongBoHoSoMC?isUpdating=True`, [{ ...RECORD, GhiChu: 'b' }])).toMatchObject({ code: '0' });
    expect(await wrapped(`${base}/CapNhatTienDoHoSoMC`, [STEP, STEP])).toMatchObject({ code: '0' });
    const { records, steps } = await held();
    expect([records.length, steps.length]).toEqual([3, 2]);
  });

  it.each([
    ['a blank field', 'DongBoHoSoMC', [{ ...RECORD, MaTTHC: '' }], 'MaTTHC'],
    ['no list', 'DongBoHoSoMC', RECORD, 'data'],
    ['an empty list', 'CapNhatTienDoHoSoMC', [], 'data'],
    ['a flag that is none', 'DongBoHoSoMC?isUpdating=true', [RECORD], 'isUpdating'],
    ['a step before its dossier', 'CapNhatTienDoHoSoMC', [STEP], 'không tồn tại'],
  ])('is as strict as the portal: %s', async (_, path, items, word) => {
    const { code, inner } = await wrapped(`${base}/${path}`, items);
    expect([code, inner['message']]).toEqual(['-1', expect.stringContaining(word)]);
  });

  it('suffers the same faults, and logs in again by itself', async () => {
    await wrapped(`${base}/DongBoHoSoMC`, [RECORD]);
    await fault({ mode: 'session-lost', codes: [CODE] });
    expect((await wrapped(`${base}/CapNhatTienDoHoSoMC`, [STEP])).inner['message']).toContain('Phiên làm việc');
    await fault({ mode: 'error-in-200' });
    expect(await wrapped(`${base}/CapNhatTienDoHoSoMC`, [STEP])).toMatchObject({ code: '99' });
    for (const [mode, http] of [
      ['http-403', 403],
      ['http-429', 429],
      ['http-500', 500],
      ['garbage', 200],
    ] as const) {
      await fault({ mode, applied: false });
      expect((await call(`${base}/CapNhatTienDoHoSoMC`, [STEP])).http).toBe(http);
    }
    await fault({ mode: 'drop-reply' });
    await expect(call(`${base}/CapNhatTienDoHoSoMC`, [STEP])).rejects.toThrow();
    await fault([]);
    expect(await wrapped(`${base}/CapNhatTienDoHoSoMC`, [STEP])).toMatchObject({ code: '0' });
    expect((await held()).steps).toHaveLength(2);
  });

  it('logs in before its session runs out, and ends those of others where one login ends all', async () => {
    await set({ sessionSeconds: 0.01, newLoginEndsOld: true });
    expect(await wrapped(`${base}/DongBoHoSoMC`, [RECORD])).toMatchObject({ code: '0' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await wrapped(`${base}/CapNhatHoSoMC`, [RECORD])).toMatchObject({ code: '0' });
    await set({ sessionSeconds: 60 });
    const { body } = await call('/mapi/login', { username: 'u', password: 'p' });
    const { session } = body as { session: string };
    expect(await wrapped(`${base}/CapNhatHoSoMC`, [RECORD])).toMatchObject({ code: '0' });
    const envelope = { session, madonvi: 'x', service: 'TraCuuHoSo', mahoso: CODE };
    expect((await call('/mapi/g', envelope)).body).toMatchObject({ message: expect.stringContaining('Phiên') });
  });
});

describe('the wrapper with everything in the query', () => {
  const base = '/api/SynsTTHCC';
  const sender = 'MaDinhDanhDV=000.00.01.H22';

  it('answers with the message alone', async () => {
    expect((await call(`${base}/DongBoHoSoMC?${sender}&isUpdating=False`, [RECORD])).body).toBe('Đồng bộ thành công');
    expect((await call(`${base}/DongBoHoSoMC?${sender}&isUpdating=True`, [RECORD])).body).toBe('Cập nhật thành công');
    expect((await call(`${base}/CapNhatTienDoHoSoMC?${sender}`, [STEP])).body).toBe('Cập nhật tiến độ thành công');
  });

  it('wants to know who sends, and whether it is an update', async () => {
    expect((await call(`${base}/DongBoHoSoMC?isUpdating=False`, [RECORD])).body).toContain('MaDinhDanhDV');
    expect((await call(`${base}/DongBoHoSoMC?${sender}`, [RECORD])).body).toContain('isUpdating');
  });
});

describe('the API gateway in front of the wrapper', () => {
  const base = '/lgsp/KetNoiMotCuaQuocGia';
  const token = async (headers: Record<string, string>, form = 'grant_type=client_credentials'): Promise<Heard> =>
    call('/token', form, headers);

  it('lets in who has a live token, or the account', async () => {
    const { http, body } = await token(BASIC);
    expect([http, body]).toMatchObject([200, { token_type: 'Bearer', expires_in: 600 }]);
    const bearer = { authorization: `Bearer ${String((body as Answer)['access_token'])}` };
    expect(await wrapped(`${base}/DongBoHoSoMC`, [RECORD], bearer)).toMatchObject({ code: '0' });
    expect(await wrapped(`${base}/CapNhatHoSoMC`, [RECORD], BASIC)).toMatchObject({ code: '0' });
    await fault({ mode: 'session-lost' });
    await wrapped(`${base}/CapNhatHoSoMC`, [RECORD], bearer);
    await fault([]);
    expect(await call(`${base}/CapNhatHoSoMC`, [RECORD], bearer)).toMatchObject({ http: 401, body: { fault: { code: 900901 } } });
  });

  it('lets nobody else in, and notes nothing of them', async () => {
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: 'Basic eDp5' }])
      expect((await call(`${base}/DongBoHoSoMC`, [RECORD], headers as Record<string, string>)).http).toBe(401);
    expect((await fetch(`${simulator.url}/_sim/national/dossiers/${CODE}`)).status).toBe(404);
  });

  it('gives tokens for the account alone, as long as it is told to', async () => {
    expect(await token({})).toMatchObject({ http: 401, body: { error: 'invalid_client' } });
    expect(await token({ authorization: 'Basic eDp5' })).toMatchObject({ http: 401 });
    expect(await token(BASIC, 'grant_type=password')).toMatchObject({ http: 400, body: { error: 'unsupported_grant_type' } });
    await fault({ mode: 'login-refused' });
    expect(await token(BASIC)).toMatchObject({ http: 401 });
    await fault({ mode: 'http-500', services: ['login'] });
    expect(await token(BASIC)).toMatchObject({ http: 500 });
  });
});

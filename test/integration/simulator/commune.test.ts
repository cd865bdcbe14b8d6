import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import { clean, CommuneDoor } from '../../support/commune-door.ts';
import { eventually } from '../../support/eventually.ts';

type Item = Readonly<Record<string, unknown>>;

interface Expected {
  readonly code: string;
  readonly status: string | null;
  readonly record: Item | null;
  readonly steps: readonly Item[];
  readonly unsure: { readonly record: Item | null; readonly steps: readonly Item[] };
  readonly untold: number;
}
interface Report {
  readonly state: string;
  readonly dossiers: number;
  readonly waiting: number;
  readonly calls: Record<string, number>;
  readonly answers: Record<string, number>;
  readonly expected: readonly Expected[];
  readonly problems: readonly Item[];
}
interface Held {
  readonly status: string;
  readonly records: readonly { readonly item: Item }[];
  readonly steps: readonly { readonly item: Item }[];
}

const ACCOUNT = { username: 'u', password: 'p' };
const DOSSIERS = 9;

let dataDir = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let door: CommuneDoor;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'communes-'));
  simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: ACCOUNT });
});
afterAll(async () => {
  await simulator.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  await control('POST', '/_sim/reset');
  door = new CommuneDoor(simulator.url, { ...ACCOUNT, apiKey: 'khoá' });
  await door.open();
});
afterEach(() => door.close());

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(simulator.url + path, { method, ...sent });
  return { status: response.status, body: await response.json() };
}

const request = (more: object): object => ({
  ...{ client: 'opencps', base: door.url, ...ACCOUNT, agencyCode: 'H56.14797', dossiers: DOSSIERS, seed: 3, day: '2026-11-23' },
  ...{ pauseMs: 20, ...more },
});

async function start(more: object): Promise<string> {
  const answer = await control('POST', '/_sim/commune/runs', request(more));
  expect(answer).toMatchObject({ status: 201, body: { id: expect.any(String) } });
  return (answer.body as { id: string }).id;
}

const report = async (id: string): Promise<Report> => (await control('GET', `/_sim/commune/runs/${id}`)).body as Report;

async function play(more: object): Promise<Report> {
  const id = await start(more);
  return eventually(async () => {
    const now = await report(id);
    if (now.state === 'running') throw new Error(`still running: ${JSON.stringify(now.calls)}`);
    return now;
  });
}

const held = async (code: string): Promise<Held | undefined> => {
  const { status, body } = await control('GET', `/_sim/national/dossiers/${code}`);
  return status === 404 ? undefined : (body as Held);
};
const items = (accepted: readonly { readonly item: Item }[] | undefined): Item[] => (accepted ?? []).map(({ item }) => item);
const distinct = (all: readonly Item[]): Item[] => [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];

/** The portal holds what was told, each step once, in the order in which it was told. */
async function comparesOneByOne({ expected }: Report): Promise<void> {
  for (const { code, status, record, steps } of expected) {
    const there = await held(code);
    expect([code, there?.status, there?.records.at(-1)?.item, items(there?.steps)]).toEqual([code, status, record, steps]);
  }
}

describe('a client of the classic protocol', () => {
  it.each([
    ['opencps', undefined, '', 1],
    ['opencps', 'login-every-call', '/XrdAdapter/RestService/forward', Infinity],
    ['opencps', 'stale-flag', '/VXPAdapter/RestService/forward', 1],
    ['viettel', undefined, '', Infinity],
  ])('%s (%s) tells every dossier and every step once', async (client, variant, pathPrefix, mostLogins) => {
    const done = await play({ client, variant, pathPrefix });
    expect(done).toMatchObject({ state: 'done', dossiers: DOSSIERS, waiting: 0, problems: [] });
    expect(done.expected).toHaveLength(DOSSIERS);
    expect(done.expected.every(({ unsure, untold }) => unsure.record === null && unsure.steps.length + untold === 0)).toBe(true);
    await comparesOneByOne(done);
    const { login = 0, ...services } = done.calls;
    const others = Object.values(services).reduce((sum, count) => sum + count, 0);
    expect(login).toBe(Math.min(mostLogins, others));
    const ends = done.expected.map(({ status }) => status);
    expect([...new Set(ends)].sort()).toEqual(['10', '3']);
  });

  it('opencps looks each dossier up, asks for its names, and tells its phone as a fax', async () => {
    const { calls, expected } = await play({ dossiers: 1, seed: 4 });
    const { TraCuuHoSo, LayThuTuc, DongBoHoSoMC, CapNhatTienDoHoSoMC } = calls;
    expect([TraCuuHoSo, LayThuTuc, CapNhatTienDoHoSoMC]).toEqual([DongBoHoSoMC, DongBoHoSoMC, DongBoHoSoMC]);
    const [{ record } = {}] = expected;
    expect(record).toMatchObject({ TenTTHC: 'Thủ tục của Cổng', MaLinhVuc: 'G15-DM', DanhSachLePhi: [], TaiLieuNop: [] });
    expect(record?.['Fax']).toBe(record?.['SoDienThoai']);
    const pushes = door.to('/mapi/g').map(({ headers, body }) => ({ dstcode: headers['dstcode'], ...(body as Item) }));
    const flags = pushes.filter((body) => 'isUpdating' in body).map((body) => (body as Item)['isUpdating']);
    expect(flags).toEqual(['False', ...flags.slice(1).map(() => 'True')]);
    expect(pushes.every(({ dstcode }) => dstcode === 'VN:GOV:000.00.00.G22:vpcpdvcprovider')).toBe(true);
  });

  it('opencps leaves its flag in the body of a step in one variant', async () => {
    await play({ dossiers: 1, variant: 'stale-flag' });
    const bodies = door.to('/mapi/g').map(({ body }) => body as Item);
    const steps = bodies.filter(({ service }) => service === 'CapNhatTienDoHoSoMC');
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.map(({ isUpdating }) => isUpdating)).toEqual(['False', ...steps.slice(1).map(() => 'True')]);
  });

  it('opencps sends names blank when it gets none, and is refused', async () => {
    await control('PUT', '/_sim/national/faults', { mode: 'error-in-200', services: ['LayThuTuc'] });
    const failed = await play({ base: simulator.url, dossiers: 1, rounds: 1 });
    expect(failed).toMatchObject({ state: 'failed', waiting: 1 });
    expect(failed.problems).toContainEqual(expect.objectContaining({ message: 'Trường TenTTHC không được để trống' }));
    expect(failed.expected[0]).toMatchObject({ status: null, record: null, steps: [] });
  });

  it('viettel updates what is there already, without a due date and with the card as the account', async () => {
    await play({ client: 'viettel' });
    const again = await play({ client: 'viettel' });
    expect(again).toMatchObject({ state: 'done', answers: { '-3': DOSSIERS } });
    const there = await held(again.expected[0]?.code ?? '');
    expect(there?.records.at(-1)?.item).toMatchObject({ NgayHenTra: '', MaDoiTuong: again.expected[0]?.record?.['MaDoiTuong'] });
  });

  it('loses the steps between two pushes, and comes to an end once the portal is back', async () => {
    await control('PUT', '/_sim/national/faults', { mode: 'http-500', rate: 0.3, seed: 7 });
    const done = await play({ client: 'opencps', rounds: 100 });
    expect(done.state).toBe('done');
    expect(done.problems.length).toBeGreaterThan(0);
    expect(done.expected.reduce((sum, { untold }) => sum + untold, 0)).toBeGreaterThan(0);
    await comparesOneByOne(done);
  });

  it.each(['opencps', 'viettel'])('%s says of a lost answer that it is not sure, or tells it again', async (client) => {
    await control('PUT', '/_sim/national/faults', { mode: 'drop-reply', rate: 0.3, seed: 5, services: ['CapNhatTienDoHoSoMC'] });
    const done = await play({ client, rounds: 100 });
    expect(done.state).toBe('done');
    expect(done.answers['none']).toBeGreaterThan(0);
    for (const { code, status, steps, unsure } of done.expected) {
      const there = await held(code);
      expect(there?.status).toBe(status);
      const told = distinct(items(there?.steps));
      expect(told).toEqual(expect.arrayContaining([...steps]));
      expect([...steps, ...unsure.steps]).toEqual(expect.arrayContaining(told));
      // The last one is told until somebody says that it is in.
      expect(steps.at(-1)?.['TrangThai']).toBe(status);
    }
  });

  it('opencps keeps a session that has ended until its time is over', async () => {
    const until = new Date(Date.now() + 300).toISOString();
    await control('PUT', '/_sim/national/faults', { mode: 'session-lost', until });
    const { state, calls, problems } = await play({ sessionSeconds: 1, rounds: 200, dossiers: 2 });
    expect([state, calls['login']]).toEqual(['done', 2]);
    expect(problems).toContainEqual(expect.objectContaining({ message: expect.stringContaining('Phiên làm việc') }));
  });
});

describe('a client of the wrapper form', () => {
  it.each([undefined, 'nine-for-waiting'])('thanh-hoa (%s) tells everything again at each change', async (variant) => {
    const done = await play({ client: 'thanh-hoa', variant });
    expect(done).toMatchObject({ state: 'done', waiting: 0, problems: [] });
    let doubled = 0;
    for (const { code, status, record, steps } of done.expected) {
      const there = await held(code);
      if (status === null) expect(there).toBeUndefined();
      else expect(there?.records.at(-1)?.item).toEqual(clean(record ?? {}));
      const told = items(there?.steps);
      expect(distinct(told)).toEqual(steps);
      doubled += told.length - steps.length;
    }
    expect(doubled).toBeGreaterThan(0);
    const statuses = door.to('MC').flatMap(({ body }) => (body as Item[]).map((item) => item['TrangThaiHoSo']));
    expect(statuses.includes('5')).toBe(variant === undefined);
  });

  it('thanh-hoa creates first and updates after, makes up both ends, and sends ten steps at a time', async () => {
    const done = await play({ client: 'thanh-hoa', username: undefined, password: undefined, apiKey: 'khoá' });
    const { DongBoHoSoMC = 0, CapNhatHoSoMC = 0 } = done.calls;
    const received = done.expected.filter(({ status }) => status !== null).length;
    expect([received, DongBoHoSoMC - CapNhatHoSoMC]).toEqual([DOSSIERS - 1, received]);
    const chunks = door.to('/CapNhatTienDoHoSoMC').map(({ body }) => body as Item[]);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBe(10);
    const ends = done.expected
      .find(({ status }) => status === '10')
      ?.steps.filter(({ NguoiXuLy }) => NguoiXuLy === 'Cán bộ một cửa');
    expect(ends).toMatchObject([
      { TrangThai: '2', NoiDungXuLy: 'Tiếp nhận hồ sơ' },
      { TrangThai: '9', NoiDungXuLy: 'Kết thúc xử lý hồ sơ' },
    ]);
  });

  it('thanh-hoa writes placeholders, and joins files', async () => {
    await play({ client: 'thanh-hoa', dossiers: 36 });
    const text = JSON.stringify(door.to('/DongBoHoSoMC').map(({ body }) => body));
    for (const odd of ['"Dinhkem"', '{"LoaiDinhDanh":"2","SoDinhDanh":"000000001"}', '"00010101000000"', '##/tep/']) {
      expect(text).toContain(odd);
    }
    for (const odd of ['"NgayHenTraMoi":"0001-01-01T00:00:00"', '"MaDoiTuong":null', '[{"MaCSDL":"7"}]']) {
      expect(text).toContain(odd);
    }
  });

  it('thanh-hoa takes no answer for success that lacks the words, and is sure in the end', async () => {
    await control('PUT', '/_sim/national/faults', [
      { mode: 'drop-reply', rate: 0.3, seed: 5 },
      { mode: 'error-in-200', rate: 0.2, seed: 6 },
    ]);
    const done = await play({ client: 'thanh-hoa', rounds: 100 });
    expect(done.state).toBe('done');
    for (const { code, status, steps, unsure } of done.expected) {
      expect(unsure).toEqual({ record: null, steps: [] });
      const there = await held(code);
      expect([there?.status ?? null, distinct(items(there?.steps)).length]).toEqual([status, steps.length]);
    }
  });

  it('ha-giang tells an accepted dossier twice, and looks at no answer', async () => {
    const done = await play({ client: 'ha-giang' });
    expect(done.state).toBe('done');
    const sent = door.to('/DongBoHoSoMC').map(({ query, body }) => ({
      code: (body as Item[])[0]?.['MaHoSo'],
      told: `${String(query.get('isUpdating'))} ${String((body as Item[])[0]?.['TrangThaiHoSo'])}`,
      unit: query.get('MaDinhDanhDV'),
    }));
    expect(new Set(sent.map(({ unit }) => unit))).toEqual(new Set(['H56.14797']));
    for (const { code, status, record, untold } of done.expected) {
      const told = sent.filter((one) => one.code === code).map((one) => one.told);
      expect(told.slice(0, 2)).toEqual(status === '3' ? ['False 3'] : ['False 1', 'True 2']);
      const there = await held(code);
      expect([there?.status, there?.records.at(-1)?.item, there?.steps]).toEqual([status, record, []]);
      expect(untold).toBeGreaterThan(0);
    }
    await control('PUT', '/_sim/national/faults', { mode: 'http-500' });
    expect(await play({ client: 'ha-giang', seed: 4 })).toMatchObject({ state: 'done', waiting: 0 });
  });
});

describe('the control of runs', () => {
  it.each<[string, object, string]>([
    ['client', { client: 'ibm' }, '/client'],
    ['variant', { variant: 'nine-for-waiting' }, '/variant'],
    ['base', { base: 'ftp://127.0.0.1' }, '/base'],
    ['host', { base: 'http://dichvucong.gov.vn' }, '/base'],
    ['host behind an account', { base: 'http://127.0.0.1@dichvucong.gov.vn' }, '/base'],
    ['path', { pathPrefix: '/../x?y' }, '/pathPrefix'],
    ['account', { password: '' }, '/username'],
    ['key', { client: 'ha-giang', username: '' }, '/apiKey'],
    ['agency', { agencyCode: 'xã' }, '/agencyCode'],
    ['number of dossiers', { dossiers: 1_001 }, '/dossiers'],
    ['seed', { seed: 0.5 }, '/seed'],
    ['day', { day: '2026-02-30' }, '/day'],
    ['unknown field', { speed: 9 }, '/speed'],
  ])('refuses a wrong %s', async (_, more, field) => {
    const { status, body } = await control('POST', '/_sim/commune/runs', request(more));
    expect([status, body]).toMatchObject([422, { problems: [{ field, message: expect.stringContaining(' / ') }] }]);
  });

  it('names the setting that opens other hosts', async () => {
    const { body } = await control('POST', '/_sim/commune/runs', request({ base: 'http://10.0.0.1' }));
    expect(JSON.stringify(body)).toContain('SIMULATOR_COMMUNE_TARGETS');
  });

  it('is not led to a host that was not asked for', async () => {
    door.leadTo = simulator.url;
    const { state, calls, answers } = await play({ client: 'viettel', dossiers: 1, rounds: 0 });
    expect([state, answers, Object.keys(calls)]).toEqual(['failed', { none: calls['login'] }, ['login']]);
    expect(door.to('/mapi/login')).toHaveLength(calls['login'] ?? 0);
    expect(await control('GET', '/_sim/national/dossiers')).toMatchObject({ body: { total: 0 } });
  });

  it('does not know every run', async () => {
    expect((await control('GET', '/_sim/commune/runs/x')).status).toBe(404);
  });

  it('is the same for the same seed, and another for another', async () => {
    const [one, same, other] = [await play({ dossiers: 2 }), await play({ dossiers: 2 }), await play({ dossiers: 2, seed: 8 })];
    expect(same.expected).toEqual(one.expected);
    expect(other.expected[0]?.code).not.toBe(one.expected[0]?.code);
    expect(one.expected[0]?.code).toBe('H56.14797-261123-3001');
  });

  it('is not touched by faults, plays at most four at once, and ends all when it stops', async () => {
    await control('PUT', '/_sim/national/faults', { mode: 'slow', delayMs: 300, services: ['login', 'TraCuuHoSo'] });
    for (let run = 0; run < 4; run += 1) await start({ seed: run });
    expect((await control('POST', '/_sim/commune/runs', request({ seed: 9 }))).status).toBe(409);
    const before = performance.now();
    await simulator.close();
    expect(performance.now() - before).toBeLessThan(3_000);
    simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: ACCOUNT });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantOf, parseInstant, type Dossier, type Instant, type Step } from '#canonical';
import type { CallDeadline, LookupAnswer, PushKind, WireItem } from '#protocols';
import { DvcqgSettings, dvcqgWriter } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import { nationalCodes } from '../../support/national-codes.ts';
import { DOSSIER, LOGINS, openDoor, type OpenDoor } from './open-door.ts';

const codes = nationalCodes();
const now = instantOf(new Date());
const at = (text: string): Instant => parseInstant(text) as Instant;
const dossier = { ...DOSSIER, receivedAt: at(DOSSIER.receivedAt), note: 'Ghi chú', fees: [{ amount: 8_000 }] } as Dossier;
const step: Step = {
  ...{ dossierCode: dossier.dossierCode, status: 4, occurredAt: at('2026-11-23T09:00:00+07:00') },
  ...{ officer: 'Nguyễn Thị Một Cái Tên Rất Dài Mà Không Ai Có Thể Nhớ Hết', content: 'Thẩm định' },
};

let door: OpenDoor;
let session = '';
let client: ReturnType<typeof dvcqgClient>;

beforeAll(async () => {
  door = await openDoor();
  const settings = { baseUrl: `${door.url}/XrdAdapter/RestService/forward`, madonvi: '000.00.00.H56', ...LOGINS.mine };
  const dstcode = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';
  client = dvcqgClient(Object.assign(new DvcqgSettings(), settings, { transport: 'adapter', dstcode }));
  session = (await client.login(soon())).session ?? '';
});

afterAll(async () => {
  await client.close();
  await door.close();
});

const soon = (): CallDeadline => ({ at: performance.now() + 10_000, monotonic: () => performance.now() });
const push = async (kind: PushKind, ...items: WireItem[]): Promise<string> =>
  (await client.push({ kind, items }, session, soon())).verdict;

const look = (code: string): Promise<LookupAnswer> => {
  if (client.lookup === undefined) throw new Error('this client looks nothing up');
  return client.lookup(code, session, soon());
};

const writer = dvcqgWriter(new DvcqgSettings());
const written = (changed: Partial<Dossier> = {}): WireItem => {
  const result = writer.record({ dossier: { ...dossier, ...changed }, removedPapers: [], pins: undefined, codes, now });
  if (result.kind === 'unmapped') throw new Error('a code is not mapped');
  return result.item;
};
const writtenStep = (): WireItem => {
  const result = writer.step({ step, codes, now });
  if (result.kind === 'unmapped') throw new Error('a code is not mapped');
  return result.item;
};

describe('our own client of the national portal, pointed at this door', () => {
  it('understands every answer as it does those of the portal', async () => {
    const lookup = async (): Promise<unknown> => (await look(dossier.dossierCode)).found;
    expect(await lookup()).toEqual({ kind: 'absent' });
    expect(await push('steps', writtenStep())).toBe('not-found');
    expect(await push('create', written())).toBe('delivered');
    expect(await push('create', written())).toBe('delivered');
    expect(await push('create', written({ note: 'khác' }))).toBe('exists');
    expect(await push('update', written({ note: 'khác' }))).toBe('delivered');
    expect(await push('steps', writtenStep())).toBe('delivered');
    expect(await push('update', { ...written(), TrangThaiHoSo: '11' })).toBe('refused');
    const found = await look(dossier.dossierCode);
    expect(found.found).toMatchObject({ kind: 'present', status: '4' });
    const steps = found.found?.kind === 'present' ? (found.found.steps ?? []) : [];
    expect(steps.map((shown) => writer.stepKey(shown))).toEqual([writer.stepKey(writtenStep())]);
    expect((await client.push({ kind: 'create', items: [written()] }, 'x', soon())).verdict).toBe('session');
  });
});

describe('our own client of the wrapper, pointed at this door', () => {
  const base = '/KetNoiMotCuaQuocGia';
  const paths = { createPath: `${base}/DongBoHoSoMC`, progressPath: `${base}/CapNhatTienDoHoSoMC` };

  it.each([
    ['0101', { updatePath: `${base}/CapNhatHoSoMC` }],
    ['0102', { updatingIn: 'query', madonvi: '000.00.00.H56' } as const],
  ])('understands every answer as it does those of the province: %s', async (serial, form) => {
    const authorization = `Bearer ${door.keys.mine}`;
    const settings = { transport: 'wrapper' as const, baseUrl: door.url, authorization, ...paths, ...form };
    const wrapper = dvcqgClient(Object.assign(new DvcqgSettings(), settings));
    const { session: own = '' } = await wrapper.login(soon());
    const tell = async (kind: PushKind, item: WireItem): Promise<string> =>
      (await wrapper.push({ kind, items: [{ ...item, MaHoSo: `H56.14797-261123-${serial}` }] }, own, soon())).verdict;
    expect(await tell('steps', writtenStep())).toBe('not-found');
    expect(await tell('create', written())).toBe('delivered');
    expect(await tell('create', written())).toBe('delivered');
    expect(await tell('create', written({ note: 'khác' }))).toBe('exists');
    expect(await tell('update', written({ note: 'khác' }))).toBe('delivered');
    expect(await tell('steps', writtenStep())).toBe('delivered');
    expect(await tell('update', { ...written(), TrangThaiHoSo: '11' })).toBe('refused');
    await wrapper.close();
  });
});

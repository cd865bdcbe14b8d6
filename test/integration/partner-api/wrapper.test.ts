import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WIRE_DOSSIER, WIRE_STEP, type Envelope } from './national-calls.ts';
import { LOGINS, openDoor, type Answered, type OpenDoor } from './open-door.ts';

const BASE = '/KetNoiMotCuaQuocGia';
const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

let door: OpenDoor;
let running = 0;

beforeAll(async () => {
  door = await openDoor();
});

afterAll(() => door.close());

const fresh = (changes: object = {}): typeof WIRE_DOSSIER => ({
  ...{ ...WIRE_DOSSIER, ...changes, MaHoSo: `H56.14797-261123-${String(2_000 + (running += 1))}` },
});
const send = (service: string, data: unknown, authorization?: string): Promise<Answered> =>
  door.post(`${BASE}/${service}`, data, authorization === undefined ? {} : { authorization });

/** What an answer says inside; outside it has the same code, as text. */
function inside({ status, body }: Answered): Envelope {
  const envelope = JSON.parse(String(body['message'])) as Envelope;
  expect([status, Object.keys(body), body['error_code']]).toEqual([200, ['error_code', 'message'], String(envelope.error_code)]);
  return envelope;
}

describe('the wrapper door', () => {
  it.each([
    ['an API key', () => `Bearer ${door.keys.mine}`],
    ['a name and password', () => basic(LOGINS.mine)],
  ])('takes a bare list from who has %s', async (_name, authorization) => {
    const dossier = fresh();
    const created = await send('DongBoHoSoMC?MaDinhDanhDV=H56.14797&isUpdating=False', [dossier], authorization());
    expect(inside(created)).toEqual({
      ...{ error_code: 0, message: 'Thêm mới hồ sơ thành công' },
      result: [{ MaHoSo: dossier.MaHoSo, error_code: 0, message: 'Thêm mới hồ sơ thành công' }],
    });
    expect(
      inside(await send('CapNhatTienDoHoSoMC', [{ ...WIRE_STEP, MaHoSo: dossier.MaHoSo }], authorization())).error_code,
    ).toBe(0);
    const view = await door.get(`/v1/dossiers/${dossier.MaHoSo}`);
    expect(view.body).toMatchObject({ status: 4, versions: 2 });
  });

  it('answers a create of a known code with -3 in words that clients know, and updates at both addresses', async () => {
    const dossier = fresh();
    await send('DongBoHoSoMC', [dossier]);
    const { text, body } = await send('DongBoHoSoMC', [{ ...dossier, GhiChu: 'a' }]);
    expect([body['error_code'], text.includes('đã tồn tại')]).toEqual(['-3', true]);
    expect(inside(await send('CapNhatHoSoMC', [{ MaHoSo: dossier.MaHoSo, GhiChu: 'a' }])).error_code).toBe(0);
    expect(inside(await send('DongBoHoSoMC?isUpdating=True', [{ MaHoSo: dossier.MaHoSo, GhiChu: 'b' }])).error_code).toBe(0);
    expect((await door.get(`/v1/dossiers/${dossier.MaHoSo}`)).body).toMatchObject({ dossier: { note: 'b' }, versions: 3 });
  });

  it.each(['Bearer wrong', 'Basic bm9ib2R5', 'Basic bm9ib2R5Ong=', 'Digest x', ''])(
    'refuses %p before it reads',
    async (authorization) => {
      const answer = await send('DongBoHoSoMC', Buffer.alloc(11 * 1024 * 1024, ' '), authorization);
      expect(inside(answer)).toEqual({ error_code: -1, message: 'Sai tài khoản hoặc mật khẩu' });
    },
  );

  it('does not let the national portal send', async () => {
    expect(inside(await send('DongBoHoSoMC', [fresh()], basic(LOGINS.portal))).message).toContain('chỉ được tra cứu');
  });

  it('logs its own door', async () => {
    await send('DongBoHoSoMC', [fresh()]);
    expect(door.events.findLast(({ event }) => event === 'message.accepted')).toMatchObject({ door: 'wrapper', accepted: 1 });
  });
});

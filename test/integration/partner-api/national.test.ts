import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { logIn, speakAs, WIRE_DOSSIER, WIRE_STEP, type Speaker } from './national-calls.ts';
import { DOSSIER, LOGINS, openDoor, type OpenDoor } from './open-door.ts';

const BASES = ['', '/XrdAdapter/RestService/forward', '/VXPAdapter/RestService/forward'];
const HOUR_MS = 3_600_000;

let door: OpenDoor;
let mine: Speaker;
let theirs: Speaker;
let running = 0;

beforeAll(async () => {
  door = await openDoor();
  [mine, theirs] = await Promise.all([speakAs(door, 'mine'), speakAs(door, 'theirs')]);
});

afterAll(() => door.close());

const freshCode = (): string => `H56.14797-261123-${String(1_000 + (running += 1))}`;
const fresh = (changes: object = {}): typeof WIRE_DOSSIER => ({ ...WIRE_DOSSIER, MaHoSo: freshCode(), ...changes });
const stepOf = (MaHoSo: string, changes: object = {}): typeof WIRE_STEP => ({ ...WIRE_STEP, MaHoSo, ...changes });

describe('a login', () => {
  it('gives a session in the body, as the portal does', async () => {
    const { status, said } = await logIn(door, LOGINS.mine);
    expect([status, said]).toEqual([200, { session: expect.any(String), error_code: 0, message: 'Đăng nhập thành công' }]);
  });

  it.each([
    { username: 'hac-thanh', password: 'sai' },
    { username: 'nobody', password: 'x' },
    { username: '', password: '' },
    { username: { a: 1 }, password: ['x'] },
    {},
  ])('refuses %p', async (login) => {
    const { status, said } = await logIn(door, login);
    expect([status, said]).toEqual([200, { error_code: -1, message: 'Sai tài khoản hoặc mật khẩu' }]);
  });

  it('writes nothing, however many there are', async () => {
    const before = await door.rows();
    const since = performance.now();
    const answers = await Promise.all(Array.from({ length: 300 }, () => logIn(door, LOGINS.mine)));
    expect(answers.every(({ said }) => said.error_code === 0)).toBe(true);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(await door.rows()).toBe(before);
  });
});

describe('a session', () => {
  it.each(['', 'x', '1.9999999999.', `1.9999999999.${'A'.repeat(43)}`, undefined, 5, {}])(
    'that is no session: %p',
    async (session) => {
      const { status, said } = await mine.call('TraCuuHoSo', { session, mahoso: WIRE_DOSSIER.MaHoSo });
      expect([status, said]).toEqual([200, { error_code: -1, message: 'Phiên làm việc không hợp lệ hoặc đã hết hạn' }]);
    },
  );

  it('is not that of another credential', async () => {
    const [, ...rest] = mine.session.split('.');
    const [other = ''] = theirs.session.split('.');
    expect((await mine.call('TraCuuHoSo', { session: [other, ...rest].join('.') })).said.message).toMatch(/^Phiên/);
  });

  it('ends after half an hour, and with its credential within seconds', async () => {
    const owner = new pg.Client({ connectionString: door.databaseUrl });
    await owner.connect();
    const brief = await speakAs(door, 'theirs');
    await owner.query("UPDATE client_key SET revoked_at = now() WHERE username = 'ham-rong'");
    await owner.query('NOTIFY clients_changed');
    await eventually(async () => {
      expect((await brief.call('LayDanhSachTTHC')).said.message).toMatch(/^Phiên/);
    });
    expect((await logIn(door, LOGINS.theirs)).said.error_code).toBe(-1);
    await owner.query("UPDATE client_key SET revoked_at = NULL WHERE username = 'ham-rong'");
    await owner.query('NOTIFY clients_changed');
    await owner.end();
    await eventually(async () => {
      expect((await brief.call('LayDanhSachTTHC')).said.error_code).toBe(0);
    });
    const { said } = await logIn(door, LOGINS.mine);
    const [, end = ''] = (said.session ?? '').split('.');
    expect(Number(end) * 1_000 - Date.now()).toBeLessThanOrEqual(HOUR_MS / 2 + 1_000);
  });
});

describe.each(BASES)('under the base %p', (base) => {
  it('takes a dossier and its step, and shows them', async () => {
    const speaker = await speakAs(door, 'mine', base);
    const dossier = fresh();
    const created = await speaker.create(dossier);
    expect(created).toMatchObject({ status: 200, said: { error_code: 0, message: expect.stringMatching(/thành công/) } });
    expect(created.said.result).toEqual([{ MaHoSo: dossier.MaHoSo, error_code: 0, message: 'Thêm mới hồ sơ thành công' }]);
    expect((await speaker.steps(stepOf(dossier.MaHoSo))).said).toMatchObject({
      error_code: 0,
      message: 'Cập nhật tiến độ thành công',
    });
    const [shown, ...others] = await speaker.lookUp(` ${dossier.MaHoSo.toLowerCase()} `);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ ...dossier, TrangThaiHoSo: '4', QuaTrinhXuLy: [{ ...stepOf(dossier.MaHoSo), ChucDanh: '' }] });
  });
});

describe('DongBoHoSoMC', () => {
  it('takes the same once more as received before, also after a step', async () => {
    const dossier = fresh();
    await mine.create(dossier);
    await mine.steps(stepOf(dossier.MaHoSo));
    const rows = await door.rows();
    const again = await mine.create(dossier);
    expect(again.said).toMatchObject({ error_code: 0, message: 'Thêm mới hồ sơ thành công (đã nhận trước đó)' });
    expect(await door.rows()).toBe(rows);
  });

  it('answers -3 to a create of a known code with other content, and takes the update', async () => {
    const dossier = fresh();
    await mine.create(dossier);
    const { said } = await mine.create({ ...dossier, GhiChu: 'khác' });
    expect(said).toMatchObject({ error_code: -3, message: expect.stringContaining('đã tồn tại') });
    expect(said.result).toMatchObject([{ MaHoSo: dossier.MaHoSo, error_code: -3 }]);
    expect((await mine.update({ ...dossier, GhiChu: 'khác' })).said).toMatchObject({
      error_code: 0,
      message: 'Cập nhật hồ sơ thành công',
    });
  });

  it('takes changes: absent is unchanged, empty clears, but nothing that is required or scored', async () => {
    const dossier = fresh({ GhiChu: 'cũ', TrichYeuHoSo: 'T', NgayHenTra: '20261125170000', KenhThucHien: '1' });
    await mine.create(dossier);
    const { said } = await mine.update({
      MaHoSo: dossier.MaHoSo,
      GhiChu: '',
      NgayHenTra: '',
      DonViXuLy: '',
      ChuHoSo: 'Nguyễn Văn A',
    });
    expect(said).toMatchObject({ error_code: 0 });
    expect(said.message).toMatch(/NgayHenTra: .*giữ/);
    expect(said.message).toMatch(/DonViXuLy: .*giữ/);
    const [shown] = await mine.lookUp(dossier.MaHoSo);
    expect(shown).toMatchObject({ ...dossier, GhiChu: '', ChuHoSo: 'Nguyễn Văn A' });
  });

  it('takes an update of an unknown code as a first message, if it is whole', async () => {
    const dossier = fresh();
    expect((await mine.update(dossier)).said.error_code).toBe(0);
    const { said } = await mine.update({ MaHoSo: freshCode(), GhiChu: 'x' });
    expect(said.error_code).toBe(-1);
    for (const name of ['MaTTHC', 'TrangThaiHoSo', 'HinhThuc', 'DonViXuLy', 'LoaiDoiTuong', 'NgayTiepNhan'])
      expect(said.message).toContain(`${name}: Thiếu`);
  });

  it.each(['True', 'true', true, '1', 1])('understands isUpdating %p', async (isUpdating) => {
    const dossier = fresh();
    await mine.create(dossier);
    const { said } = await mine.call('DongBoHoSoMC', { isUpdating, data: { MaHoSo: dossier.MaHoSo, GhiChu: 'x' } });
    expect(said.error_code).toBe(0);
  });

  it('keeps all of data[] or nothing, and names every item', async () => {
    const [good, faulty, known] = [fresh(), fresh({ TrangThaiHoSo: '11', NgayHenTra: '20260231080000' }), fresh()];
    await mine.create(known);
    const rows = await door.rows();
    const { said } = await mine.create(good, faulty, { ...known, GhiChu: 'khác' });
    expect(said.error_code).toBe(-1);
    expect(said.result).toMatchObject([
      { MaHoSo: good.MaHoSo, error_code: -1, message: expect.stringContaining('mục khác') },
      { MaHoSo: faulty.MaHoSo, error_code: -1, message: expect.stringMatching(/NgayHenTra: .*TrangThaiHoSo: .*\(1, 2, 3/) },
      { MaHoSo: known.MaHoSo, error_code: -3 },
    ]);
    expect(await door.rows()).toBe(rows);
    expect(JSON.stringify(said)).not.toContain('thành công');
    expect((await mine.create(good, { ...faulty, TrangThaiHoSo: '4', NgayHenTra: '' })).said).toMatchObject({ error_code: 0 });
  });

  it('says -3 of a list only when all of it is there: clients take it for done', async () => {
    const [known, unknown] = [fresh(), fresh()];
    await mine.create(known);
    const other = { ...known, GhiChu: 'khác' };
    expect((await mine.create(other)).said.error_code).toBe(-3);
    expect((await mine.create(unknown, other)).said).toMatchObject({
      error_code: -1,
      result: [{ error_code: -1 }, { error_code: -3 }],
    });
    expect(await mine.lookUp(unknown.MaHoSo)).toEqual([]);
  });

  it('takes two items of one dossier in one call', async () => {
    const dossier = fresh();
    const { said } = await mine.update(dossier, { MaHoSo: dossier.MaHoSo, GhiChu: 'sau' });
    expect(said.error_code).toBe(0);
    expect(await mine.lookUp(dossier.MaHoSo)).toMatchObject([{ GhiChu: 'sau' }]);
  });

  it('does not let anybody touch what somebody else sent, and says no more of it than the native door', async () => {
    const theirDossier = { ...WIRE_DOSSIER, MaHoSo: 'X9-261123-0001', GhiChu: 'bí mật' };
    await theirs.create(theirDossier);
    const code = theirDossier.MaHoSo;
    const answers = await Promise.all([
      ...[mine.create(theirDossier), mine.update({ MaHoSo: code, GhiChu: 'x' }), mine.steps(stepOf(code))],
      mine.create(fresh({ MaHoSo: 'H56.14758-261123-7777' })),
    ]);
    for (const { said } of answers) {
      expect(said.error_code).toBe(-1);
      expect(JSON.stringify(said)).not.toMatch(/bí mật|đã tồn tại|thành công/);
    }
    expect(await mine.lookUp(code)).toEqual([]);
    expect(await theirs.lookUp(code)).toHaveLength(1);
  });

  it('is one dossier with the native door', async () => {
    const dossierCode = freshCode();
    const native = await door.post('/v1/dossiers', { ...DOSSIER, dossierCode });
    const again = await mine.create({ ...WIRE_DOSSIER, MaHoSo: dossierCode });
    expect([native.status, again.said.message]).toEqual([202, 'Thêm mới hồ sơ thành công (đã nhận trước đó)']);
  });

  it('speaks English behind the Vietnamese where it is asked to', async () => {
    const { session } = mine;
    const answer = await door.post('/mapi/g', { session, service: 'DongBoHoSoMC', data: [fresh()] }, { 'accept-language': 'en' });
    expect(answer.body['message']).toBe('Thêm mới hồ sơ thành công / Dossier received');
  });
});

describe('CapNhatTienDoHoSoMC', () => {
  it('takes steps in their order; a repeated one, and an isUpdating that was left in, do no harm', async () => {
    const dossier = fresh();
    await mine.create(dossier);
    const steps = [
      stepOf(dossier.MaHoSo),
      stepOf(dossier.MaHoSo, { TrangThai: 9, ThoiDiemXuLy: '20261123100000', NoiDungXuLy: 'Xong' }),
    ];
    await mine.steps(...steps);
    const { said } = await mine.call('CapNhatTienDoHoSoMC', { isUpdating: 'sai', data: steps });
    expect(said).toMatchObject({ error_code: 0, message: 'Cập nhật tiến độ thành công (đã nhận trước đó)' });
    const [shown] = await mine.lookUp(dossier.MaHoSo);
    expect(shown).toMatchObject({ TrangThaiHoSo: '9', NgayKetThucXuLy: '20261123100000' });
    expect((shown?.['QuaTrinhXuLy'] as object[]).map((step) => (step as typeof WIRE_STEP).TrangThai)).toEqual(['4', '9']);
  });

  it('refuses steps of a dossier that nobody sent, all of them', async () => {
    const dossier = fresh();
    await mine.create(dossier);
    const rows = await door.rows();
    const { said } = await mine.steps(stepOf(dossier.MaHoSo), stepOf(freshCode()));
    expect(said.error_code).toBe(-1);
    expect(said.result?.[1]?.['message']).toContain('Chưa có hồ sơ');
    expect(JSON.stringify(said)).not.toContain('thành công');
    expect(await door.rows()).toBe(rows);
  });

  it('shows a correction in the place of what it corrects', async () => {
    const dossier = fresh();
    await mine.create(dossier);
    await mine.steps(stepOf(dossier.MaHoSo));
    await mine.steps(stepOf(dossier.MaHoSo, { NoiDungXuLy: 'Thẩm định lại' }));
    expect(await mine.lookUp(dossier.MaHoSo)).toMatchObject([{ QuaTrinhXuLy: [{ NoiDungXuLy: 'Thẩm định lại' }] }]);
  });
});

describe('the log', () => {
  it('says who, how many and through which door, never what', async () => {
    const owner = 'Người Không Được Ghi';
    await mine.create(fresh({ ChuHoSo: owner }));
    expect(door.events.findLast(({ event }) => event === 'message.accepted')).toMatchObject({
      ...{ door: 'national', client: 'hac-thanh', intake: 'DongBoHoSoMC', accepted: 1 },
    });
    await mine.create(fresh({ ChuHoSo: owner, TrangThaiHoSo: '0' }));
    await eventually(() => {
      expect(door.events.at(-1)).toMatchObject({
        ...{ event: 'request.refused', door: 'national', client: 'hac-thanh', status: 200, code: 'field.allowed' },
      });
    });
    expect(JSON.stringify(door.events)).not.toContain(owner);
    expect(door.events.filter(({ event }) => event === 'fault')).toEqual([]);
  });
});

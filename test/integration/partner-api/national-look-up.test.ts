import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { speakAs, WIRE_DOSSIER, WIRE_STEP, type Speaker } from './national-calls.ts';
import { openDoor, type OpenDoor } from './open-door.ts';

let door: OpenDoor;
let mine: Speaker;
let theirs: Speaker;
let portal: Speaker;
let running = 0;

beforeAll(async () => {
  door = await openDoor();
  [mine, theirs, portal] = await Promise.all([speakAs(door, 'mine'), speakAs(door, 'theirs'), speakAs(door, 'portal')]);
});

afterAll(() => door.close());

const fresh = (): typeof WIRE_DOSSIER => ({ ...WIRE_DOSSIER, MaHoSo: `H56.14797-261123-${String(1_000 + (running += 1))}` });

describe('a look-up', () => {
  it('shows what was sent, uncut; who sends it back changes nothing by it', async () => {
    const dossier = {
      ...fresh(),
      TrichYeuHoSo: 'ă'.repeat(1_500),
      TenTTHC: 'Chứng thực',
      MaLinhVuc: 'G15-CT01',
      TenLinhVuc: 'Chứng thực',
    };
    const step = { ...WIRE_STEP, MaHoSo: dossier.MaHoSo, NguoiXuLy: 'Nguyễn Thị Tên Rất Dài '.repeat(4).trim() };
    await mine.create(dossier);
    await mine.steps(step);
    const [shown = {}] = await mine.lookUp(dossier.MaHoSo);
    expect(shown).toMatchObject({
      ...dossier,
      TrangThaiHoSo: '4',
      HoSoCoThanhPhanSoHoa: '',
      DinhDanhCHS: [],
      QuaTrinhXuLy: [step],
    });
    const rows = await door.rows();
    const { QuaTrinhXuLy, ...record } = shown;
    for (const { said } of [await mine.update(record), await mine.steps(...(QuaTrinhXuLy as object[]))])
      expect([said.error_code, said.message]).toEqual([0, expect.stringContaining('đã nhận trước đó')]);
    expect(await door.rows()).toBe(rows);
  });
});

describe('the national portal itself', () => {
  it('reads what anybody sent and sends nothing', async () => {
    const dossier = fresh();
    await mine.create(dossier);
    expect(await portal.lookUp(dossier.MaHoSo)).toMatchObject([{ MaHoSo: dossier.MaHoSo }]);
    const { said } = await portal.update({ ...dossier, GhiChu: 'x' });
    expect(said).toMatchObject({ error_code: -1, message: expect.stringContaining('chỉ được tra cứu') });
  });
});

describe('the walk of the national portal', () => {
  interface Page {
    readonly result: { readonly ViTri: number; readonly MaHoSo: string; readonly TrangThai: string }[];
    readonly viTriTiep: number;
    readonly conTiep: boolean;
  }
  const walk = async (tuViTri: unknown, soLuong?: unknown): Promise<Page> =>
    (await portal.call('LayDanhSachThayDoiTrangThai', { tuViTri, soLuong })).body as unknown as Page;

  it('sees every change of a status of anybody, page by page, and goes on where it was', async () => {
    let { viTriTiep: position } = await walk(0, 500);
    const dossier = fresh();
    await mine.create(dossier);
    await mine.steps({ ...WIRE_STEP, MaHoSo: dossier.MaHoSo });
    const other = { ...WIRE_DOSSIER, MaHoSo: 'H56.14758-261123-0501' };
    await theirs.create(other);
    await mine.update({ MaHoSo: dossier.MaHoSo, GhiChu: 'đổi khác' });
    const seen = [];
    for (let more = true; more;) {
      const page = await walk(position, '2');
      seen.push(...page.result);
      [position, more] = [page.viTriTiep, page.conTiep];
    }
    expect(seen).toMatchObject([
      { MaHoSo: dossier.MaHoSo, TrangThai: '2', NoiDungXuLy: '', ThoiDiemGhiNhan: expect.stringMatching(/^\d{14}$/) },
      { MaHoSo: dossier.MaHoSo, TrangThai: '4', ThoiDiemXuLy: WIRE_STEP.ThoiDiemXuLy, NoiDungXuLy: WIRE_STEP.NoiDungXuLy },
      { MaHoSo: other.MaHoSo, TrangThai: '2' },
    ]);
    expect(Object.keys(seen[0] ?? {})).toEqual([
      'ViTri',
      'MaHoSo',
      'TrangThai',
      'ThoiDiemXuLy',
      'NoiDungXuLy',
      'ThoiDiemGhiNhan',
    ]);
    expect(await walk(position)).toMatchObject({ result: [], viTriTiep: position, conTiep: false });
  });

  it.each([
    ['tuViTri', { tuViTri: -1 }],
    ['tuViTri', { tuViTri: 'đầu' }],
    ['soLuong', { soLuong: 501 }],
    ['soLuong', { soLuong: 0 }],
  ])('is refused a wrong %s', async (name, parameters) => {
    const { said } = await portal.call('LayDanhSachThayDoiTrangThai', parameters);
    expect(said).toMatchObject({ error_code: -1, message: expect.stringContaining(name) });
  });

  it('is for nobody else', async () => {
    const { said } = await mine.call('LayDanhSachThayDoiTrangThai', { tuViTri: 0 });
    expect(said).toMatchObject({ error_code: -1, message: expect.stringContaining('chỉ dành cho') });
    expect(said.result).toBeUndefined();
  });
});

describe('the catalogue', () => {
  it('lists procedures, fields and agencies by the keys of the portal', async () => {
    const procedures = (await mine.call('LayDanhSachTTHC')).said.result ?? [];
    expect(procedures).toContainEqual({ MATTHC: '1.001193', TENTTHC: 'Đăng ký khai sinh' });
    expect(new Set(procedures.map((procedure) => Object.keys(procedure).join())).size).toBe(1);
    const fields = (await mine.call('LayDanhMucLinhVuc')).said.result;
    expect(fields).toContainEqual({ MALINHVUC: 'G15-HT01', TENLINHVUC: 'Hộ tịch', MANGANH: 'G15' });
    const agencies = (await mine.call('LayDanhMucCoQuan')).said.result ?? [];
    expect(agencies).toHaveLength(166);
    expect(agencies).toContainEqual({ MADONVI: 'H56.14797', TENDONVI: 'Phường Hạc Thành', CAPDONVI: '3' });
  });

  it.each(['1.001193', '1.001193.000.00.00.H56', '1.006714'])('shows the procedure %s', async (maTTHC) => {
    const { result } = (await mine.call('LayThuTuc', { maTTHC })).said;
    expect(result).toMatchObject([
      { MATTHC: '1.001193', TENTTHC: 'Đăng ký khai sinh', LINHVUCTHUCHIEN: [{ MALINHVUC: 'G15-HT01', TENLINHVUC: 'Hộ tịch' }] },
    ]);
  });

  it('tolerates parameters in other letters, and shows nothing for an unknown code', async () => {
    expect((await mine.call('laythutuc', { MATTHC: '2.000815' })).said.result).toHaveLength(1);
    expect((await mine.call('LayThuTuc', { maTTHC: '9.999999' })).said).toMatchObject({ error_code: 0, result: [] });
    expect((await mine.call('LayThuTuc')).said).toMatchObject({ error_code: -1, message: expect.stringContaining('maTTHC') });
  });

  it('answers a list, and the record of a procedure, as they were read from the portal', async () => {
    const owner = new pg.Client({ connectionString: door.databaseUrl });
    await owner.connect();
    await owner.query(
      `INSERT INTO catalogue_list VALUES ('LayDanhMucTonGiao', '[{"MATONGIAO": "1", "TENTONGIAO": "Phật giáo"}]', 1, now(), gen_random_uuid())`,
    );
    await owner.query(
      `INSERT INTO procedure_detail (code, detail, raw, valid, recorded)
        VALUES ('1.004884', '{}', '{"TENTTHC": "tên khác", "YEUCAU": "Không"}', '(,)', tstzrange(now(), NULL))`,
    );
    await owner.end();
    expect((await mine.call('LayDanhMucTonGiao')).said).toMatchObject({
      ...{ error_code: 0, result: [{ MATONGIAO: '1', TENTONGIAO: 'Phật giáo' }] },
    });
    const { result } = (await mine.call('LayThuTuc', { maTTHC: '1.004884.000.00.00.H56' })).said;
    // What a dossier is sent with is what is believed.
    expect(result).toMatchObject([{ MATTHC: '1.004884', TENTTHC: 'Đăng ký lại khai sinh', YEUCAU: 'Không' }]);
  });

  it.each(['LayDanhMucQuocGia', 'DongBoDanhGia', 'x'.repeat(80), '<b>"', ''])('does not offer %p', async (service) => {
    const { status, said } = await mine.call(service);
    expect([status, said.error_code]).toEqual([200, -1]);
    expect(said.message).toBe(`Dịch vụ chưa được hỗ trợ: ${service.replace('<b>"', 'b').slice(0, 50)}`);
  });
});

import type { Chance } from '../harness/chance.ts';
import type { RawRequest } from './damage.ts';
import { nastyText, nastyValue, PLANTED } from './nasty.ts';
import type { Sender } from './native-requests.ts';

/** Who sends in the national dialect. */
export interface NationalSender extends Sender {
  readonly username: string;
  readonly password: string;
  /** Session of its last login. */
  readonly session: string;
}

const BASES = ['', '/XrdAdapter/RestService/forward', '/VXPAdapter/RestService/forward'];
const SERVICES = [
  ...['DongBoHoSoMC', 'DongBoHoSoMC', 'DongBoHoSoMC', 'CapNhatTienDoHoSoMC', 'CapNhatTienDoHoSoMC', 'TraCuuHoSo', 'LayThuTuc'],
  ...[
    'LayDanhSachTTHC',
    'LayDanhMucCoQuan',
    'LayDanhMucLinhVuc',
    'LayDanhMucDanToc',
    'LayDanhSachThayDoiTrangThai',
    'DongBoDanhGia',
  ],
];
const WRAPPER = '/KetNoiMotCuaQuocGia';
const TEXTS = [
  ...['TenTTHC', 'MaLinhVuc', 'TenLinhVuc', 'SoGiayToChuHoSo', 'SoBienNhan', 'ChuHoSo', 'MaDoiTuong', 'ThongTinKhac', 'Email'],
  ...['SoDienThoai', 'TrichYeuHoSo', 'Fax', 'ThongTinTra', 'DonViXuLy', 'GhiChu', 'NoiNopHoSo', 'DuocThanhToanTrucTuyen', 'Khac'],
];
const TIMES = ['NgayTiepNhan', 'NgayHenTra', 'NgayTra', 'NgayKetThucXuLy', 'NgayTuChoi', 'NgayNopHoSo'];
const LISTS = [
  ...['DinhDanhCHS', 'DSKetNoiCSDL', 'TaiLieuNop', 'DanhSachLePhi', 'DanhSachTepDinhKemKhac', 'DanhSachHoSoBoSung'],
  'DanhSachGiayToKetQua',
];
const CODES = 200;

type Item = Record<string, unknown>;

/** Makes requests after the grammar of the national dialect, in its own form and in the wrapper's, most of them nearly right. */
export class NationalRequests {
  constructor(private readonly chance: Chance) {}

  next(sender: NationalSender): RawRequest {
    return this.chance.hits(0.3) ? this.wrapped(sender) : this.plain(sender);
  }

  private plain(sender: NationalSender): RawRequest {
    const { chance } = this;
    const path = `${chance.pick(BASES)}/mapi/${chance.hits(0.1) ? 'login' : 'g'}`;
    const body = path.endsWith('login') ? this.login(sender) : this.envelope(sender);
    const dstcode = chance.hits(0.3) ? { dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider' } : {};
    return { method: 'POST', path, headers: { 'content-type': 'application/json', ...dstcode }, body: written(body) };
  }

  private wrapped(sender: NationalSender): RawRequest {
    const { chance } = this;
    const { service, query } = chance.pick([
      { service: 'DongBoHoSoMC', query: '' },
      { service: 'DongBoHoSoMC', query: '?isUpdating=True&MaDinhDanhDV=H56' },
      { service: 'CapNhatHoSoMC', query: '' },
      {
        service: 'CapNhatTienDoHoSoMC',
        query: `?isUpdating=${encodeURIComponent(Buffer.from(nastyText(chance)).toString().slice(0, 100))}`,
      },
    ]);
    const basic = Buffer.from(`${sender.username}:${sender.password}`).toString('base64');
    return {
      method: 'POST',
      path: `${WRAPPER}/${service}${query}`,
      headers: {
        'content-type': 'application/json',
        authorization: chance.hits(0.5) ? `Basic ${basic}` : `Bearer ${sender.apiKey}`,
      },
      body: written(this.items(service === 'CapNhatTienDoHoSoMC' ? 'step' : 'record', sender)),
    };
  }

  private login({ username, password }: NationalSender): Item {
    return this.withWrong({ username, password }, 0.1);
  }

  private envelope(sender: NationalSender): Item {
    const { chance } = this;
    const service = chance.pick(SERVICES);
    const common = { session: sender.session, madonvi: '000.00.00.H56', service };
    const code = this.code(sender);
    switch (service) {
      case 'DongBoHoSoMC':
        return this.withWrong(
          { ...common, isUpdating: chance.pick(['True', 'False', true, '1']), data: this.items('record', sender) },
          0.02,
        );
      case 'CapNhatTienDoHoSoMC':
        return this.withWrong({ ...common, isUpdating: 'True', data: this.items('step', sender) }, 0.02);
      default:
        return this.withWrong(
          { ...common, mahoso: code, maTTHC: '2.000815', tuViTri: '', soLuong: chance.pick([1, 500, 501, '5']) },
          0.1,
        );
    }
  }

  private items(kind: 'record' | 'step', sender: NationalSender): unknown {
    const { chance } = this;
    if (chance.hits(0.03)) return nastyValue(chance);
    const count = chance.pick([0, 1, 1, 1, 1, 2, 3, 10, 60]);
    const wrong = chance.pick([0, 0, 0, 0, 0.02, 0.1, 0.4]);
    return Array.from({ length: count }, () =>
      this.withWrong(kind === 'record' ? this.record(sender, wrong) : this.step(sender, wrong), wrong),
    );
  }

  private record(sender: NationalSender, wrong: number): Item {
    const { chance } = this;
    const some = <T>(names: readonly string[], make: () => T): [string, T][] =>
      names.filter(() => chance.hits(0.6)).map((name) => [name, make()]);
    return {
      MaHoSo: this.code(sender),
      MaTTHC: chance.pick(['2.000815', '1.001193.000.00.00.H56', '2.002621.H56', 'TS_lop1.000.00.00.H22']),
      ...{
        LoaiDoiTuong: chance.pick(['1', '2', 3, '4']),
        HinhThuc: chance.pick(['0', '1']),
        KenhThucHien: chance.pick(['1', '2', '3']),
      },
      ...{ TrangThaiHoSo: String(1 + chance.below(10)), DonViXuLy: 'UBND phường', NgayTiepNhan: this.time(wrong) },
      ...Object.fromEntries(some(TEXTS, () => `${PLANTED} ${String(chance.below(99))}`)),
      ...Object.fromEntries(some(TIMES, () => this.time(wrong))),
      ...Object.fromEntries(some(LISTS, () => this.list(wrong))),
    };
  }

  private step(sender: NationalSender, wrong: number): Item {
    return {
      ...{
        MaHoSo: this.code(sender),
        NguoiXuLy: `${PLANTED} cán bộ`,
        ChucDanh: '',
        ThoiDiemXuLy: this.time(wrong),
        PhongBanXuLy: '',
      },
      ...{ NoiDungXuLy: `${PLANTED} thẩm định`, TrangThai: String(1 + this.chance.below(10)), NgayBatDau: '' },
    };
  }

  private list(wrong: number): unknown[] {
    const { chance } = this;
    return Array.from({ length: chance.below(3) }, () =>
      chance.hits(wrong)
        ? nastyValue(chance)
        : {
            TepDinhKemId: '1',
            TenTepDinhKem: PLANTED,
            IsDeleted: 'False',
            DuongDanTaiTepTin: 'https://a.example/1',
            Gia: '4000',
            SoLuong: 1,
          },
    );
  }

  private withWrong(item: Item, share: number): Item {
    const { chance } = this;
    const entries = Object.entries(item).map(([name, value]) => [name, chance.hits(share) ? nastyValue(chance) : value] as const);
    return Object.fromEntries(entries.filter(() => !chance.hits(share / 2)));
  }

  private time(wrong: number): string {
    const two = (most: number): string => String(1 + this.chance.below(most)).padStart(2, '0');
    if (wrong === 0) return `2026${two(12)}${two(28)}${two(23)}${two(59)}00`;
    return this.chance.pick([
      '',
      `2026${two(12)}${two(31)}${two(23)}${two(59)}00`,
      `2026-${two(12)}-${two(31)}T${two(23)}:00:00`,
    ]);
  }

  private code({ unit }: Sender): string {
    return `H56.${unit}-261124-${String(this.chance.below(CODES)).padStart(4, '0')}`;
  }
}

function written(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}

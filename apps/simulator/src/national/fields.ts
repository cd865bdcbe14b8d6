/**
 * What the national portal accepts, field by field. Written by hand from the protocol, on purpose without the gateway's own
 * tables, so that a mistake there cannot be repeated here.
 */

/** A kind of value on the wire. */
export type Kind =
  | { readonly is: 'text'; readonly most?: number; readonly like?: RegExp }
  /** `iso`: a .NET form is taken too, as inside supplements. */
  | { readonly is: 'date'; readonly iso?: boolean }
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly is: 'integer' }
  | { readonly is: 'boolean' }
  | { readonly is: 'list'; readonly of: Shape };

/** A field; `required` may depend on the dossier's status. */
export interface Field {
  readonly kind: Kind;
  readonly required?: boolean | ((item: Readonly<Record<string, unknown>>) => boolean);
}

export type Shape = Readonly<Record<string, Field>>;

const text: Field = { kind: { is: 'text', most: 4_000 } };
const date: Field = { kind: { is: 'date' } };
const eitherDate: Field = { kind: { is: 'date', iso: true } };
const integer: Field = { kind: { is: 'integer' } };
const flag: Field = { kind: { is: 'one-of', values: ['0', '1'] } };
const upTo = (most: number): Field => ({ kind: { is: 'text', most } });
const required = (field: Field): Field => ({ ...field, required: true });
const oneOf = (...values: string[]): Field => ({ kind: { is: 'one-of', values } });
const list = (of: Shape): Field => ({ kind: { is: 'list', of } });

const STATUS = oneOf('1', '2', '3', '4', '5', '6', '7', '8', '9', '10');
const NOT_RECEIVED = ['1', '3'];

const PAPER: Shape = {
  TepDinhKemId: text,
  TenTepDinhKem: upTo(4_000),
  IsDeleted: oneOf('True', 'False'),
  MaThanhPhanHoSo: text,
  DuongDanTaiTepTin: text,
  DuocSoHoa: flag,
  DuocTaiSuDung: text,
  DuocLayTuKhoDMQG: flag,
  MaKetQuaThayThe: text,
};

const FEE: Shape = {
  TenPhiLePhi: text,
  MaPhiLePhi: text,
  HinhThucThu: text,
  Gia: { kind: { is: 'text', like: /^\d*$/ } },
  LoaiPhiLePhi: text,
};

const SUPPLEMENT: Shape = {
  HoSoBoSungId: integer,
  NguoiYeuCauBoSung: text,
  NoiDungBoSung: text,
  NgayBoSung: eitherDate,
  NguoiTiepNhanBoSung: text,
  ThongTinTiepNhan: text,
  NgayTiepNhanBoSung: eitherDate,
  TrangThaiBoSung: { kind: { is: 'boolean' } },
  DanhSachGiayToBoSung: list(PAPER),
  DanhSachLePhiBoSung: list(FEE),
  NgayHenTraTruoc: eitherDate,
  NgayHenTraMoi: eitherDate,
};

/** A dossier of `DongBoHoSoMC`. Source: protocols §1.6. */
export const RECORD: Shape = {
  MaHoSo: required(upTo(50)),
  MaTTHC: required({ kind: { is: 'text', like: /^\d\.\d{6}\.000\.00\.00\.H56$/ } }),
  TenTTHC: required(text),
  MaLinhVuc: required(text),
  TenLinhVuc: required(text),
  KenhThucHien: oneOf('1', '2', '3'),
  SoGiayToChuHoSo: text,
  SoBienNhan: text,
  ChuHoSo: text,
  LoaiDoiTuong: required(oneOf('1', '2', '3', '4')),
  MaDoiTuong: text,
  ThongTinKhac: text,
  Email: text,
  SoDienThoai: text,
  TrichYeuHoSo: upTo(1_000),
  Fax: text,
  NgayTiepNhan: { ...date, required: (item) => !NOT_RECEIVED.includes(item['TrangThaiHoSo'] as string) },
  NgayHenTra: date,
  TrangThaiHoSo: required(STATUS),
  NgayTra: date,
  ThongTinTra: text,
  HinhThuc: required(oneOf('0', '1')),
  NgayKetThucXuLy: date,
  DonViXuLy: required(text),
  GhiChu: text,
  NoiNopHoSo: text,
  HoSoCoThanhPhanSoHoa: flag,
  TaiKhoanDuocXacThucVoiVNeID: flag,
  DuocThanhToanTrucTuyen: text,
  NgayTuChoi: date,
  NgayNopHoSo: date,
  DinhDanhCHS: list({
    LoaiDinhDanh: required(oneOf('1', '2')),
    SoDinhDanh: required({ kind: { is: 'text', like: /^(\d{9}|\d{12})$/ } }),
  }),
  DSKetNoiCSDL: list({ MaCSDL: required(text) }),
  TaiLieuNop: list(PAPER),
  DanhSachLePhi: list(FEE),
  DanhSachTepDinhKemKhac: list({ TenGiayTo: text, SoLuong: integer, LoaiGiayTo: integer }),
  DanhSachHoSoBoSung: list(SUPPLEMENT),
  DanhSachGiayToKetQua: list({
    TenGiayTo: upTo(2_000),
    MaThanhPhanHoSo: text,
    GiayToId: text,
    DuongDanTepTinKetQua: text,
    MaGiayToKetQua: text,
  }),
};

/** A step of `CapNhatTienDoHoSoMC`. Source: protocols §1.7. */
export const STEP: Shape = {
  MaHoSo: required(upTo(50)),
  NguoiXuLy: required(upTo(50)),
  ChucDanh: text,
  ThoiDiemXuLy: required(date),
  PhongBanXuLy: text,
  NoiDungXuLy: required(text),
  TrangThai: required(STATUS),
  NgayBatDau: date,
  NgayKetThucTheoQuyDinh: date,
};

import { foldText, type ComparedField, type ComparedValue } from '#protocols';
import type {
  WireFee,
  WireIdentity,
  WireOtherPaper,
  WirePaper,
  WireRecord,
  WireResult,
  WireStep,
  WireSupplement,
} from './dvcqg.wire.ts';
import { instantOfWire, isPlaceholderDate, plainAmount, truthOfWire } from './values.read.ts';

/** A field that has not got its name yet. */
type Nameless<Field> = Field extends unknown ? Omit<Field, 'name'> : never;

const CODE = /^\d{1,2}$/;
const MOMENT = /^(?:0{4}|0001|19\d\d|20\d\d)(?:\d{10}|-\d\d-\d\dT[\d:.+Z-]{8,25})$/;
const PROCEDURE = /^\d\.\d{6}(?:\.[0-9A-Z]+)*$/;
const FIELD = /^[A-Z]\d{2}[0-9A-Z.-]{0,20}$/;
const AMOUNT = /^\d{1,7}$/;
const TRUTH = /^(?:0|1|true|false)$/i;

/** Free text, whatever it is meant to hold, may name a person: its values are never shown. */
const personal = { kind: 'text', shown: undefined, meaning: foldedText } as const;
const code = { kind: 'text', shown: CODE, meaning: foldedText } as const;
const date = { kind: 'date', shown: MOMENT, meaning: moment } as const;
const truth = { kind: 'truth', shown: TRUTH, meaning: truthValue } as const;
const number = { kind: 'number', shown: AMOUNT, meaning: amount } as const;

const PAPER: Readonly<Record<keyof WirePaper, Nameless<ComparedValue>>> = {
  TepDinhKemId: personal,
  TenTepDinhKem: personal,
  IsDeleted: truth,
  MaThanhPhanHoSo: personal,
  DuongDanTaiTepTin: personal,
  DuocSoHoa: truth,
  DuocTaiSuDung: code,
  DuocLayTuKhoDMQG: truth,
  MaKetQuaThayThe: personal,
};

const FEE: Readonly<Record<keyof WireFee, Nameless<ComparedValue>>> = {
  TenPhiLePhi: personal,
  MaPhiLePhi: code,
  HinhThucThu: code,
  Gia: number,
  LoaiPhiLePhi: code,
};

const IDENTITY: Readonly<Record<keyof WireIdentity, Nameless<ComparedValue>>> = { LoaiDinhDanh: code, SoDinhDanh: personal };

const OTHER_PAPER: Readonly<Record<keyof WireOtherPaper, Nameless<ComparedValue>>> = {
  TenGiayTo: personal,
  SoLuong: number,
  LoaiGiayTo: number,
};

const RESULT: Readonly<Record<keyof WireResult, Nameless<ComparedValue>>> = {
  TenGiayTo: personal,
  MaThanhPhanHoSo: personal,
  GiayToId: personal,
  DuongDanTepTinKetQua: personal,
  MaGiayToKetQua: personal,
};

const SUPPLEMENT: Readonly<Record<keyof WireSupplement, Nameless<ComparedField>>> = {
  HoSoBoSungId: number,
  NguoiYeuCauBoSung: personal,
  NoiDungBoSung: personal,
  NgayBoSung: date,
  NguoiTiepNhanBoSung: personal,
  ThongTinTiepNhan: personal,
  NgayTiepNhanBoSung: date,
  TrangThaiBoSung: truth,
  DanhSachGiayToBoSung: list(['TepDinhKemId'], PAPER),
  DanhSachLePhiBoSung: list(['TenPhiLePhi', 'MaPhiLePhi'], FEE),
  NgayHenTraTruoc: date,
  NgayHenTraMoi: date,
};

/** Every field of a record but its code, by which two records are found to belong together. A field of the wire that is forgotten here does not compile. */
const RECORD: Readonly<Record<Exclude<keyof WireRecord, 'MaHoSo'>, Nameless<ComparedField>>> = {
  MaTTHC: { ...personal, shown: PROCEDURE },
  TenTTHC: personal,
  MaLinhVuc: { ...personal, shown: FIELD },
  TenLinhVuc: personal,
  KenhThucHien: code,
  ChuHoSo: personal,
  SoGiayToChuHoSo: personal,
  LoaiDoiTuong: code,
  MaDoiTuong: personal,
  ThongTinKhac: personal,
  Email: personal,
  Fax: personal,
  SoDienThoai: personal,
  TrichYeuHoSo: personal,
  SoBienNhan: personal,
  NgayTiepNhan: date,
  NgayHenTra: date,
  TrangThaiHoSo: code,
  NgayTra: date,
  ThongTinTra: personal,
  HinhThuc: code,
  NgayKetThucXuLy: date,
  DonViXuLy: personal,
  GhiChu: personal,
  NoiNopHoSo: code,
  HoSoCoThanhPhanSoHoa: truth,
  TaiKhoanDuocXacThucVoiVNeID: truth,
  DuocThanhToanTrucTuyen: code,
  NgayTuChoi: date,
  DinhDanhCHS: list(['SoDinhDanh'], IDENTITY),
  NgayNopHoSo: date,
  DSKetNoiCSDL: list(['MaCSDL'], { MaCSDL: code }),
  TaiLieuNop: list(['TepDinhKemId'], PAPER),
  DanhSachLePhi: list(['TenPhiLePhi', 'MaPhiLePhi'], FEE),
  DanhSachTepDinhKemKhac: list(['TenGiayTo'], OTHER_PAPER),
  DanhSachHoSoBoSung: list(['HoSoBoSungId'], SUPPLEMENT),
  DanhSachGiayToKetQua: list(['GiayToId', 'TenGiayTo'], RESULT),
};

const STEP: Readonly<Record<Exclude<keyof WireStep, 'MaHoSo'>, Nameless<ComparedValue>>> = {
  NguoiXuLy: personal,
  ChucDanh: personal,
  ThoiDiemXuLy: date,
  PhongBanXuLy: personal,
  NoiDungXuLy: personal,
  TrangThai: code,
  NgayBatDau: date,
  NgayKetThucTheoQuyDinh: date,
};

/** The fields of a record as they are compared. */
export const COMPARED_RECORD: readonly ComparedField[] = named(RECORD);

/** The fields of a step as they are compared. */
export const COMPARED_STEP: readonly ComparedValue[] = named(STEP);

function list(key: readonly string[], fields: Readonly<Record<string, Nameless<ComparedField>>>) {
  return { kind: 'list', key, fields: named(fields) } as const;
}

function named<Field extends Nameless<ComparedField>>(
  fields: Readonly<Record<string, Field>>,
): (Field & { readonly name: string })[] {
  return Object.entries(fields).map(([name, field]) => ({ ...field, name }));
}

function said(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).trim();
  return text === '' ? undefined : text;
}

function foldedText(value: unknown): string | undefined {
  const text = said(value);
  return text === undefined ? undefined : foldText(text);
}

function moment(value: unknown): string | undefined {
  const text = said(value);
  return text === undefined || isPlaceholderDate(text) ? undefined : (instantOfWire(text) ?? foldText(text));
}

function truthValue(value: unknown): string | undefined {
  const text = said(value);
  return text === undefined ? undefined : String(truthOfWire(text) ?? foldText(text));
}

function amount(value: unknown): string | undefined {
  const text = said(value);
  return text === undefined ? undefined : plainAmount(text);
}

/**
 * The shapes of the wire. Source: protocols §1.2–1.7. Every value is text unless it says otherwise; "" is none. Three kinds of
 * truth values occur in one message: "True"/"False", "0"/"1" and real ones.
 */

/** `"True"` or `"False"`. */
export type Capitalised = 'True' | 'False';

/** `"0"` or `"1"`. */
export type Flag = '0' | '1';

/** An identity paper of the owner (DinhDanhCHS). */
export interface WireIdentity {
  readonly LoaiDinhDanh: string;
  readonly SoDinhDanh: string;
}

/** A submitted paper (TaiLieuNop, DanhSachGiayToBoSung). */
export interface WirePaper {
  readonly TepDinhKemId: string;
  readonly TenTepDinhKem: string;
  readonly IsDeleted: Capitalised;
  readonly MaThanhPhanHoSo: string;
  readonly DuongDanTaiTepTin: string;
  readonly DuocSoHoa: Flag;
  readonly DuocTaiSuDung: string;
  readonly DuocLayTuKhoDMQG: Flag;
  readonly MaKetQuaThayThe: string;
}

/** A fee (DanhSachLePhi, DanhSachLePhiBoSung); Gia in VND. */
export interface WireFee {
  readonly TenPhiLePhi: string;
  readonly MaPhiLePhi: string;
  readonly HinhThucThu: string;
  readonly Gia: string;
  readonly LoaiPhiLePhi: string;
}

/** A paper of which only name, number and kind are known (DanhSachTepDinhKemKhac). */
export interface WireOtherPaper {
  readonly TenGiayTo: string;
  readonly SoLuong: number;
  readonly LoaiGiayTo: number;
}

/** A request for supplements (DanhSachHoSoBoSung). */
export interface WireSupplement {
  readonly HoSoBoSungId: number;
  readonly NguoiYeuCauBoSung: string;
  readonly NoiDungBoSung: string;
  readonly NgayBoSung: string;
  readonly NguoiTiepNhanBoSung: string;
  readonly ThongTinTiepNhan: string;
  readonly NgayTiepNhanBoSung: string;
  readonly TrangThaiBoSung: boolean;
  readonly DanhSachGiayToBoSung: readonly WirePaper[];
  readonly DanhSachLePhiBoSung: readonly WireFee[];
  readonly NgayHenTraTruoc: string;
  readonly NgayHenTraMoi: string;
}

/** A result paper (DanhSachGiayToKetQua). */
export interface WireResult {
  readonly TenGiayTo: string;
  readonly MaThanhPhanHoSo: string;
  readonly GiayToId: string;
  readonly DuongDanTepTinKetQua: string;
  readonly MaGiayToKetQua: string;
}

/** A dossier as `DongBoHoSoMC` takes it. */
export interface WireRecord {
  readonly MaHoSo: string;
  readonly MaTTHC: string;
  readonly TenTTHC: string;
  readonly MaLinhVuc: string;
  readonly TenLinhVuc: string;
  readonly KenhThucHien: string;
  readonly ChuHoSo: string;
  readonly SoGiayToChuHoSo: string;
  readonly LoaiDoiTuong: string;
  readonly MaDoiTuong: string;
  readonly ThongTinKhac: string;
  readonly Email: string;
  readonly Fax: string;
  readonly SoDienThoai: string;
  readonly TrichYeuHoSo: string;
  readonly SoBienNhan: string;
  readonly NgayTiepNhan: string;
  readonly NgayHenTra: string;
  readonly TrangThaiHoSo: string;
  readonly NgayTra: string;
  readonly ThongTinTra: string;
  readonly HinhThuc: string;
  readonly NgayKetThucXuLy: string;
  readonly DonViXuLy: string;
  readonly GhiChu: string;
  readonly NoiNopHoSo: string;
  readonly HoSoCoThanhPhanSoHoa: Flag;
  readonly TaiKhoanDuocXacThucVoiVNeID: Flag;
  readonly DuocThanhToanTrucTuyen: string;
  readonly NgayTuChoi: string;
  readonly DinhDanhCHS: readonly WireIdentity[];
  readonly NgayNopHoSo: string;
  readonly DSKetNoiCSDL: readonly { readonly MaCSDL: string }[];
  readonly TaiLieuNop: readonly WirePaper[];
  readonly DanhSachLePhi: readonly WireFee[];
  readonly DanhSachTepDinhKemKhac: readonly WireOtherPaper[];
  readonly DanhSachHoSoBoSung: readonly WireSupplement[];
  readonly DanhSachGiayToKetQua: readonly WireResult[];
}

/** A step as `CapNhatTienDoHoSoMC` takes it. */
export interface WireStep {
  readonly MaHoSo: string;
  readonly NguoiXuLy: string;
  readonly ChucDanh: string;
  readonly ThoiDiemXuLy: string;
  readonly PhongBanXuLy: string;
  readonly NoiDungXuLy: string;
  readonly TrangThai: string;
  readonly NgayBatDau: string;
  readonly NgayKetThucTheoQuyDinh: string;
}

/** What every answer looks like, as far as it can be trusted: `error_code` comes as a number or as text. */
export interface WireAnswer {
  readonly error_code?: unknown;
  readonly message?: unknown;
  readonly result?: unknown;
  readonly session?: unknown;
}

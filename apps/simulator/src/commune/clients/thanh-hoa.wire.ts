import type { LocalDossier, LocalSupplement } from '../one-stop.ts';
import { compactTime, dotNetTime } from '../times.ts';
import type { WireItem } from '../truth.ts';
import { PROCEDURE_SUFFIX } from './client.ts';

const FILES = 'https://tep.mot-cua.example';
const COUNTER = 'Cán bộ một cửa';
/** What .NET writes for a time that was never set. */
const NEVER_ISO = '0001-01-01T00:00:00';
const NEVER = '00010101000000';
const NO_IDENTITY = { LoaiDinhDanh: '2', SoDinhDanh: '000000001' };
const WAITING = [5, 6, 8];

/** A dossier as the provincial system writes it; `isNine`: what waits or was stopped is called finished (§1.12, no. 11). */
export function provincialRecord(dossier: LocalDossier, isNine: boolean): WireItem {
  const { facts, status, receivedAt, dueAt, finishedAt, returnedAt } = dossier;
  const { code, procedure, applicant, isEnterprise, channel, byPost, agencyName } = facts;
  const { name: TenTTHC, fieldCode: MaLinhVuc, fieldName: TenLinhVuc } = procedure;
  const toldStatus = isNine && WAITING.includes(status) ? 9 : status;
  return {
    ...{ MaHoSo: code, MaTTHC: `${procedure.code}${PROCEDURE_SUFFIX}`, TenTTHC, MaLinhVuc, TenLinhVuc },
    ...{ KenhThucHien: String(channel), SoGiayToChuHoSo: applicant.idNumber, ChuHoSo: applicant.name },
    LoaiDoiTuong: isEnterprise ? '2' : '1',
    // Only an account of the portal has this number; anybody else's is null, and is written out.
    MaDoiTuong: channel === 2 ? `TECHID-${applicant.phone}` : null,
    ...{ ThongTinKhac: '', Email: applicant.email, Fax: '', SoDienThoai: applicant.phone },
    TrichYeuHoSo: facts.note === '' ? 'Dinhkem' : facts.note,
    ...{ NgayTiepNhan: compactTime(receivedAt), NgayHenTra: compactTime(dueAt), TrangThaiHoSo: String(toldStatus) },
    ...{ NgayTra: compactTime(returnedAt), ThongTinTra: '', HinhThuc: byPost ? '1' : '0' },
    ...{ NgayKetThucXuLy: compactTime(finishedAt), DonViXuLy: agencyName, GhiChu: '' },
    ...{ NoiNopHoSo: '2', HoSoCoThanhPhanSoHoa: '1', TaiKhoanDuocXacThucVoiVNeID: '0' },
    ...{ DuocThanhToanTrucTuyen: procedure.fee > 0 ? '1' : '0', NgayTuChoi: NEVER },
    ...{ DinhDanhCHS: [identity(applicant.idNumber)], NgayNopHoSo: compactTime(receivedAt), DSKetNoiCSDL: [{ MaCSDL: '7' }] },
    ...lists(dossier),
  };
}

function identity(number: string): WireItem {
  if (number.length !== 9 && number.length !== 12) return NO_IDENTITY;
  return { LoaiDinhDanh: number.length === 12 ? '1' : '2', SoDinhDanh: number };
}

/** Papers with all their files in one text; the first of them stands in for a result that there is no file of. */
function lists({ facts, supplements }: LocalDossier): WireItem {
  const papers = facts.papers.map(({ id, name, paths }) => ({
    ...{ TepDinhKemId: id, TenTepDinhKem: name, IsDeleted: 'False', MaThanhPhanHoSo: '' },
    ...{ DuongDanTaiTepTin: `${FILES}${paths.join('##')}`, DuocSoHoa: '1', DuocTaiSuDung: '0', DuocLayTuKhoDMQG: '0' },
    MaKetQuaThayThe: '',
  }));
  const [first] = papers;
  const fee = { TenPhiLePhi: facts.code, MaPhiLePhi: '1', HinhThucThu: '1', Gia: String(facts.procedure.fee), LoaiPhiLePhi: '1' };
  return {
    TaiLieuNop: papers,
    DanhSachLePhi: facts.procedure.fee > 0 ? [fee] : [],
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: supplements.map(supplement),
    DanhSachGiayToKetQua: [
      {
        ...{ TenGiayTo: first?.TenTepDinhKem ?? 'DinhKemKetQua', MaThanhPhanHoSo: '', GiayToId: '' },
        ...{ DuongDanTepTinKetQua: first?.DuongDanTaiTepTin ?? '', MaGiayToKetQua: `KQ.${facts.procedure.fieldCode}` },
      },
    ],
  };
}

function supplement({ id, askedBy, content, askedAt, resumedAt, dueBefore, dueAfter }: LocalSupplement): WireItem {
  return {
    ...{ HoSoBoSungId: id, NguoiYeuCauBoSung: askedBy, NoiDungBoSung: content, NgayBoSung: dotNetTime(askedAt) },
    ...{ NguoiTiepNhanBoSung: resumedAt === undefined ? '' : COUNTER, ThongTinTiepNhan: '' },
    ...{ NgayTiepNhanBoSung: compactTime(resumedAt), TrangThaiBoSung: resumedAt !== undefined },
    ...{ DanhSachGiayToBoSung: [], DanhSachLePhiBoSung: [], NgayHenTraTruoc: dotNetTime(dueBefore) },
    NgayHenTraMoi: dueAfter === undefined ? NEVER_ISO : dotNetTime(dueAfter),
  };
}

/** A made-up reception, everything that happened, and a made-up end where there is one. */
export function provincialSteps(dossier: LocalDossier, isNine: boolean): WireItem[] {
  const { facts, steps, receivedAt } = dossier;
  const real = steps.map(({ officer, at, content, status, title, department }) => ({
    ...{ MaHoSo: facts.code, NguoiXuLy: officer, ChucDanh: title, ThoiDiemXuLy: compactTime(at), PhongBanXuLy: department },
    ...{ NoiDungXuLy: content, TrangThai: String(status), NgayBatDau: '', NgayKetThucTheoQuyDinh: '' },
  }));
  const first = madeUp(facts.code, { at: receivedAt, content: 'Tiếp nhận hồ sơ', status: '2' });
  const end = endOf(dossier, isNine);
  return [first, ...real, ...(end === undefined ? [] : [madeUp(facts.code, { ...end, status: '9' })])];
}

interface End {
  readonly at: number | undefined;
  readonly content: string;
}

function endOf({ status, steps, receivedAt, dueAt, finishedAt }: LocalDossier, isNine: boolean): End | undefined {
  if (status >= 9) return { at: finishedAt ?? receivedAt, content: 'Kết thúc xử lý hồ sơ' };
  if (!isNine) return undefined;
  if (WAITING.includes(status)) return { at: steps.at(-1)?.at, content: 'Cán bộ trả hồ sơ bổ sung' };
  return dueAt === undefined ? { at: receivedAt, content: 'Hồ sơ không có ngày hẹn trả' } : undefined;
}

function madeUp(code: string, { at, content, status }: End & { readonly status: string }): WireItem {
  return {
    ...{ MaHoSo: code, NguoiXuLy: COUNTER, ChucDanh: '', ThoiDiemXuLy: compactTime(at), PhongBanXuLy: '' },
    ...{ NoiDungXuLy: content, TrangThai: status, NgayBatDau: '', NgayKetThucTheoQuyDinh: '' },
  };
}

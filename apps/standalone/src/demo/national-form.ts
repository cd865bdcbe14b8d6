import type { DemoStep } from './write-dossiers.ts';

type Item = Readonly<Record<string, unknown>>;

const KINDS = ['citizen', 'enterprise', 'agency', 'organisation'];
const CHANNELS = ['direct', 'online', 'post'];

/** A demo dossier as a system writes it that speaks to the national portal today. Source: protocols §1.6. */
export function nationalRecord(body: Item): Item {
  const applicant = body['applicant'] as Item;
  return {
    MaHoSo: body['dossierCode'],
    MaTTHC: body['procedureCode'],
    KenhThucHien: String(CHANNELS.indexOf(String(body['channel'])) + 1),
    ChuHoSo: applicant['name'] ?? '',
    SoGiayToChuHoSo: applicant['idNumber'] ?? '',
    LoaiDoiTuong: String(KINDS.indexOf(String(applicant['kind'])) + 1),
    SoDienThoai: applicant['phone'] ?? '',
    TrichYeuHoSo: body['abstract'],
    NgayTiepNhan: compact(body['receivedAt']),
    NgayHenTra: compact(body['dueAt']),
    TrangThaiHoSo: String(body['status']),
    HinhThuc: body['returnMethod'] === 'post' ? '1' : '0',
    DonViXuLy: body['agencyName'],
    SoBienNhan: body['receiptNumber'],
    HoSoCoThanhPhanSoHoa: body['digitised'] === true ? '1' : '0',
    TaiKhoanDuocXacThucVoiVNeID: body['vneidVerified'] === true ? '1' : '0',
    ...{ DinhDanhCHS: [], DSKetNoiCSDL: [], TaiLieuNop: [], DanhSachLePhi: [], DanhSachHoSoBoSung: [], DanhSachGiayToKetQua: [] },
  };
}

/** A demo step in the same form. Source: protocols §1.7. */
export function nationalStep({ dossierCode, status, occurredAt, officer, title, department, content }: DemoStep): Item {
  return {
    ...{ MaHoSo: dossierCode, NguoiXuLy: officer, ChucDanh: title, ThoiDiemXuLy: compact(occurredAt) },
    ...{ PhongBanXuLy: department, NoiDungXuLy: content, TrangThai: String(status), NgayBatDau: '', NgayKetThucTheoQuyDinh: '' },
  };
}

/** `yyyyMMddHHmmss`: the demo writes its times in Vietnam already. */
function compact(time: unknown): string {
  return String(time).slice(0, 19).replace(/\D/g, '');
}

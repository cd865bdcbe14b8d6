import type { NativeDossier } from './full-dossier.ts';
import type { NativeStep } from './script.ts';

type Item = Readonly<Record<string, unknown>>;

/**
 * What the national portal must hold for a dossier or a step: a small mapping of the harness's own, on purpose without the
 * dialect's, so that a mistake there shows.
 */
export function recordOnWire(dossier: NativeDossier): Item {
  return { ...headOnWire(dossier), ...stateOnWire(dossier), ...listsOnWire(dossier) };
}

/** A step on the wire. */
export function stepOnWire(step: NativeStep): Item {
  return {
    MaHoSo: step.dossierCode,
    NguoiXuLy: step.officer.length <= 50 ? step.officer : `${step.officer.slice(0, 46)}…`,
    ChucDanh: step.title ?? '',
    ThoiDiemXuLy: date(step.occurredAt),
    PhongBanXuLy: step.department ?? '',
    NoiDungXuLy: step.content,
    TrangThai: String(step.status),
    NgayBatDau: date(step.startedAt),
    NgayKetThucTheoQuyDinh: date(step.dueAt),
  };
}

const PROCEDURES: Readonly<Record<string, readonly [string, string, string]>> = {
  '1.001193': ['Đăng ký khai sinh', 'G15-HT01', 'Hộ tịch'],
  '1.000894': ['Đăng ký kết hôn', 'G15-HT01', 'Hộ tịch'],
};

function headOnWire(dossier: NativeDossier): Item {
  const { applicant } = dossier;
  const [name, fieldCode, fieldName] = PROCEDURES[dossier.procedureCode] ?? ['', '', ''];
  return {
    MaHoSo: dossier.dossierCode,
    MaTTHC: `${dossier.procedureCode}.000.00.00.H56`,
    TenTTHC: dossier.procedureName ?? name,
    MaLinhVuc: dossier.fieldCode ?? fieldCode,
    TenLinhVuc: dossier.fieldName ?? fieldName,
    KenhThucHien: numberOf(['direct', 'online', 'post'], dossier.channel),
    ChuHoSo: text(applicant['name']),
    SoGiayToChuHoSo: text(applicant['idNumber']),
    LoaiDoiTuong: numberOf(['citizen', 'enterprise', 'agency', 'organisation'], applicant['kind']),
    MaDoiTuong: text(applicant['accountId']),
    Email: text(applicant['email']),
    Fax: text(applicant['fax']),
    SoDienThoai: text(applicant['phone']),
    DinhDanhCHS: identities(applicant),
  };
}

function stateOnWire(dossier: NativeDossier): Item {
  return {
    ThongTinKhac: text(dossier.otherInformation),
    TrichYeuHoSo: text(dossier.abstract).slice(0, 1_000),
    SoBienNhan: text(dossier.receiptNumber),
    NgayTiepNhan: date(dossier.receivedAt),
    NgayHenTra: date(dossier.dueAt),
    TrangThaiHoSo: String(dossier.status),
    NgayTra: date(dossier.returnedAt),
    ThongTinTra: text(dossier.returnNote),
    HinhThuc: dossier.returnMethod === 'post' ? '1' : '0',
    NgayKetThucXuLy: date(dossier.finishedAt),
    DonViXuLy: dossier.agencyName,
    GhiChu: text(dossier.note),
    NoiNopHoSo: text(dossier.submissionPlace),
    HoSoCoThanhPhanSoHoa: flag(dossier.digitised),
    TaiKhoanDuocXacThucVoiVNeID: flag(dossier.vneidVerified),
    DuocThanhToanTrucTuyen: text(dossier.paidOnline),
    NgayTuChoi: date(dossier.refusedAt),
    NgayNopHoSo: date(dossier.submittedAt),
  };
}

function listsOnWire(dossier: NativeDossier): Item {
  return {
    DSKetNoiCSDL: (dossier.consultedDatabases ?? []).map((code) => ({ MaCSDL: code })),
    TaiLieuNop: (dossier.papers ?? []).map(paper),
    DanhSachLePhi: (dossier.fees ?? []).map(fee),
    DanhSachTepDinhKemKhac: (dossier.otherPapers ?? []).map((other) => ({
      ...{ TenGiayTo: text(other['name']), SoLuong: other['quantity'] ?? 0, LoaiGiayTo: other['kind'] ?? 0 },
    })),
    DanhSachHoSoBoSung: (dossier.supplements ?? []).map(supplement),
    DanhSachGiayToKetQua: (dossier.results ?? []).map((result) => ({
      ...{ TenGiayTo: text(result['name']), MaThanhPhanHoSo: text(result['component']), GiayToId: text(result['paperId']) },
      ...{ DuongDanTepTinKetQua: text(result['url']), MaGiayToKetQua: text(result['resultCode']) },
    })),
  };
}

function identities(applicant: Item): Item[] {
  const given = applicant['identities'] as { kind: string; number: string }[] | undefined;
  if (given !== undefined)
    return given.map(({ kind, number }) => ({ LoaiDinhDanh: kind === 'cccd' ? '1' : '2', SoDinhDanh: number }));
  const number = text(applicant['idNumber']);
  return applicant['kind'] === 'citizen' && number.length === 12 ? [{ LoaiDinhDanh: '1', SoDinhDanh: number }] : [];
}

function paper(given: Item): Item {
  return {
    ...{
      TepDinhKemId: text(given['fileId']),
      TenTepDinhKem: text(given['name']),
      IsDeleted: given['deleted'] === true ? 'True' : 'False',
    },
    ...{ MaThanhPhanHoSo: text(given['component']), DuongDanTaiTepTin: text(given['url']), DuocSoHoa: flag(given['digitised']) },
    ...{
      DuocTaiSuDung: text(given['reused']),
      DuocLayTuKhoDMQG: flag(given['fromNationalStore']),
      MaKetQuaThayThe: text(given['replacedByResult']),
    },
  };
}

function fee(given: Item): Item {
  return {
    ...{ TenPhiLePhi: text(given['name']), MaPhiLePhi: text(given['code']), HinhThucThu: text(given['collection']) },
    ...{ Gia: text(given['amount']), LoaiPhiLePhi: text(given['kind']) },
  };
}

function supplement(given: Item): Item {
  return {
    ...{ HoSoBoSungId: given['id'], NguoiYeuCauBoSung: text(given['requestedBy']), NoiDungBoSung: text(given['content']) },
    ...{
      NgayBoSung: date(given['requestedAt']),
      NguoiTiepNhanBoSung: text(given['receivedBy']),
      ThongTinTiepNhan: text(given['receivedNote']),
    },
    ...{ NgayTiepNhanBoSung: date(given['receivedAt']), TrangThaiBoSung: given['completed'] },
    ...{ DanhSachGiayToBoSung: (given['papers'] as Item[]).map(paper), DanhSachLePhiBoSung: (given['fees'] as Item[]).map(fee) },
    ...{ NgayHenTraTruoc: date(given['dueBefore']), NgayHenTraMoi: date(given['dueAfter']) },
  };
}

function numberOf(names: readonly string[], name: unknown): string {
  return name === undefined ? '' : String(names.indexOf(name as string) + 1);
}

function text(value: unknown): string {
  return typeof value === 'number' ? value.toString() : typeof value === 'string' ? value : '';
}

function flag(value: unknown): string {
  return value === true ? '1' : '0';
}

/** `yyyyMMddHHmmss` in Vietnam. */
function date(value: unknown): string {
  if (typeof value !== 'string') return '';
  return new Date(Date.parse(value) + 7 * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, '');
}

import { legalDay, type Applicant, type Dossier, type Identity } from '#canonical';
import { cut, type Pins, type RecordToWrite, type Translation, type WireItem, type Written } from '#protocols';
import { translationOn, type DvcqgTable } from './dvcqg.codes.ts';
import type { WireIdentity, WireRecord } from './dvcqg.wire.ts';
import { identityKindOf } from './identity.ts';
import { writeFee, writeOtherPaper, writePapers, writeResult, writeSupplement } from './lists.write.ts';
import { writeProcedure } from './procedure.write.ts';
import type { DvcqgSettings } from './settings.ts';
import { compactDate, flag, isoDate, LIMITS } from './wire-text.ts';

/** What of the settings decides how a record is written. */
export type RecordSettings = Pick<DvcqgSettings, 'procedureSuffix' | 'supplementDates'>;

/** Writes a full record: all keys, always in the same order, the true status, nothing that the source did not say. */
export function writeRecord(input: RecordToWrite, settings: RecordSettings): Written {
  const translation = translationOn(input.codes, legalDay(input.now));
  const { item, pins } = writeItem(input, settings, translation);
  if (translation.missing.length > 0) return { kind: 'unmapped', missing: translation.missing };
  return { kind: 'written', item, ...(pins === undefined ? {} : { pins }) };
}

/** The item as it stands, whatever codes of it are missing: those are noted in the translation. */
export function writeItem(
  input: RecordToWrite,
  settings: RecordSettings,
  translation: Translation<DvcqgTable>,
): { readonly item: WireItem & WireRecord; readonly pins: Pins | undefined } {
  const { dossier } = input;
  const { pins, ...procedure } = writeProcedure(input, settings.procedureSuffix, translation);
  const item = {
    MaHoSo: dossier.dossierCode,
    ...procedure,
    KenhThucHien: dossier.channel === undefined ? '' : translation.code('channel', dossier.channel, '/channel'),
    ...writeApplicant(dossier.applicant, translation),
    ...writeState(dossier, translation),
    DinhDanhCHS: writeIdentities(dossier.applicant, translation),
    NgayNopHoSo: compactDate(dossier.submittedAt),
    ...writeLists(input, settings),
  } satisfies WireRecord;
  return { item, pins };
}

function writeApplicant(applicant: Applicant, translation: Translation<DvcqgTable>) {
  return {
    ChuHoSo: applicant.name ?? '',
    SoGiayToChuHoSo: applicant.idNumber ?? '',
    LoaiDoiTuong: translation.code('applicant-kind', applicant.kind, '/applicant/kind'),
    MaDoiTuong: applicant.accountId ?? '',
    Email: applicant.email ?? '',
    Fax: applicant.fax ?? '',
    SoDienThoai: applicant.phone ?? '',
  };
}

function writeState(dossier: Dossier, translation: Translation<DvcqgTable>) {
  return {
    ThongTinKhac: dossier.otherInformation ?? '',
    TrichYeuHoSo: cut(dossier.abstract, LIMITS.abstract),
    SoBienNhan: dossier.receiptNumber ?? '',
    NgayTiepNhan: compactDate(dossier.receivedAt),
    NgayHenTra: compactDate(dossier.dueAt),
    TrangThaiHoSo: translation.code('status', String(dossier.status), '/status'),
    NgayTra: compactDate(dossier.returnedAt),
    ThongTinTra: dossier.returnNote ?? '',
    HinhThuc: translation.code('return-method', dossier.returnMethod, '/returnMethod'),
    NgayKetThucXuLy: compactDate(dossier.finishedAt),
    DonViXuLy: dossier.agencyName,
    GhiChu: dossier.note ?? '',
    NoiNopHoSo: dossier.submissionPlace ?? '',
    HoSoCoThanhPhanSoHoa: flag(dossier.digitised),
    TaiKhoanDuocXacThucVoiVNeID: flag(dossier.vneidVerified),
    DuocThanhToanTrucTuyen: dossier.paidOnline ?? '',
    NgayTuChoi: compactDate(dossier.refusedAt),
  };
}

function writeLists({ dossier, removedPapers }: RecordToWrite, { supplementDates }: RecordSettings) {
  const supplementDate = supplementDates === 'iso' ? isoDate : compactDate;
  return {
    DSKetNoiCSDL: (dossier.consultedDatabases ?? []).map((code) => ({ MaCSDL: code })),
    TaiLieuNop: writePapers(dossier.papers, removedPapers),
    DanhSachLePhi: (dossier.fees ?? []).map(writeFee),
    DanhSachTepDinhKemKhac: (dossier.otherPapers ?? []).map(writeOtherPaper),
    DanhSachHoSoBoSung: (dossier.supplements ?? []).map((supplement) => writeSupplement(supplement, supplementDate)),
    DanhSachGiayToKetQua: (dossier.results ?? []).map(writeResult),
  };
}

function writeIdentities(applicant: Applicant, translation: Translation<DvcqgTable>): WireIdentity[] {
  const given = applicant.identities ?? [];
  return (given.length > 0 ? given : derivedIdentity(applicant)).map(({ kind, number }) => ({
    LoaiDinhDanh: translation.code('identity-kind', kind, '/applicant/identities'),
    SoDinhDanh: number,
  }));
}

/**
 * A citizen's number of 12 or 9 digits is a CCCD or a CMND by the wire's own definition (source: protocols §1.6), so a source
 * that knows only the number still fills the list. Anything else stays empty: a placeholder would be somebody else's number.
 */
function derivedIdentity({ kind: applicant, idNumber }: Applicant): Identity[] {
  if (applicant !== 'citizen' || idNumber === undefined) return [];
  const kind = identityKindOf(idNumber);
  return kind === undefined ? [] : [{ kind, number: idNumber }];
}

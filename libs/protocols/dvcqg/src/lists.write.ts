import type { Fee, Instant, OtherPaper, Paper, ResultPaper, Supplement } from '#canonical';
import { cut } from '#protocols';
import type { WireFee, WireOtherPaper, WirePaper, WireResult, WireSupplement } from './dvcqg.wire.ts';
import { capitalised, compactDate, flag, LIMITS } from './wire-text.ts';

/** A submitted paper. `DuocTaiSuDung` is the portal's own code and passes through. */
export function writePaper(paper: Paper): WirePaper {
  return {
    TepDinhKemId: paper.fileId ?? '',
    TenTepDinhKem: cut(paper.name, LIMITS.paperName),
    IsDeleted: capitalised(paper.deleted),
    MaThanhPhanHoSo: paper.component ?? '',
    DuongDanTaiTepTin: paper.url ?? '',
    DuocSoHoa: flag(paper.digitised),
    DuocTaiSuDung: paper.reused ?? '',
    DuocLayTuKhoDMQG: flag(paper.fromNationalStore),
    MaKetQuaThayThe: paper.replacedByResult ?? '',
  };
}

/** The papers with those at the end that the portal still holds and that the source has taken out. */
export function writePapers(papers: readonly Paper[] | undefined, removed: readonly Paper[]): WirePaper[] {
  return [...(papers ?? []), ...removed.map((paper) => ({ ...paper, deleted: true }))].map(writePaper);
}

/** A fee. */
export function writeFee(fee: Fee): WireFee {
  return {
    TenPhiLePhi: fee.name ?? '',
    MaPhiLePhi: fee.code ?? '',
    HinhThucThu: fee.collection ?? '',
    Gia: fee.amount === undefined ? '' : String(fee.amount),
    LoaiPhiLePhi: fee.kind ?? '',
  };
}

/** A paper by name and number. The wire's integers cannot be empty; the known writer sends 0 for what is not given. */
export function writeOtherPaper(paper: OtherPaper): WireOtherPaper {
  return { TenGiayTo: paper.name ?? '', SoLuong: paper.quantity ?? 0, LoaiGiayTo: paper.kind ?? 0 };
}

/** A result paper. */
export function writeResult(result: ResultPaper): WireResult {
  return {
    TenGiayTo: cut(result.name, LIMITS.resultName),
    MaThanhPhanHoSo: result.component ?? '',
    GiayToId: result.paperId ?? '',
    DuongDanTepTinKetQua: result.url ?? '',
    MaGiayToKetQua: result.resultCode ?? '',
  };
}

/** A request for supplements. Only the three dates that the known writer types as .NET dates follow `date` (assumption A5). */
export function writeSupplement(supplement: Supplement, date: (instant: Instant | undefined) => string): WireSupplement {
  return {
    HoSoBoSungId: supplement.id ?? 0,
    NguoiYeuCauBoSung: supplement.requestedBy ?? '',
    NoiDungBoSung: supplement.content ?? '',
    NgayBoSung: date(supplement.requestedAt),
    NguoiTiepNhanBoSung: supplement.receivedBy ?? '',
    ThongTinTiepNhan: supplement.receivedNote ?? '',
    NgayTiepNhanBoSung: compactDate(supplement.receivedAt),
    TrangThaiBoSung: supplement.completed ?? false,
    DanhSachGiayToBoSung: (supplement.papers ?? []).map(writePaper),
    DanhSachLePhiBoSung: (supplement.fees ?? []).map(writeFee),
    NgayHenTraTruoc: date(supplement.dueBefore),
    NgayHenTraMoi: date(supplement.dueAfter),
  };
}

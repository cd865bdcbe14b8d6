import { legalDay, type CodeSnapshot, type Dossier, type Instant, type Status, type Step } from '#canonical';
import type { WireItem } from '#protocols';
import { translationOn } from './dvcqg.codes.ts';
import type { WireRecord } from './dvcqg.wire.ts';
import { writeItem } from './record.write.ts';
import { DvcqgSettings } from './settings.ts';
import { stepItem } from './step.write.ts';
import { compactDate } from './wire-text.ts';

/** A dossier to show, by the code tables as they are now. */
export interface ShownDossier {
  readonly dossier: Dossier;
  readonly steps: readonly Step[];
  readonly codes: CodeSnapshot;
  readonly now: Instant;
}

const { procedureSuffix, supplementDates } = new DvcqgSettings();

/**
 * A dossier as `TraCuuHoSo` answers it (assumption A1): the fields of the record and its steps as QuaTrinhXuLy. Nothing is sent
 * anywhere by it, so that a code without a counterpart is shown as the source has it and nothing is cut. Names that the source left out
 * are those of the procedure table; flags and identities of the owner that it left out stay unsaid.
 */
export function showDossier({ dossier, steps, codes, now }: ShownDossier): WireItem {
  const translation = translationOn(codes, legalDay(now), 'ours');
  const input = { dossier, removedPapers: [], codes, now, pins: undefined };
  const { item } = writeItem(input, { procedureSuffix, supplementDates }, translation);
  const MaTTHC = item.MaTTHC === '' ? dossier.procedureCode : item.MaTTHC;
  const QuaTrinhXuLy = steps.map((step) => ({ ...stepItem(step, translation), NguoiXuLy: step.officer }));
  return { ...item, MaTTHC, ...asSaid(dossier, item), QuaTrinhXuLy };
}

/** What is otherwise cut, filled in or claimed on the wire. */
function asSaid(
  { abstract, digitised, vneidVerified, applicant, results }: Dossier,
  item: WireItem & WireRecord,
): Partial<WireItem> {
  return {
    TrichYeuHoSo: abstract ?? '',
    HoSoCoThanhPhanSoHoa: digitised === undefined ? '' : item.HoSoCoThanhPhanSoHoa,
    TaiKhoanDuocXacThucVoiVNeID: vneidVerified === undefined ? '' : item.TaiKhoanDuocXacThucVoiVNeID,
    DinhDanhCHS: applicant.identities === undefined ? [] : item.DinhDanhCHS,
    DanhSachGiayToKetQua: item.DanhSachGiayToKetQua.map((result, at) => ({ ...result, TenGiayTo: results?.[at]?.name ?? '' })),
  };
}

/** A change of a dossier's status, to show. `occurredAt`, `content`: of the step, where a step made it. */
export interface ShownChange {
  readonly position: number;
  readonly dossierCode: string;
  readonly status: Status;
  readonly occurredAt: Instant | undefined;
  readonly content: string | undefined;
  readonly acceptedAt: Instant;
}

/** A change of status as the portal's walk gets it (assumption A4): one that no step made happened when it was accepted. */
export function showChange(change: ShownChange, { codes, now }: Pick<ShownDossier, 'codes' | 'now'>): WireItem {
  const translation = translationOn(codes, legalDay(now), 'ours');
  return {
    ViTri: change.position,
    MaHoSo: change.dossierCode,
    TrangThai: translation.code('status', String(change.status), '/status'),
    ThoiDiemXuLy: compactDate(change.occurredAt ?? change.acceptedAt),
    NoiDungXuLy: change.content ?? '',
    ThoiDiemGhiNhan: compactDate(change.acceptedAt),
  };
}

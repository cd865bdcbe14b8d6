import { legalDay, sha256, type Step } from '#canonical';
import { officerName, plain, type StepToWrite, type Translation, type WireItem, type Written } from '#protocols';
import { translationOn, type DvcqgTable } from './dvcqg.codes.ts';
import type { WireStep } from './dvcqg.wire.ts';
import { compactDate } from './wire-text.ts';

/** Writes a step: its nine fields, all of them text. */
export function writeStep({ step, codes, now }: StepToWrite): Written {
  const translation = translationOn(codes, legalDay(now));
  const item = stepItem(step, translation);
  return translation.missing.length > 0 ? { kind: 'unmapped', missing: translation.missing } : { kind: 'written', item };
}

/** The item as it stands, whatever codes of it are missing: those are noted in the translation. */
export function stepItem(step: Step, translation: Translation<DvcqgTable>) {
  return {
    MaHoSo: step.dossierCode,
    NguoiXuLy: officerName(step.officer),
    ChucDanh: step.title ?? '',
    ThoiDiemXuLy: compactDate(step.occurredAt),
    PhongBanXuLy: step.department ?? '',
    NoiDungXuLy: step.content,
    TrangThai: translation.code('status', String(step.status), '/status'),
    NgayBatDau: compactDate(step.startedAt),
    NgayKetThucTheoQuyDinh: compactDate(step.dueAt),
  } satisfies WireStep;
}

/**
 * One value for a step on the wire, the same for what we sent and for what the portal shows of it: nine fields in NFC, trimmed,
 * after our cuts, numbers as text. A digest, so that the key carries no name with it.
 */
export function stepKey(item: WireItem): string {
  return sha256(
    JSON.stringify([
      plain(item['MaHoSo']).toUpperCase(),
      officerName(plain(item['NguoiXuLy'])),
      plain(item['ChucDanh']),
      plain(item['ThoiDiemXuLy']),
      plain(item['PhongBanXuLy']),
      plain(item['NoiDungXuLy']),
      plain(item['TrangThai']),
      plain(item['NgayBatDau']),
      plain(item['NgayKetThucTheoQuyDinh']),
    ]),
  );
}

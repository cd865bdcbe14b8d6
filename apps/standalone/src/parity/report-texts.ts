import type { Text } from '#runtime';
import type { FindingKind } from './findings.ts';
import type { ExportFault } from './read-export.ts';
import type { ParityReport } from './report.ts';

/** What a kind of difference is called; “here” is the gateway. */
export const KINDS: Readonly<Record<FindingKind, Text>> = {
  'blank-here': { vi: 'cổng để trống', en: 'blank here' },
  'blank-there': { vi: 'hệ thống cũ để trống', en: 'blank there' },
  other: { vi: 'khác giá trị', en: 'other value' },
  spacing: { vi: 'khoảng trắng, hoa thường', en: 'spaces, case' },
  'date-format': { vi: 'cách viết ngày', en: 'date format' },
  form: { vi: 'cách viết', en: 'form' },
  'entry-here': { vi: 'mục chỉ cổng có', en: 'entry only here' },
  'entry-there': { vi: 'mục chỉ hệ thống cũ có', en: 'entry only there' },
  'only-here': { vi: 'chỉ cổng có', en: 'only here' },
  'only-there': { vi: 'chỉ hệ thống cũ có', en: 'only there' },
  order: { vi: 'sai thứ tự', en: 'other order' },
};

/** Why a line of the export was passed over. */
export const FAULTS: Readonly<Record<ExportFault, Text>> = {
  encoding: { vi: 'không phải UTF-8', en: 'not UTF-8' },
  'too-long': { vi: 'dòng quá dài', en: 'line too long' },
  json: { vi: 'không phải JSON', en: 'not JSON' },
  csv: { vi: 'sai số cột hoặc dấu ngoặc kép', en: 'wrong number of columns, or quotes' },
  content: { vi: 'không phải hồ sơ, bước hay yêu cầu gửi', en: 'no dossier, step or request' },
  item: { vi: 'có mục thiếu MaHoSo hoặc không rõ là hồ sơ hay bước', en: 'an item without MaHoSo, or neither record nor step' },
};

/** Names of whole findings among those of the fields. */
export const WHOLES: Readonly<Record<string, Text>> = {
  Record: { vi: 'cả hồ sơ', en: 'the whole record' },
  Step: { vi: 'cả bước', en: 'a whole step' },
  Order: { vi: 'thứ tự các bước', en: 'order of the steps' },
};

/** A line of the summary: what it is, how much of it there is, and whether that calls for a look. */
export interface SummaryLine {
  readonly text: Text;
  readonly count: number;
  readonly isToLookAt: boolean;
}

/** The summary, line by line. */
export function summaryOf({ export: sent, dossiers, steps }: ParityReport): SummaryLine[] {
  const { equal, explained, differing, onlyHere } = dossiers;
  const { unknown, waiting, notWritten } = dossiers.onlyThere;
  const line = (text: Text, count: number, isToLookAt = false): SummaryLine => ({
    text,
    count,
    isToLookAt: isToLookAt && count > 0,
  });
  return [
    line({ vi: 'Dòng của tệp xuất', en: 'Lines of the export' }, sent.lines),
    line({ vi: 'Dòng không đọc được', en: 'Lines that cannot be read' }, sent.faulty.count, true),
    line({ vi: 'Trường lạ', en: 'Unknown fields' }, sent.unknownFields.length, true),
    line({ vi: 'Hồ sơ cổng đã viết bóng', en: 'Dossiers written in shadow' }, equal + explained + differing + onlyHere.count),
    line({ vi: 'Hồ sơ giống hệt', en: 'Dossiers equal' }, equal),
    line({ vi: 'Hồ sơ khác như đã biết', en: 'Dossiers that differ as known' }, explained),
    line({ vi: 'Hồ sơ khác', en: 'Dossiers that differ' }, differing, true),
    line({ vi: 'Hồ sơ chỉ cổng có', en: 'Dossiers only here' }, onlyHere.count, true),
    line({ vi: 'Chỉ hệ thống cũ có: cổng chưa nhận', en: 'Only there: never received here' }, unknown.count, true),
    line({ vi: 'Chỉ hệ thống cũ có: đang chờ ở cổng', en: 'Only there: waiting here' }, waiting.count, true),
    line({ vi: 'Chỉ hệ thống cũ có: cổng không viết lúc đó', en: 'Only there: not written here then' }, notWritten.count, true),
    line({ vi: 'Bước giống hệt', en: 'Steps equal' }, steps.equal),
    line({ vi: 'Bước hệ thống cũ gửi lặp lại', en: 'Steps told again there' }, steps.repeated),
  ];
}

/** The verdict in one sentence. */
export function verdictOf({ unexpected }: ParityReport): Text {
  if (unexpected === 0)
    return { vi: 'Không có khác biệt nào ngoài những gì đã biết.', en: 'Nothing differs but what is known or expected.' };
  return {
    vi: `Có ${unexpected} khác biệt cần xem.`,
    en: `${unexpected} differences are to be looked at.`,
  };
}

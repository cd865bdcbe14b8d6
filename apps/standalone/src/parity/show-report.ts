import { drawTable, type Column } from '../terminal/table.ts';
import { KINDS, summaryOf, verdictOf, WHOLES } from './report-texts.ts';
import type { ParityReport } from './report.ts';
import type { FieldCount } from './tally.ts';

const MOST_FIELDS = 20;

const left = (vi: string, en: string): Column => ({ heading: { vi, en }, side: 'left' });
const right = (vi: string, en: string): Column => ({ heading: { vi, en }, side: 'right' });

/** A report as a terminal shows it: the summary, the fields that differ most, the known habits, the verdict. */
export function showReport(report: ParityReport): string[] {
  const { fields, habits } = report;
  const verdict = verdictOf(report);
  return [
    ...drawTable([left('Tóm tắt', 'Summary'), left('', ''), right('Số', 'Count')], summaryRows(report)),
    '',
    ...(fields.length === 0 ? [] : [...showFields(fields), '']),
    ...(habits.length === 0 ? [] : [...showHabits(report), '']),
    `${report.unexpected === 0 ? '•' : '!'} ${verdict.vi}  ·  ${verdict.en}`,
  ];
}

function summaryRows(report: ParityReport): string[][] {
  return summaryOf(report).map(({ text, count, isToLookAt }) => [`${isToLookAt ? '!' : ' '} ${text.vi}`, text.en, String(count)]);
}

function showFields(fields: readonly FieldCount[]): string[] {
  const columns = [left('Trường', 'Field'), left('Khác thế nào', 'How they differ'), right('Đã biết', 'Known')];
  const rows = fields.slice(0, MOST_FIELDS).map(({ path, kinds, explained, expected }) => {
    const how = Object.entries(kinds).map(([kind, count]) => {
      const text = KINDS[kind as keyof typeof KINDS];
      return `${text.vi} · ${text.en}: ${count}`;
    });
    const whole = WHOLES[path];
    return [whole === undefined ? path : `${whole.vi} · ${whole.en}`, how.join('; '), String(explained + expected)];
  });
  const more = fields.length > MOST_FIELDS ? [`  … ${fields.length - MOST_FIELDS}`] : [];
  return [...drawTable(columns, rows), ...more];
}

function showHabits({ habits }: ParityReport): string[] {
  const columns = [left('Thói quen đã biết của hệ thống cũ', 'Known habits of the old system'), right('Số', 'Count')];
  return drawTable(
    columns,
    habits.map(({ habit, count }) => [`${habit.text.vi} · ${habit.text.en}`, String(count)]),
  );
}

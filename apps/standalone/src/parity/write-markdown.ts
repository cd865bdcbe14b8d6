import { FAULTS, KINDS, summaryOf, verdictOf, WHOLES } from './report-texts.ts';
import type { ParityReport } from './report.ts';
import type { Samples } from './samples.ts';
import type { FieldCount } from './tally.ts';

/** A report as a page to read, keep and hand on. */
export function writeMarkdown(report: ParityReport): string {
  const verdict = verdictOf(report);
  const { destination, dialect, mode, from, to } = report;
  const parts = [
    `# Báo cáo đối chiếu · Parity report: ${destination}`,
    `${dialect} · ${mode} · ${from ?? '…'} – ${to ?? '…'} (UTC)`,
    `**${verdict.vi} ${verdict.en}**`,
    table(
      ['', '', 'số · count'],
      summaryOf(report).map(({ text, count, isToLookAt }) => [`${isToLookAt ? '⚠ ' : ''}${text.vi}`, text.en, String(count)]),
    ),
    fieldsOf(report),
    examplesOf(report),
    habitsOf(report),
    wholeDossiersOf(report),
    exportOf(report),
    'Giá trị cá nhân chỉ hiện hình dạng (chữ: x, số: 0). · Personal values show their shape alone (letters x, digits 0).',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function fieldsOf({ fields, expected }: ParityReport): string {
  if (fields.length === 0) return '';
  const rows = fields.map(({ path, kinds, explained, expected: asSaid }) => [
    nameOf(path),
    countsOf(kinds),
    String(explained),
    String(asSaid),
  ]);
  const said = expected.length === 0 ? '' : `\n\n--expect: ${expected.map(code).join(', ')}`;
  const heading = '## Theo trường · By field';
  return `${heading}\n\n${table(['trường · field', 'khác · differs', 'đã biết · known', '--expect'], rows)}${said}`;
}

function countsOf(kinds: FieldCount['kinds']): string {
  return Object.entries(kinds)
    .map(([kind, count]) => {
      const { vi, en } = KINDS[kind as keyof typeof KINDS];
      return `${vi} · ${en}: ${count}`;
    })
    .join('<br>');
}

function examplesOf({ fields }: ParityReport): string {
  const rows = fields.flatMap(({ path, examples }) =>
    examples.map(({ dossier, kind, here, there }) => [
      nameOf(path),
      code(dossier),
      `${KINDS[kind].vi} · ${KINDS[kind].en}`,
      code(here),
      code(there),
    ]),
  );
  if (rows.length === 0) return '';
  const heads = ['trường · field', 'hồ sơ · dossier', 'khác · how', 'cổng · here', 'hệ thống cũ · there'];
  return `## Ví dụ · Examples\n\n${table(heads, rows)}`;
}

function habitsOf({ habits }: ParityReport): string {
  if (habits.length === 0) return '';
  const rows = habits.map(({ habit, count }) => [habit.text.vi, habit.text.en, habit.source, String(count)]);
  const heading = '## Thói quen đã biết của hệ thống cũ · Known habits of the old system';
  return `${heading}\n\n${table(['', '', 'nguồn · source', 'số · count'], rows)}`;
}

function wholeDossiersOf({ dossiers: { onlyHere, onlyThere } }: ParityReport): string {
  const { unknown, waiting, notWritten } = onlyThere;
  const named = { count: waiting.count, first: waiting.first.map(({ dossier, state }) => `${dossier} (${state})`) };
  const rows = [
    ['chỉ cổng có', 'only here', ...samples(onlyHere)],
    ['cổng chưa nhận', 'never received here', ...samples(unknown)],
    ['đang chờ ở cổng', 'waiting here', ...samples(named)],
    ['cổng không viết lúc đó', 'not written here then', ...samples(notWritten)],
  ].filter(([, , count]) => count !== '0');
  if (rows.length === 0) return '';
  return `## Hồ sơ chỉ một bên có · Dossiers that only one has\n\n${table(['', '', 'số · count', 'ví dụ · examples'], rows)}`;
}

function samples({ count, first }: Samples<string>): string[] {
  return [String(count), first.map(code).join(', ')];
}

function exportOf({ export: { faulty, unknownFields, records, steps } }: ParityReport): string {
  const lines = faulty.first.map(({ line, fault }) => `- ${line}: ${FAULTS[fault].vi} · ${FAULTS[fault].en}`);
  const names = unknownFields.map(({ name, items }) => `${code(name)} (${items})`);
  return [
    `## Tệp xuất · The export\n\nhồ sơ · records: ${records}, bước · steps: ${steps}`,
    ...(lines.length === 0 ? [] : [`Dòng không đọc được · Lines that cannot be read: ${faulty.count}\n\n${lines.join('\n')}`]),
    ...(names.length === 0 ? [] : [`Trường lạ · Unknown fields: ${names.join(', ')}`]),
  ].join('\n\n');
}

function nameOf(path: string): string {
  const whole = WHOLES[path];
  return whole === undefined ? code(path) : `${whole.vi} · ${whole.en}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** As it stands, whatever stands in it. */
function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', '´').replaceAll('|', '¦')}\``;
}

import { CsvError, parse } from 'csv-parse/sync';
import type { Text } from '../text.ts';
import { nearest } from './nearest.ts';

/** A column of a table. */
export interface Column<Name extends string = string> {
  readonly name: Name;
  /** What a cell holds, going on after "must be". */
  readonly says: Text;
  readonly example: string;
  /** Any text that is not empty, unless told. */
  readonly fits?: (cell: string) => boolean;
  /** A cell may be empty, and the column may be left out. */
  readonly isOptional?: boolean;
}

/** A row of a table, with its line in the file. */
export interface CsvRow<Name extends string = string> {
  readonly line: number;
  readonly cells: Readonly<Record<Name, string>>;
}

const OPTIONS = { bom: true, comment: '#', trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;

const DAY: Text = { vi: 'ngày dạng yyyy-MM-dd', en: 'a date yyyy-MM-dd' };

/** A column of dates. */
export function dayColumn<const Name extends string>(name: Name, isOptional = false): Column<Name> {
  return { name, says: DAY, example: '2026-12-31', fits: isDay, isOptional };
}

/** A column of text for people, of any content. */
export function noteColumn<const Name extends string>(name: Name): Column<Name> {
  return { name, says: { vi: 'văn bản', en: 'text' }, example: '', fits: () => true, isOptional: true };
}

/** How a table is read. */
export interface CsvReading<Name extends string> {
  /** Finds what no single cell shows. */
  readonly alsoFind?: ((rows: readonly CsvRow<Name>[]) => readonly RowFault[]) | undefined;
  /**
   * What is loaded into a running system is exactly what it looks like: no mark in front, commas and nothing else between cells, composed
   * letters, no row twice.
   */
  readonly isStrict?: boolean;
}

/** What a text held: its rows, and what is wrong with it in the order of lines. Rows of a text with faults are not to be used. */
export interface CsvTable<Name extends string = string> {
  readonly rows: readonly CsvRow<Name>[];
  readonly faults: readonly RowFault[];
}

/** Reads a table in CSV with a head of column names; remarks begin with `#`. Every fault names its line, and what should stand there. */
export function readCsv<Name extends string>(
  text: string,
  columns: readonly Column<Name>[],
  { alsoFind = () => [], isStrict = false }: CsvReading<Name> = {},
): CsvTable<Name> {
  const faultsOfText = isStrict ? strictFaults(text) : [];
  if (faultsOfText.length > 0) return { rows: [], faults: faultsOfText };
  const parsed = parseText(text);
  if ('line' in parsed) return { rows: [], faults: [parsed] };
  const [{ record: head, info: { lines: headLine } } = { record: [], info: { lines: 1 } }, ...lines] = parsed.records;
  const faultsInHead = faultsOfHead(headLine, head, columns);
  if (faultsInHead.length > 0) return { rows: [], faults: faultsInHead };
  const rows = lines.map(({ record, info }) => ({ line: info.lines, cells: cellsOf(record, head, columns) }));
  const faults: RowFault[] = lines
    .filter(({ record }) => record.slice(head.length).some((cell) => cell !== ''))
    .map(({ info }) => tooLong(info.lines));
  if (isStrict) faults.push(...twice(rows));
  const whole = rows.filter(({ line }) => !faults.some((fault) => fault.line === line));
  faults.push(...whole.flatMap((row) => columns.flatMap((column) => faultOfCell(row, column))));
  faults.push(...alsoFind(whole.filter(({ line }) => !faults.some((fault) => fault.line === line))));
  return { rows, faults: faults.toSorted((one, other) => one.line - other.line) };
}

/** Something that is wrong with a row. */
export interface RowFault {
  readonly line: number;
  readonly column?: string;
  readonly reason: Text;
  readonly write?: string;
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function parseText(text: string): { records: ParsedRecord[] } | RowFault {
  try {
    return { records: parse(text, OPTIONS) as unknown as ParsedRecord[] };
  } catch (error) {
    // Its own message quotes the line.
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 1;
    const reason = {
      vi: 'sai cú pháp CSV, thường là một dấu nháy kép không đóng',
      en: 'not CSV, mostly a double quote that is not closed',
    };
    return { line, reason };
  }
}

function faultsOfHead(line: number, head: readonly string[], columns: readonly Column[]): RowFault[] {
  const names = columns.map(({ name }) => name);
  const write = names.join(',');
  const missing = columns
    .filter(({ name, isOptional }) => isOptional !== true && !head.includes(name))
    .map(({ name }) => ({ line, reason: { vi: `thiếu cột ${name}`, en: `the column ${name} is missing` }, write }));
  const unknown = head
    .filter((name) => !names.includes(name))
    .map((name) => ({
      line,
      reason: { vi: `không có cột tên “${name}”`, en: `there is no column named “${name}”` },
      write: nearest(name, names) ?? write,
    }));
  const doubled = names
    .filter((name) => head.indexOf(name) !== head.lastIndexOf(name))
    .map((name) => ({ line, reason: { vi: `cột ${name} có hai lần`, en: `the column ${name} is there twice` }, write }));
  return [...missing, ...unknown, ...doubled];
}

function cellsOf<Name extends string>(
  record: readonly string[],
  head: readonly string[],
  columns: readonly Column<Name>[],
): Record<Name, string> {
  return Object.fromEntries(columns.map(({ name }) => [name, record[head.indexOf(name)] ?? ''])) as Record<Name, string>;
}

function faultOfCell({ line, cells }: CsvRow, { name, says, example, fits = () => true, isOptional }: Column): RowFault[] {
  const cell = cells[name] ?? '';
  if (cell === '' ? isOptional === true : fits(cell)) return [];
  const { vi, en } = { vi: `phải là ${says.vi}`, en: `must be ${says.en}` };
  const is = cell === '' ? { vi: 'đang để trống', en: 'it is empty' } : { vi: `đang là “${cell}”`, en: `it is “${cell}”` };
  return [{ line, column: name, reason: { vi: `${vi}; ${is.vi}`, en: `${en}; ${is.en}` }, write: example }];
}

function tooLong(line: number): RowFault {
  const reason = {
    vi: 'nhiều ô hơn số cột; đặt văn bản có dấu phẩy trong dấu nháy kép',
    en: 'more cells than columns; put a text with commas in double quotes',
  };
  return { line, reason };
}

const MARK = '\uFEFF';

function strictFaults(text: string): RowFault[] {
  const marked = text.startsWith(MARK) ? [fault(1, MARKED)] : [];
  const [head = ''] = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (!head.includes(',') && /[;\t]/.test(head)) marked.push(fault(text.split('\n').indexOf(head) + 1, NOT_COMMAS));
  const decomposed = text
    .split('\n')
    .flatMap((line, at) => (line === line.normalize('NFC') ? [] : [fault(at + 1, NOT_COMPOSED)]));
  return [...marked, ...decomposed].toSorted((one, other) => one.line - other.line);
}

const MARKED: Text = {
  vi: 'tệp bắt đầu bằng dấu BOM; hãy lưu dạng UTF-8 không BOM',
  en: 'the file begins with a byte order mark; save it as UTF-8 without one',
};
const NOT_COMMAS: Text = {
  vi: 'các ô phải cách nhau bằng dấu phẩy, không phải dấu chấm phẩy hay tab',
  en: 'cells must be separated by commas, not by semicolons or tabs',
};
const NOT_COMPOSED: Text = {
  vi: 'có chữ viết dạng tổ hợp (dấu tách rời); hãy lưu dạng Unicode dựng sẵn (NFC)',
  en: 'has decomposed letters; save it with composed ones (NFC)',
};

function twice(rows: readonly CsvRow[]): RowFault[] {
  const firsts = new Map<string, number>();
  return rows.flatMap(({ line, cells }) => {
    const content = JSON.stringify(cells);
    const first = firsts.get(content);
    if (first === undefined) firsts.set(content, line);
    return first === undefined
      ? []
      : [fault(line, { vi: `giống hệt dòng ${String(first)}`, en: `the same as line ${String(first)}` })];
  });
}

function fault(line: number, reason: Text): RowFault {
  return { line, reason };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

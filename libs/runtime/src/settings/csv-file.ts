import { CsvError, parse } from 'csv-parse/sync';
import type { Text } from '../text.ts';
import { ConfigurationError, type Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import { readText } from './read-text.ts';
import { shownPath } from './shown-path.ts';

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

/**
 * Reads a table in CSV with a head of column names; remarks begin with `#`. `alsoFind` finds what no single cell shows.
 * @throws ConfigurationError naming every faulty line, its column, and what should stand there
 */
export function readCsvFile<Name extends string>(
  file: string,
  columns: readonly Column<Name>[],
  alsoFind: (rows: readonly CsvRow<Name>[]) => readonly RowFault[] = () => [],
): readonly CsvRow<Name>[] {
  const [{ record: head } = { record: [] }, ...lines] = parseFile(file);
  refuse(faultsOfHead(shownPath(file), head, columns));
  const rows = lines.map(({ record, info }) => ({ line: info.lines, cells: cellsOf(record, head, columns) }));
  const faults: RowFault[] = lines
    .filter(({ record }) => record.slice(head.length).some((cell) => cell !== ''))
    .map(({ info }) => tooLong(info.lines));
  const whole = rows.filter(({ line }) => !faults.some((fault) => fault.line === line));
  faults.push(...whole.flatMap((row) => columns.flatMap((column) => faultOfCell(row, column))));
  faults.push(...alsoFind(whole.filter(({ line }) => !faults.some((fault) => fault.line === line))));
  refuse(faults.toSorted((one, other) => one.line - other.line).map((fault) => asFault(file, fault)));
  return rows;
}

/** Something that is wrong with a row. */
export interface RowFault {
  readonly line: number;
  readonly column?: string;
  readonly reason: Text;
  readonly write?: string;
}

function parseFile(file: string): { record: string[]; info: { lines: number } }[] {
  const text = readText(file);
  try {
    return parse(text, OPTIONS) as unknown as { record: string[]; info: { lines: number } }[];
  } catch (error) {
    // Its own message quotes the line.
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 1;
    const reason = {
      vi: 'sai cú pháp CSV, thường là một dấu nháy kép không đóng',
      en: 'not CSV, mostly a double quote that is not closed',
    };
    throw ConfigurationError.of([asFault(file, { line, reason })]);
  }
}

function faultsOfHead(file: string, head: readonly string[], columns: readonly Column[]): Fault[] {
  const place = `${file}:1`;
  const names = columns.map(({ name }) => name);
  const write = names.join(',');
  const missing = columns
    .filter(({ name, isOptional }) => isOptional !== true && !head.includes(name))
    .map(({ name }) => ({ place, reason: { vi: `thiếu cột ${name}`, en: `the column ${name} is missing` }, write }));
  const unknown = head
    .filter((name) => !names.includes(name))
    .map((name) => ({
      place,
      reason: { vi: `không có cột tên “${name}”`, en: `there is no column named “${name}”` },
      write: nearest(name, names) ?? write,
    }));
  return [...missing, ...unknown];
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

function asFault(file: string, { line, column, reason, write }: RowFault): Fault {
  return { place: `${shownPath(file)}:${String(line)}`, setting: column, reason, write };
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw ConfigurationError.of(faults);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { ConfigurationError } from '#runtime';

/** A row of a table with a half-open range of legal days; `null` = open. */
export interface DatedRow {
  readonly key: string;
  readonly value: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
}

/** The columns that a file must have besides `valid_from` and `valid_to`. */
export interface DatedShape {
  readonly key: string;
  readonly values: readonly string[];
}

interface Line {
  readonly number: number;
  readonly row: DatedRow;
}

/** Reads a table of codes. @throws ConfigurationError naming every faulty line of the file */
export function readDatedRows(file: string, shape: DatedShape): DatedRow[] {
  const lines = readLines(file, shape);
  const faults = lines.flatMap((line, index) =>
    faultsOf(line, lines.slice(0, index)).map((fault) => at(file, line.number, fault)),
  );
  if (faults.length > 0) throw new ConfigurationError(faults);
  return lines.map(({ row }) => row);
}

function readLines(file: string, { key, values }: DatedShape): Line[] {
  const options = { bom: true, comment: '#', trim: true, skip_empty_lines: true, relax_column_count: true, info: true };
  try {
    const [head, ...rows] = parse(readFileSync(file), options) as unknown as { record: string[]; info: { lines: number } }[];
    const missing = [key, ...values].filter((name) => head?.record.includes(name) !== true);
    if (missing.length > 0) throw new Error(`thiếu cột / a column is missing: ${missing.join(', ')}`);
    return rows.map(({ record, info }) => {
      const cell = (name: string): string => record[head?.record.indexOf(name) ?? -1] ?? '';
      const row = { key: cell(key), value: values.map(cell), from: cell('valid_from') || null, to: cell('valid_to') || null };
      return { number: info.lines, row };
    });
  } catch (error) {
    throw new ConfigurationError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function faultsOf({ row }: Line, before: readonly Line[]): string[] {
  const { key, value, from, to } = row;
  const faults = key === '' || value.includes('') ? ['thiếu giá trị / a value is missing'] : [];
  for (const day of [from, to])
    if (day !== null && !isDay(day)) faults.push(`ngày phải dạng yyyy-MM-dd / a date must be yyyy-MM-dd: ${day}`);
  if (from !== null && to !== null && from >= to) faults.push('valid_to phải sau valid_from / must be after valid_from');
  const other = before.find((line) => line.row.key === key && overlaps(line.row, row));
  if (other !== undefined) faults.push(`${key}: trùng thời gian với dòng / overlaps with line ${String(other.number)}`);
  return faults;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function overlaps(one: DatedRow, other: DatedRow): boolean {
  return (
    (one.to === null || other.from === null || other.from < one.to) &&
    (other.to === null || one.from === null || one.from < other.to)
  );
}

function at(file: string, line: number, fault: string): string {
  return `${file}: dòng/line ${String(line)}: ${fault}`;
}

import { dayColumn, noteColumn, readCsvFile, type Column, type CsvRow, type RowFault } from '#runtime';

/** A row of a table with a half-open range of legal days; `null` = open. */
export interface DatedRow {
  readonly key: string;
  readonly value: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
}

/** The columns that a file must have besides `valid_from` and `valid_to`. */
export interface DatedShape {
  readonly key: Column;
  readonly values: readonly Column[];
}

/** A row, and where it stands in its file. */
export interface Line extends DatedRow {
  readonly line: number;
}

/** Reads a table of codes. @throws ConfigurationError naming every faulty line of the file */
export function readDatedRows(file: string, shape: DatedShape): DatedRow[] {
  const rows = readCsvFile(file, columnsOf(shape), (sound) => faultsOf(sound.map((row) => asLine(row, shape))));
  return rows.map((row) => {
    const { line: _line, ...dated } = asLine(row, shape);
    return dated;
  });
}

/** All columns of a table with ranges of days. */
export function columnsOf({ key, values }: DatedShape): readonly Column[] {
  return [key, ...values, dayColumn('valid_from', true), dayColumn('valid_to', true), noteColumn('note')];
}

/** A row of a file by the columns of its shape. */
export function asLine({ line, cells }: CsvRow, { key, values }: DatedShape): Line {
  const cell = (name: string): string => cells[name] ?? '';
  const value = values.map(({ name }) => cell(name));
  return { line, key: cell(key.name), value, from: cell('valid_from') || null, to: cell('valid_to') || null };
}

/** What is wrong with ranges of days: one that ends before it begins, and two of one key that overlap. */
export function faultsOf(lines: readonly Line[]): RowFault[] {
  return lines.flatMap((row, index): RowFault[] => {
    const { line, key, from, to } = row;
    if (from !== null && to !== null && from >= to)
      return [{ line, column: 'valid_to', reason: { vi: 'phải sau valid_from', en: 'must be after valid_from' }, write: '' }];
    const other = lines.slice(0, index).find((before) => before.key === key && overlaps(before, row));
    if (other === undefined) return [];
    const reason = {
      vi: `${key}: trùng thời gian với dòng ${String(other.line)}; kết thúc dòng trước bằng valid_to rồi mới bắt đầu dòng sau`,
      en: `${key}: overlaps with line ${String(other.line)}; end the former row by valid_to before the next one begins`,
    };
    return [{ line, column: 'valid_from', reason }];
  });
}

function overlaps(one: DatedRow, other: DatedRow): boolean {
  return (
    (one.to === null || other.from === null || other.from < one.to) &&
    (other.to === null || one.from === null || one.from < other.to)
  );
}

import { join } from 'node:path';
import { type Column, type CsvRow, dayColumn, noteColumn, readCsvFile, type RowFault, type Text } from '#runtime';
import { groupBy } from '../group-by.ts';

/** One life of a unit, in half-open legal days; the administrative code and that day name it, a code alone does not. */
export interface UnitLife {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A unit that became another one, or part of it. */
export interface Merger {
  readonly old: UnitLife;
  readonly next: UnitLife;
  readonly kind: 'merged' | 'continued' | 'split';
  readonly on: string;
}

/** The units of a province, of today and of before. */
export interface Units {
  readonly lives: readonly UnitLife[];
  readonly mergers: readonly Merger[];
}

const NAME: Text = { vi: 'tên', en: 'a name' };

/** The columns of the units of today. */
export const COMMUNES = [
  codeColumn('code'),
  typeColumn('type'),
  { name: 'name', says: NAME, example: 'Phường Hạc Thành' },
  column('province_code', /^\d{2}$/, { says: { vi: 'mã tỉnh hai chữ số', en: 'a province code of two digits' }, example: '38' }),
  dayColumn('valid_from'),
] as const;
/** The columns of the units that were merged. */
export const SUCCESSORS = [
  codeColumn('old_code'),
  typeColumn('old_type'),
  { name: 'old_name', says: NAME, example: 'Phường Đông Thọ' },
  codeColumn('new_code'),
  column('split', /^(?:yes|no)$/, { says: { vi: 'yes hoặc no', en: 'yes or no' }, example: 'no' }),
  noteColumn('old_district_code'),
  noteColumn('old_district'),
  noteColumn('new_name'),
] as const;

/** Reads the units of today and those that were merged into them. @throws ConfigurationError naming every faulty line */
export function readUnits(configDir: string): Units {
  const today = readToday(join(configDir, 'units', 'communes-2025.csv'));
  const byCode = new Map(today.map((life) => [life.code, life]));
  const rows = readCsvFile(join(configDir, 'units', 'commune-successors-2025.csv'), SUCCESSORS, (sound) =>
    sound.filter(({ cells }) => !byCode.has(cells.new_code)).map(unknownSuccessor),
  );
  const partsOf = groupBy(rows, ({ cells }) => cells.new_code);
  const former = new Map<string, UnitLife>();
  const mergers = rows.flatMap(({ cells: { old_code, old_type, old_name, new_code, split } }): Merger[] => {
    const next = byCode.get(new_code);
    if (next?.from == null) return [];
    const old = former.get(old_code) ?? { code: old_code, type: old_type, name: old_name, from: null, to: next.from };
    former.set(old_code, old);
    const kind = split === 'yes' ? 'split' : partsOf.get(new_code)?.length === 1 ? 'continued' : 'merged';
    return [{ old, next, kind, on: next.from }];
  });
  return { lives: [...today, ...former.values()], mergers };
}

function readToday(file: string): (UnitLife & { readonly from: string })[] {
  const rows = readCsvFile(file, COMMUNES, doubles);
  return rows.map(({ cells: { code, type, name, valid_from } }) => ({ code, type, name, from: valid_from, to: null }));
}

function doubles(rows: readonly CsvRow<'code'>[]): RowFault[] {
  const codes = rows.map(({ cells }) => cells.code);
  return rows.flatMap(({ line, cells: { code } }, index) => {
    const first = codes.indexOf(code);
    if (first === index) return [];
    const at = String(rows[first]?.line);
    return [{ line, column: 'code', reason: { vi: `${code} đã có ở dòng ${at}`, en: `${code} is in line ${at} already` } }];
  });
}

function unknownSuccessor({ line, cells: { new_code: code } }: CsvRow<'new_code'>): RowFault {
  const reason = {
    vi: `${code} không có trong communes-2025.csv`,
    en: `${code} is not in communes-2025.csv`,
  };
  return { line, column: 'new_code', reason };
}

function codeColumn<const Name extends string>(name: Name): Column<Name> {
  const says = { vi: 'mã hành chính năm chữ số', en: 'an administrative code of five digits' };
  return column(name, /^\d{5}$/, { says, example: '14797' });
}

function typeColumn<const Name extends string>(name: Name): Column<Name> {
  const says = { vi: 'xã, phường, thị trấn hoặc đặc khu', en: 'xã, phường, thị trấn or đặc khu' };
  return column(name, /^(?:xã|phường|thị trấn|đặc khu)$/, { says, example: 'phường' });
}

function column<const Name extends string>(name: Name, form: RegExp, about: Pick<Column, 'says' | 'example'>): Column<Name> {
  return { name, fits: (cell) => form.test(cell), ...about };
}

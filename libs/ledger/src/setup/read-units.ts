import { join } from 'node:path';
import { type Column, type CsvRow, dayColumn, noteColumn, readCsvFile, type RowFault, type Text } from '#runtime';
import { groupBy } from '../group-by.ts';

/** One life of a unit, in half-open legal days: a code alone names none. `code` null: not known here; its name stands for it. */
export interface UnitLife {
  readonly code: string | null;
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
  /** The number of the resolution by which it was; null = not known here. */
  readonly legalBasis: string | null;
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
  noteColumn('resolution'),
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

/** The columns of what became of former units before they were merged. */
export const EARLIER_CHANGES = [
  dayColumn('on'),
  { ...codeColumn('old_code'), isOptional: true },
  typeColumn('old_type'),
  { name: 'old_name', says: NAME, example: 'Xã Thiệu Phú' },
  codeColumn('new_code'),
  noteColumn('resolution'),
] as const;

/** Reads the units of today and those that were merged into them. @throws ConfigurationError naming every faulty line */
export function readUnits(configDir: string): Units {
  const today = readToday(join(configDir, 'units', 'communes-2025.csv'));
  const byCode = new Map(today.map((life) => [life.code, life]));
  const rows = readCsvFile(join(configDir, 'units', 'commune-successors-2025.csv'), SUCCESSORS, (sound) =>
    sound.filter(({ cells }) => !byCode.has(cells.new_code)).map(unknownSuccessor),
  );
  const partsOf = groupBy(rows, ({ cells }) => cells.new_code);
  const endOf = new Map(rows.map(({ cells }) => [cells.old_code, byCode.get(cells.new_code)?.from ?? '']));
  const earlier = readEarlier(join(configDir, 'units', 'earlier-changes.csv'), endOf);
  const beginOf = new Map(earlier.map(({ cells }) => [cells.new_code, cells.on]));
  const former = new Map<string, UnitLife>();
  const mergers = rows.flatMap(({ cells: { old_code, old_type, old_name, new_code, split } }): Merger[] => {
    const next = byCode.get(new_code);
    if (next === undefined) return [];
    const from = beginOf.get(old_code) ?? null;
    const old = former.get(old_code) ?? { code: old_code, type: old_type, name: old_name, from, to: next.from };
    former.set(old_code, old);
    const kind = split === 'yes' ? 'split' : partsOf.get(new_code)?.length === 1 ? 'continued' : 'merged';
    return [{ old, next, kind, on: next.from, legalBasis: next.legalBasis }];
  });
  const before = earlier.flatMap((row) => toEarlier(row, former));
  return { lives: [...today, ...former.values(), ...before.map(({ old }) => old)], mergers: [...mergers, ...before] };
}

interface LifeOfToday extends UnitLife {
  readonly code: string;
  readonly from: string;
  readonly legalBasis: string | null;
}

function readToday(file: string): LifeOfToday[] {
  const rows = readCsvFile(file, COMMUNES, doubles);
  return rows.map(({ cells: { code, type, name, valid_from, resolution } }) => ({
    ...{ code, type, name, from: valid_from, to: null, legalBasis: resolution === '' ? null : resolution },
  }));
}

/** What was changed of former units before: they begin on that day, and what they were made of ends on it. */
function readEarlier(file: string, endOf: ReadonlyMap<string, string>): readonly EarlierRow[] {
  return readCsvFile(file, EARLIER_CHANGES, (sound) => sound.flatMap((row) => earlierFaults(row, sound, endOf)));
}

function toEarlier({ cells }: EarlierRow, former: ReadonlyMap<string, UnitLife>): Merger[] {
  const { on, old_code, old_type, old_name, new_code, resolution } = cells;
  const next = former.get(new_code);
  if (next === undefined) return [];
  const old = { code: old_code === '' ? null : old_code, type: old_type, name: old_name, from: null, to: on };
  return [{ old, next, kind: 'merged', on, legalBasis: resolution === '' ? null : resolution }];
}

type EarlierRow = CsvRow<(typeof EARLIER_CHANGES)[number]['name']>;

function earlierFaults(
  { line, cells: { on, old_code, new_code } }: EarlierRow,
  sound: readonly EarlierRow[],
  endOf: ReadonlyMap<string, string>,
): RowFault[] {
  const end = endOf.get(new_code);
  const say = (column: string, vi: string, en: string): RowFault[] => [{ line, column, reason: { vi, en } }];
  if (end === undefined)
    return say('new_code', `${new_code} không phải mã của đơn vị cũ`, `${new_code} is no code of a former unit`);
  if (on >= end) return say('on', `phải trước ngày ${end}`, `must be before ${end}`);
  if (sound.some(({ cells }) => cells.new_code === new_code && cells.on !== on))
    return say('on', `${new_code} thay đổi vào hai ngày`, `${new_code} changes on two days`);
  const other = old_code === new_code ? undefined : endOf.get(old_code);
  if (other !== undefined)
    return say('old_code', `${old_code} là mã của đơn vị còn đến ${other}`, `${old_code} is the code of a unit until ${other}`);
  return [];
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

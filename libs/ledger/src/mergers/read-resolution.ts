import { dayColumn, noteColumn, readCsv, type Column, type CsvRow, type RowFault } from '#runtime';
import { groupBy } from '../group-by.ts';
import { MERGER_KINDS, UnitRefused, type MergerEntry, type MergerKind } from './merger.ts';

const CODE = /^\d{5}$/;
const TYPES = ['xã', 'phường', 'thị trấn', 'đặc khu'];
const LONGEST_NAME = 100;

/** A column of such texts. */
export function column<const Name extends string>(name: Name, rest: Omit<Column, 'name'>): Column<Name> {
  return { name, ...rest };
}

/** A column of administrative codes. */
export function codeColumn<const Name extends string>(name: Name): Column<Name> {
  const says = { vi: 'mã đơn vị năm chữ số', en: 'a code of five digits' };
  return column(name, { says, example: '14797', fits: (cell) => CODE.test(cell) });
}

/** The columns of a resolution. */
export const RESOLUTION_COLUMNS = [
  column('kind', {
    ...{ example: 'merge', fits: (cell) => MERGER_KINDS.includes(cell as MergerKind) },
    says: { vi: 'merge, split, rename hoặc move', en: 'merge, split, rename or move' },
  }),
  codeColumn('old_code'),
  noteColumn('old_name'),
  codeColumn('new_code'),
  column('new_name', {
    ...{ example: 'Phường Hạc Thành', fits: (cell) => cell.length <= LONGEST_NAME },
    says: { vi: 'tên, nhiều nhất 100 ký tự', en: 'a name of 100 characters at most' },
  }),
  column('new_type', {
    ...{ example: 'phường', fits: (cell) => TYPES.includes(cell) },
    says: { vi: TYPES.join(', '), en: `one of ${TYPES.join(', ')}` },
  }),
  column('identifier', {
    ...{ example: 'H56.14797', fits: isIdentifier, isOptional: true },
    says: {
      vi: 'mã định danh: nhóm chữ số và chữ hoa, cách nhau bằng dấu chấm',
      en: 'groups of digits and capitals between dots',
    },
  }),
  dayColumn('on', true),
] as const;

type Row = CsvRow<(typeof RESOLUTION_COLUMNS)[number]['name']>;

/** Whether a text may be an agency identifier, of either scheme. */
export function isIdentifier(text: string): boolean {
  return text.length <= 35 && /^[0-9A-Z]+(\.[0-9A-Z]+)+$/.test(text);
}

/** Reads the rows of a resolution. @throws UnitRefused naming every faulty line */
export function readResolution(csv: string, on: string): MergerEntry[] {
  const { rows, faults } = readCsv(csv, RESOLUTION_COLUMNS, { isStrict: true, alsoFind: (sound) => faultsTogether(sound, on) });
  if (faults.length > 0) throw new UnitRefused('merger.csv-invalid', faults);
  if (rows.length === 0) throw new UnitRefused('merger.csv-invalid', [EMPTY]);
  return rows.map(({ line, cells }) => ({
    ...{ line, kind: cells.kind as MergerKind, oldCode: cells.old_code, newCode: cells.new_code, newName: cells.new_name },
    ...{ newType: cells.new_type, identifier: cells.identifier === '' ? null : cells.identifier },
  }));
}

const EMPTY: RowFault = { line: 1, reason: { vi: 'không có dòng nào', en: 'there are no rows' } };

function faultsTogether(rows: readonly Row[], on: string): RowFault[] {
  const byOld = [...groupBy(rows, ({ cells }) => cells.old_code).values()];
  const byNew = [...groupBy(rows, ({ cells }) => cells.new_code).values()];
  return [
    ...rows.flatMap((row) => wrongDay(row, on)),
    ...byOld.flatMap(faultsOfOld),
    ...byNew.flatMap((same) => [...faultsOfNew(same), ...notAlone(same)]),
    ...cycles(rows),
  ];
}

function wrongDay({ line, cells }: Row, on: string): RowFault[] {
  if (cells.on === '' || cells.on === on) return [];
  return [say(line, 'on', `khác ngày hiệu lực ${on} của nghị quyết`, `is not the day of the resolution, ${on}`)];
}

/** All of a unit goes one way, or parts of it go several. */
function faultsOfOld(rows: readonly Row[]): RowFault[] {
  const [first] = rows;
  if (first === undefined) return [];
  const isSplit = rows.every(({ cells }) => cells.kind === 'split');
  const code = first.cells.old_code;
  if (isSplit && rows.length === 1)
    return [say(first.line, 'kind', `${code} chia tách mà chỉ có một phần`, `${code} is split and has one part only`)];
  if (isSplit) return sameTarget(rows);
  return rows
    .slice(1)
    .map(({ line }) =>
      say(
        line,
        'old_code',
        `${code} đã có ở dòng ${String(first.line)}; đơn vị chia tách thì mọi dòng là split`,
        `${code} is in line ${String(first.line)} already; of a unit that is divided all rows are split`,
      ),
    );
}

function sameTarget(rows: readonly Row[]): RowFault[] {
  return rows.flatMap(({ line, cells }, at) => {
    const earlier = rows.slice(0, at).find((row) => row.cells.new_code === cells.new_code);
    if (earlier === undefined) return [];
    const where = String(earlier.line);
    return [say(line, 'new_code', `phần này đã có ở dòng ${where}`, `this part is in line ${where} already`)];
  });
}

/** A new unit is called the same in all rows. */
function faultsOfNew([first, ...others]: readonly Row[]): RowFault[] {
  if (first === undefined) return [];
  return others.flatMap(({ line, cells }) =>
    (['new_name', 'new_type', 'identifier'] as const)
      .filter((column) => cells[column] !== first.cells[column])
      .map((column) => say(line, column, `khác dòng ${String(first.line)}`, `is not that of line ${String(first.line)}`)),
  );
}

/** Who is renamed or moved stays one unit. */
function notAlone(rows: readonly Row[]): RowFault[] {
  if (rows.length === 1) return [];
  return rows
    .filter(({ cells }) => cells.kind === 'rename' || cells.kind === 'move')
    .map(({ line, cells }) =>
      say(line, 'kind', `${cells.new_code} còn nhận đơn vị khác: dùng merge`, `${cells.new_code} takes others in too: say merge`),
    );
}

/** Units that take one another over whole, in a circle. */
function cycles(rows: readonly Row[]): RowFault[] {
  const next = new Map(rows.filter(({ cells }) => cells.kind !== 'split').map((row) => [row.cells.old_code, row]));
  return [...next.values()].flatMap((row) => {
    const passed = new Set<string>();
    let code = row.cells.new_code;
    while (!passed.has(code) && code !== row.cells.old_code) {
      passed.add(code);
      const onward = next.get(code);
      if (onward === undefined || onward.cells.new_code === code) return [];
      code = onward.cells.new_code;
    }
    if (code !== row.cells.old_code || passed.size === 0) return [];
    return [
      say(row.line, 'new_code', 'các đơn vị nhập vào nhau thành vòng', 'units that are merged into each other in a circle'),
    ];
  });
}

function say(line: number, column: string, vi: string, en: string): RowFault {
  return { line, column, reason: { vi, en } };
}

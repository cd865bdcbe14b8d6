import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { parseProcedureCode } from '#canonical';
import { type Column, ConfigurationError, readTogether, shownPath } from '#runtime';
import { readDatedRows, type DatedRow } from './dated-rows.ts';

/** What our codes are called by one partner. */
export interface CodeTable {
  readonly partner: string;
  readonly table: string;
  readonly rows: readonly DatedRow[];
}

/** The code tables of all partners, and the procedures. */
export interface CodeTables {
  readonly tables: readonly CodeTable[];
  readonly procedures: readonly DatedRow[];
}

const CODE = { vi: 'một mã, không trống', en: 'a code, not empty' };
/** The columns of a table of codes. */
export const CODE_TABLE = {
  key: { name: 'from', says: CODE, example: 'citizen' },
  values: [{ name: 'to', says: CODE, example: '1' }],
} as const;
/** The columns of the table of procedures. */
export const PROCEDURES: { readonly key: Column; readonly values: readonly Column[] } = {
  key: {
    name: 'code',
    says: { vi: 'phần quốc gia của mã TTHC', en: 'the national part of a procedure code' },
    example: '1.001193',
    fits: (cell) => parseProcedureCode(cell)?.national === cell,
  },
  values: [
    { name: 'name', says: { vi: 'tên thủ tục', en: 'the name of the procedure' }, example: 'Đăng ký khai sinh' },
    { name: 'field_code', says: { vi: 'mã lĩnh vực', en: 'the code of the field' }, example: 'G15-HT01' },
    { name: 'field_name', says: { vi: 'tên lĩnh vực', en: 'the name of the field' }, example: 'Hộ tịch' },
  ],
};

/** Reads the code tables below a folder of configuration, and its procedures. @throws ConfigurationError with every faulty line */
export function readCodeTables(configDir: string): CodeTables {
  return readTogether<CodeTables>({
    tables: () => readEveryTable(join(configDir, 'code-tables')),
    procedures: () => readDatedRows(join(configDir, 'procedures.csv'), PROCEDURES),
  });
}

function readEveryTable(root: string): CodeTable[] {
  const readers = foldersIn(root).flatMap((partner) =>
    filesIn(join(root, partner)).map((file) => (): CodeTable => {
      return { partner, table: basename(file, '.csv'), rows: readDatedRows(join(root, partner, file), CODE_TABLE) };
    }),
  );
  return Object.values(readTogether(readers));
}

/**
 * Brings `code_row` and `procedure` in line with the tables: rows that are gone or changed are closed in recorded time, never updated,
 * and new ones are added. What operators added is none of theirs. Answers how many were added.
 */
export async function loadCodeTables(source: EntityManager, { tables, procedures }: CodeTables, now: Date): Promise<number> {
  let added = 0;
  for (const { rows, ...table } of tables) added += await bringCodesInLine(source, table, { rows, now });
  return added + (await bringProceduresInLine(source, procedures, now));
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    throw ConfigurationError.of([
      { place: shownPath(root), reason: { vi: 'không đọc được thư mục', en: 'the folder cannot be read' } },
    ]);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.csv'));
}

async function bringCodesInLine(
  source: EntityManager,
  { partner, table }: { partner: string; table: string },
  { rows, now }: { rows: readonly DatedRow[]; now: Date },
): Promise<number> {
  const present = await source.query<(StoredRow & { to_code: string })[]>(
    `SELECT id, from_code AS key, to_code, lower(valid)::text AS "from", upper(valid)::text AS "to" FROM code_row
     WHERE partner = $1 AND table_name = $2 AND direction = 'out' AND upper_inf(recorded) AND recorded_by IS NULL`,
    [partner, table],
  );
  const { gone, added } = compare(
    present.map((row) => ({ ...row, value: [row.to_code] })),
    rows,
  );
  await closeRows(source, 'code_row', { ids: gone, now });
  for (const { key, value, from, to } of added) {
    await source.query(`${END_CODE} AND partner = $5 AND table_name = $6 AND direction = 'out'`, [
      now,
      key,
      from,
      to,
      partner,
      table,
    ]);
    await source.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
       VALUES ($1, $2, 'out', $3, $4, daterange($5, $6), tstzrange($7, NULL))`,
      [table, partner, key, value[0], from, to, now],
    );
  }
  return added.length;
}

async function bringProceduresInLine(source: EntityManager, rows: readonly DatedRow[], now: Date): Promise<number> {
  // A row of the files that the catalogue has overtaken is there all the same: it does not come back with every start.
  const present = await source.query<(StoredRow & { name: string; field_code: string; field_name: string })[]>(
    `SELECT id, code AS key, name, field_code, field_name, lower(valid)::text AS "from", upper(valid)::text AS "to" FROM procedure
     WHERE recorded_by IS NULL AND (upper_inf(recorded)
       OR id IN (SELECT unnest(ended) FROM catalogue_change WHERE state = 'active' AND kind <> 'details'))`,
  );
  const { gone, added } = compare(
    present.map((row) => ({ ...row, value: [row.name, row.field_code, row.field_name] })),
    rows,
  );
  await closeRows(source, 'procedure', { ids: gone, now });
  for (const { key, value, from, to } of added) {
    await source.query(END_PROCEDURE, [now, key, from, to]);
    await source.query(
      `INSERT INTO procedure (code, name, field_code, field_name, valid, recorded)
       VALUES ($1, $2, $3, $4, daterange($5, $6), tstzrange($7, NULL))`,
      [key, ...value, from, to, now],
    );
  }
  return added.length;
}

// What an operator added stays until the files have it themselves: then they hold.
const END =
  'recorded = tstzrange(lower(recorded), greatest($1, lower(recorded))) WHERE recorded_by IS NOT NULL AND upper_inf(recorded)';
const END_CODE = `UPDATE code_row SET ${END} AND from_code = $2 AND valid && daterange($3, $4)`;
const END_PROCEDURE = `UPDATE procedure SET ${END} AND code = $2 AND valid && daterange($3, $4)`;

interface StoredRow {
  id: number;
  key: string;
  from: string | null;
  to: string | null;
}

function compare(
  present: readonly (StoredRow & { value: readonly string[] })[],
  wanted: readonly DatedRow[],
): { gone: number[]; added: DatedRow[] } {
  const identity = ({ key, value, from, to }: DatedRow): string => JSON.stringify([key, value, from, to]);
  const wantedIds = new Set(wanted.map(identity));
  const presentIds = new Set(present.map(identity));
  return {
    gone: present.filter((row) => !wantedIds.has(identity(row))).map(({ id }) => id),
    added: wanted.filter((row) => !presentIds.has(identity(row))),
  };
}

async function closeRows(
  source: EntityManager,
  table: 'code_row' | 'procedure',
  { ids, now }: { ids: number[]; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await source.query(
    `UPDATE ${table} SET recorded = tstzrange(lower(recorded), greatest($1, lower(recorded))) WHERE id = ANY($2) AND upper_inf(recorded)`,
    [now, ids],
  );
}

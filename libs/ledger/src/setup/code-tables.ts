import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { parseProcedureCode } from '#canonical';
import { type Column, ConfigurationError, readTogether, shownPath } from '#runtime';
import { lockTable, writeRows, type Run } from '../code-tables/write-rows.ts';
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
export const CODE_TABLE: { readonly key: Column; readonly values: readonly Column[] } = {
  key: { name: 'from', says: CODE, example: 'citizen' },
  values: [
    { name: 'to', says: CODE, example: '1' },
    {
      ...{ name: 'legal_basis', example: '1686/NQ-UBTVQH15', isOptional: true },
      says: { vi: 'số văn bản làm căn cứ', en: 'the number of the document that it rests on' },
    },
  ],
};
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
 * and new ones are added. A line of a file is said once: what an operator has ended since does not come back by it, and what operators added
 * stays until a new line says something else. Answers how many were added.
 */
export async function loadCodeTables(source: EntityManager, { tables, procedures }: CodeTables, now: Date): Promise<number> {
  let added = 0;
  // All of them before anything is written: an operator who has one of them waits for the version that the first line takes.
  for (const { partner, table } of tables) await lockTable(runOn(source), { partner, table, direction: 'out' });
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
  const name = { partner, table, direction: 'out' } as const;
  const run = runOn(source);
  const said = await source.query<(StoredRow & { to_code: string; legal_basis: string; is_believed: boolean })[]>(SAID_CODES, [
    partner,
    table,
  ]);
  const present = said.map((row) => ({ ...row, value: [row.to_code, row.legal_basis] }));
  const { gone, added } = compare(present, rows);
  const believed = new Set(said.filter(({ is_believed }) => is_believed).map(({ id }) => id));
  const ended = gone.filter((id) => believed.has(id));
  if (ended.length + added.length === 0) return 0;
  const replaced = await source.query<{ id: number }[]>(REPLACED_CODES, [
    ...[partner, table, added.map(({ key }) => key)],
    ...[added.map(({ from }) => from), added.map(({ to }) => to)],
  ]);
  await writeRows(run, name, {
    kind: 'files',
    ends: [...ended, ...replaced.map(({ id }) => id)],
    adds: added.map(({ key, value: [to = '', legalBasis = ''], from, to: until }) => ({
      ...{ fromCode: key, toCode: to, validFrom: from, validTo: until, legalBasis: legalBasis === '' ? null : legalBasis },
    })),
    ...{ by: null, reason: null, now },
  });
  return added.length;
}

function runOn(source: EntityManager): Run {
  return (text, values) => source.query(text, [...values]);
}

// The last time that each line was said: what an operator ended counts as said, and what the files themselves ended does not.
const SAID_CODES = `
  SELECT * FROM (
    SELECT DISTINCT ON (r.from_code, r.to_code, r.legal_basis, r.valid) r.id, r.from_code AS key, r.to_code,
      coalesce(r.legal_basis, '') AS legal_basis, lower(r.valid)::text AS "from", upper(r.valid)::text AS "to",
      upper_inf(r.recorded) AS is_believed, coalesce(c.kind, 'files') <> 'files' AS is_operators
    FROM code_row r LEFT JOIN code_change c ON c.id = r.removed_in
    WHERE r.partner = $1 AND r.table_name = $2 AND r.direction = 'out' AND r.recorded_by IS NULL
    ORDER BY r.from_code, r.to_code, r.legal_basis, r.valid, r.id DESC
  ) said WHERE is_believed OR is_operators`;

// What an operator added stays until a line of the files that is new says something else of the same days.
const REPLACED_CODES = `
  SELECT DISTINCT r.id FROM code_row r JOIN unnest($3::text[], $4::date[], $5::date[]) AS n (code, "from", "to")
    ON n.code = r.from_code AND r.valid && daterange(n."from", n."to")
  WHERE r.partner = $1 AND r.table_name = $2 AND r.direction = 'out' AND r.recorded_by IS NOT NULL AND upper_inf(r.recorded)`;

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
  await closeProcedures(source, { ids: gone, now });
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

async function closeProcedures(source: EntityManager, { ids, now }: { ids: number[]; now: Date }): Promise<void> {
  if (ids.length === 0) return;
  await source.query(
    `UPDATE procedure SET recorded = tstzrange(lower(recorded), greatest($1, lower(recorded)))
     WHERE id = ANY($2) AND upper_inf(recorded)`,
    [now, ids],
  );
}

import { Agencies, CodeSnapshot, type CodeRow, type LegalDay, type ProcedureRow, type UnitRow } from '#canonical';
import { parse } from 'csv-parse/sync';
import { readdirSync, readFileSync } from 'node:fs';

const CONFIG = new URL('../../config/', import.meta.url);

/** The national code tables and the procedures exactly as they are configured; `change` may spoil the rows for a test. */
export function nationalCodes(change: (rows: CodeRow[]) => CodeRow[] = (rows) => rows): CodeSnapshot {
  return configuredCodes('national', change, []);
}

/** The same for the provincial portal, with a few units as they are seeded, and one that has no identifier. */
export function provinceCodes(change: (rows: CodeRow[]) => CodeRow[] = (rows) => rows): CodeSnapshot {
  return configuredCodes('province', change, UNITS);
}

const MERGED = '2025-07-01' as LegalDay;
const UNITS: readonly UnitRow[] = [
  {
    ...{ id: 1, code: '14797', name: 'Phường Hạc Thành', successors: [] },
    identifiers: [{ identifier: 'H56.14797', validFrom: MERGED }],
  },
  {
    ...{ id: 2, code: '14758', name: 'Phường Hàm Rồng', successors: [] },
    identifiers: [{ identifier: 'H56.14758', validFrom: MERGED }],
  },
  {
    ...{ id: 3, code: '14755', name: 'Phường Hàm Rồng', successors: [{ id: 2, on: MERGED }] },
    identifiers: [{ identifier: 'H56.14755', validTo: MERGED }],
  },
  { id: 9, code: '99999', name: 'Đơn vị chưa có mã', successors: [], identifiers: [] },
];

function configuredCodes(partner: string, change: (rows: CodeRow[]) => CodeRow[], units: readonly UnitRow[]): CodeSnapshot {
  const folder = `code-tables/${partner}/`;
  const rows = readdirSync(new URL(folder, CONFIG)).flatMap((file) =>
    rowsOf(`${folder}${file}`).map((row) => codeRow({ partner, table: file.replace('.csv', '') }, row)),
  );
  return new CodeSnapshot('test', change(rows), rowsOf('procedures.csv').map(procedureRow), new Agencies(units));
}

function rowsOf(path: string): Record<string, string>[] {
  return parse(readFileSync(new URL(path, CONFIG), 'utf8'), { columns: true });
}

function codeRow(of: Pick<CodeRow, 'partner' | 'table'>, row: Record<string, string>): CodeRow {
  return { ...of, from: row['from'] ?? '', to: row['to'] ?? '', ...validity(row) };
}

function procedureRow(row: Record<string, string>): ProcedureRow {
  const { code = '', name = '', field_code: fieldCode = '', field_name: fieldName = '' } = row;
  return { code, name, fieldCode, fieldName, ...validity(row) };
}

function validity({ valid_from: from, valid_to: to }: Record<string, string>): { validFrom?: LegalDay; validTo?: LegalDay } {
  return { ...(from ? { validFrom: from as LegalDay } : {}), ...(to ? { validTo: to as LegalDay } : {}) };
}

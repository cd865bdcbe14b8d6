import { CodeSnapshot, type CodeRow, type LegalDay, type ProcedureRow } from '#canonical';
import { parse } from 'csv-parse/sync';
import { readdirSync, readFileSync } from 'node:fs';

const CONFIG = new URL('../../config/', import.meta.url);

/** The national code tables and the procedures exactly as they are configured; `change` may spoil the rows for a test. */
export function nationalCodes(change: (rows: CodeRow[]) => CodeRow[] = (rows) => rows): CodeSnapshot {
  const tables = readdirSync(new URL('code-tables/national/', CONFIG));
  const rows = tables.flatMap((file) =>
    rowsOf(`code-tables/national/${file}`).map((row) => codeRow(file.replace('.csv', ''), row)),
  );
  return new CodeSnapshot('test', change(rows), rowsOf('procedures.csv').map(procedureRow));
}

function rowsOf(path: string): Record<string, string>[] {
  return parse(readFileSync(new URL(path, CONFIG), 'utf8'), { columns: true });
}

function codeRow(table: string, row: Record<string, string>): CodeRow {
  return { table, partner: 'national', from: row['from'] ?? '', to: row['to'] ?? '', ...validity(row) };
}

function procedureRow(row: Record<string, string>): ProcedureRow {
  const { code = '', name = '', field_code: fieldCode = '', field_name: fieldName = '' } = row;
  return { code, name, fieldCode, fieldName, ...validity(row) };
}

function validity({ valid_from: from, valid_to: to }: Record<string, string>): { validFrom?: LegalDay; validTo?: LegalDay } {
  return { ...(from ? { validFrom: from as LegalDay } : {}), ...(to ? { validTo: to as LegalDay } : {}) };
}

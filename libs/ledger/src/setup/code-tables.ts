import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { readDatedRows, type DatedRow } from './dated-rows.ts';

/**
 * Brings `code_row` and `procedure` in line with the files under `config/`: rows that are gone or changed are closed in
 * recorded time, never updated, and new ones are added. Answers how many were added.
 */
export async function loadCodeTables(source: EntityManager, configDir: string, now: Date): Promise<number> {
  let added = 0;
  const root = join(configDir, 'code-tables');
  for (const partner of readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const file of readdirSync(join(root, partner.name)).filter((name) => name.endsWith('.csv'))) {
      const table = { partner: partner.name, table: basename(file, '.csv') };
      const rows = readDatedRows(join(root, partner.name, file), { key: 'from', values: ['to'] });
      added += await bringCodesInLine(source, table, { rows, now });
    }
  }
  const procedures = readDatedRows(join(configDir, 'procedures.csv'), {
    key: 'code',
    values: ['name', 'field_code', 'field_name'],
  });
  return added + (await bringProceduresInLine(source, procedures, now));
}

async function bringCodesInLine(
  source: EntityManager,
  { partner, table }: { partner: string; table: string },
  { rows, now }: { rows: readonly DatedRow[]; now: Date },
): Promise<number> {
  const present = await source.query<(StoredRow & { to_code: string })[]>(
    `SELECT id, from_code AS key, to_code, lower(valid)::text AS "from", upper(valid)::text AS "to" FROM code_row
     WHERE partner = $1 AND table_name = $2 AND direction = 'out' AND upper_inf(recorded)`,
    [partner, table],
  );
  const { gone, added } = compare(
    present.map((row) => ({ ...row, value: [row.to_code] })),
    rows,
  );
  await closeRows(source, 'code_row', { ids: gone, now });
  for (const { key, value, from, to } of added) {
    await source.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
       VALUES ($1, $2, 'out', $3, $4, daterange($5, $6), tstzrange($7, NULL))`,
      [table, partner, key, value[0], from, to, now],
    );
  }
  return added.length;
}

async function bringProceduresInLine(source: EntityManager, rows: readonly DatedRow[], now: Date): Promise<number> {
  const present = await source.query<(StoredRow & { name: string; field_code: string; field_name: string })[]>(
    `SELECT id, code AS key, name, field_code, field_name, lower(valid)::text AS "from", upper(valid)::text AS "to" FROM procedure
     WHERE upper_inf(recorded)`,
  );
  const { gone, added } = compare(
    present.map((row) => ({ ...row, value: [row.name, row.field_code, row.field_name] })),
    rows,
  );
  await closeRows(source, 'procedure', { ids: gone, now });
  for (const { key, value, from, to } of added) {
    await source.query(
      `INSERT INTO procedure (code, name, field_code, field_name, valid, recorded)
       VALUES ($1, $2, $3, $4, daterange($5, $6), tstzrange($7, NULL))`,
      [key, ...value, from, to, now],
    );
  }
  return added.length;
}

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
    `UPDATE ${table} SET recorded = tstzrange(lower(recorded), greatest($1, lower(recorded))) WHERE id = ANY($2)`,
    [now, ids],
  );
}

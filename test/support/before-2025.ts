import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { readCsv, type Column } from '#runtime';

/** The day on which 547 units of the province became 166, and by what. */
export const DAY_OF_2025 = '2025-07-01';
export const RESOLUTION_OF_2025 = '1686/NQ-UBTVQH15';

/** Brings a prepared database back to before that day, as far as units go: those of before alone, and none of them with an end. */
export async function goBeforeMergersOf2025(owner: Pick<pg.Client, 'query'>): Promise<void> {
  const today = `SELECT id FROM unit WHERE lower(valid) = '${DAY_OF_2025}'`;
  for (const statement of [
    `DELETE FROM unit_successor WHERE on_date = '${DAY_OF_2025}'`,
    `DELETE FROM client_scope WHERE unit_id IN (${today})`,
    `DELETE FROM unit_alias WHERE unit_id IN (${today})`,
    `DELETE FROM unit WHERE id IN (${today})`,
    `UPDATE unit_alias SET valid = daterange(lower(valid), NULL) WHERE upper(valid) = '${DAY_OF_2025}'`,
    `UPDATE unit SET valid = daterange(lower(valid), NULL) WHERE upper(valid) = '${DAY_OF_2025}'`,
  ])
    await owner.query(statement);
}

/** The resolution of 2025 as an operator loads it, made of the files of the product; `on`: in place of its day. */
export function resolutionOf2025(): string {
  const communes = rowsOf('communes-2025.csv', ['code', 'type', 'name', 'province_code', 'valid_from', 'resolution']);
  const rows = rowsOf('commune-successors-2025.csv', [
    ...(['old_code', 'old_type', 'old_name', 'old_district_code', 'old_district', 'new_code', 'new_name', 'split'] as const),
  ]);
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  const lines = rows.map(({ old_code, old_name, new_code, split }) => {
    const next = byCode.get(new_code);
    return [split === 'yes' ? 'split' : 'merge', old_code, old_name, new_code, next?.name, next?.type].map(quote).join(',');
  });
  return ['kind,old_code,old_name,new_code,new_name,new_type', ...lines, ''].join('\n');
}

function rowsOf<Name extends string>(file: string, names: readonly Name[]): Readonly<Record<Name, string>>[] {
  const columns = names.map((name): Column<Name> => ({
    name,
    says: { vi: '', en: '' },
    example: '',
    isOptional: true,
    fits: () => true,
  }));
  return readCsv(readFileSync(`config/units/${file}`, 'utf8'), columns).rows.map(({ cells }) => cells);
}

function quote(cell = ''): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

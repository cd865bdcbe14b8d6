import { columns } from '../accept/columns.ts';
import type { CodeLine, TableName } from './code-line.ts';

/** What a change is: of the files, one code that was missing, a whole table, one row, or a change taken back. */
export type ChangeKind = 'files' | 'map' | 'import' | 'edit' | 'undo';

/** Rows that are ended and rows that are added, as one change. */
export interface RowsToWrite {
  readonly kind: ChangeKind;
  readonly ends: readonly number[];
  readonly adds: readonly CodeLine[];
  readonly by: string | null;
  readonly reason: string | null;
  readonly now: Date;
  readonly undoes?: number;
}

/** Runs a statement of the transaction and answers its rows. */
export type Run = <R>(text: string, values: readonly unknown[]) => Promise<readonly R[]>;

/** What became of a change. `changed`: not all of what was to be ended was still believed. */
export type WrittenRows = { readonly kind: 'written'; readonly id: number } | { readonly kind: 'changed' };

/** Of all who change a table one comes after the other. */
export async function lockTable(run: Run, name: TableName): Promise<void> {
  await run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`code-table ${keyOf(name)}`]);
}

/** `national/status/out`. */
export function keyOf({ partner, table, direction }: TableName): string {
  return `${partner}/${table}/${direction}`;
}

/** Ends rows in recorded time and adds others: nothing that was believed is ever overwritten. The table is locked by whoever calls. */
export async function writeRows(run: Run, { partner, table, direction }: TableName, change: RowsToWrite): Promise<WrittenRows> {
  const { kind, ends, adds, by, reason, now, undoes = null } = change;
  const [made] = await run<{ id: number | string }>(CHANGE, [
    ...[now, kind, by, reason, partner, table, direction],
    ...[adds.length, ends.length, undoes],
  ]);
  const id = Number(made?.id);
  const [ended] = await run<{ count: number }>(END, [now, id, ends]);
  if (ended?.count !== ends.length) return { kind: 'changed' };
  await run(ADD, [
    ...[now, id, by, partner, table, direction],
    ...columns(adds, ['fromCode', 'toCode', 'validFrom', 'validTo', 'legalBasis']),
  ]);
  return { kind: 'written', id };
}

const CHANGE = `
  INSERT INTO code_change (at, kind, by, reason, partner, table_name, direction, added, ended, undoes)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`;

const END = `
  WITH ended AS (
    UPDATE code_row SET recorded = tstzrange(lower(recorded), greatest($1::timestamptz, lower(recorded))), removed_in = $2
    WHERE id = ANY($3::bigint[]) AND upper_inf(recorded) RETURNING id
  )
  SELECT count(*)::int AS count FROM ended`;

const ADD = `
  INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by, legal_basis, added_in)
  SELECT $5, $4, $6, from_code, to_code, daterange(valid_from, valid_to), tstzrange($1, NULL), $3, legal_basis, $2
  FROM unnest($7::text[], $8::text[], $9::date[], $10::date[], $11::text[]) AS n (from_code, to_code, valid_from, valid_to, legal_basis)`;

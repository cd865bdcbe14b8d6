import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';

/** A list of the national portal: its rows as they were received, and when. */
export interface KeptList {
  readonly rows: readonly unknown[];
  readonly fetchedAt: Date;
}

/** The list of that name, in any case of it. */
export async function readList(pool: pg.Pool, name: string): Promise<KeptList | undefined> {
  const [list] = await query<KeptList>(pool, {
    name: 'catalogue-list',
    text: 'SELECT rows, fetched_at AS "fetchedAt" FROM catalogue_list WHERE lower(name) = lower($1) LIMIT 1',
    values: [name],
  });
  return list;
}

/** The record of a procedure as it was received, as far as it is believed on that day; null: there is none. */
export async function readShown(pool: pg.Pool, code: string, at: LegalDay): Promise<unknown> {
  const [row] = await query<{ raw: unknown }>(pool, {
    name: 'catalogue-shown',
    text: 'SELECT raw FROM procedure_detail WHERE code = $1 AND upper_inf(recorded) AND valid @> $2::date LIMIT 1',
    values: [code, at],
  });
  return row?.raw ?? null;
}

import pg from 'pg';
import { PROCEDURE_ALIASES, type LegalDay } from '#canonical';
import { inTransaction } from '../database.ts';
import { writeDown, type Act } from './write-down.ts';

/** A row that a table lacks. `validFrom` absent: without limit. */
export interface CodeToMap {
  readonly partner: string;
  readonly table: string;
  readonly direction: string;
  readonly fromCode: string;
  readonly toCode: string;
  readonly validFrom: LegalDay | undefined;
}

/** A procedure that is not known, by the national part of its code. */
export interface NewProcedure {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  readonly validFrom: LegalDay | undefined;
}

/**
 * What became of it. `waiting`: lanes that waited for it · `already-mapped`: there is a row for that code at that time ·
 * `table-unknown` · `target-unknown`: the table leads nowhere like that.
 */
export type Mapped =
  | { readonly kind: 'mapped'; readonly waiting: number; readonly recordedAt: Date }
  | { readonly kind: 'already-mapped' | 'table-unknown' | 'target-unknown' };

const EXCLUSION_VIOLATION = '23P01';

/** Adds a row to a table of codes, writes that down, and tells the processes. Nothing that is there is ever changed. */
export function mapCode(pool: pg.Pool, wanted: CodeToMap, act: Act): Promise<Mapped> {
  const { partner, table, direction, fromCode, toCode, validFrom } = wanted;
  return unlessThere(() =>
    inTransaction(pool, async (db) => {
      const known = await db.query<{ is_table: boolean; is_target: boolean }>({
        name: 'code-map-known',
        text: KNOWN,
        values: [partner, table, direction, toCode],
      });
      const [found] = known.rows;
      if (found?.is_table !== true) return { kind: 'table-unknown' };
      if (!found.is_target) return { kind: 'target-unknown' };
      await db.query({
        name: 'code-map',
        text: INSERT_CODE,
        values: [table, partner, direction, fromCode, toCode, validFrom ?? null, act.now, act.by],
      });
      const waiting = await countWaiting(db, [partner, table, fromCode]);
      const subject = `${partner}/${table}/${fromCode}`;
      await writeDown(db, act, {
        act: 'code.map',
        subject,
        details: { direction, toCode, validFrom: validFrom ?? null, waiting },
      });
      await db.query('NOTIFY codes_changed');
      return { kind: 'mapped', waiting, recordedAt: act.now };
    }),
  );
}

/** Adds a procedure, for all partners, in the same way. */
export function addProcedure(pool: pg.Pool, wanted: NewProcedure, act: Act): Promise<Mapped> {
  const { code, name, fieldCode, fieldName, validFrom } = wanted;
  return unlessThere(() =>
    inTransaction(pool, async (db) => {
      await db.query({
        name: 'procedure-add',
        text: INSERT_PROCEDURE,
        values: [code, name, fieldCode, fieldName, validFrom ?? null, act.now, act.by],
      });
      const waiting = await countWaiting(db, [null, PROCEDURE_ALIASES, code]);
      const details = { name, fieldCode, fieldName, validFrom: validFrom ?? null, waiting };
      await writeDown(db, act, { act: 'procedure.add', subject: code, details });
      await db.query('NOTIFY codes_changed');
      return { kind: 'mapped', waiting, recordedAt: act.now };
    }),
  );
}

/** The database itself keeps two rows of one code from being valid and believed at the same time. */
async function unlessThere(add: () => Promise<Mapped>): Promise<Mapped> {
  try {
    return await add();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === EXCLUSION_VIOLATION) return { kind: 'already-mapped' };
    throw error;
  }
}

async function countWaiting(db: pg.PoolClient, values: readonly (string | null)[]): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>({ name: 'code-map-waiting', text: WAITING, values: [...values] });
  return rows[0]?.waiting ?? 0;
}

const KNOWN = `
  SELECT EXISTS (SELECT FROM code_row
      WHERE partner = $1 AND table_name = $2 AND direction = $3 AND upper_inf(recorded)) AS is_table,
    CASE $2 WHEN '${PROCEDURE_ALIASES}' THEN EXISTS (SELECT FROM procedure WHERE code = $4 AND upper_inf(recorded))
      ELSE EXISTS (SELECT FROM code_row
        WHERE partner = $1 AND table_name = $2 AND direction = $3 AND to_code = $4 AND upper_inf(recorded)) END AS is_target`;

const INSERT_CODE = `
  INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
  VALUES ($1, $2, $3, $4, $5, daterange($6, NULL), tstzrange($7, NULL), $8)`;

const INSERT_PROCEDURE = `
  INSERT INTO procedure (code, name, field_code, field_name, valid, recorded, recorded_by)
  VALUES ($1, $2, $3, $4, daterange($5, NULL), tstzrange($6, NULL), $7)`;

// A code of a procedure may come with a suffix behind its national part.
const WAITING = `
  SELECT count(*)::int AS waiting FROM incident i JOIN lane_wait w ON w.fingerprint = i.fingerprint
  WHERE i.kind = 'unmapped' AND i.cleared_at IS NULL AND ($1::text IS NULL OR i.partner = $1) AND i.table_name = $2
    AND (i.from_code = $3 OR ($1::text IS NULL AND substring(i.from_code FROM '^\\d\\.\\d{6}') = $3))`;

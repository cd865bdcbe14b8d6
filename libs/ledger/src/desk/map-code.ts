import pg from 'pg';
import { instantOf, legalDay, PROCEDURE_ALIASES, type LegalDay } from '#canonical';
import { inTransaction, query } from '../database.ts';
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

/** The days on which a row holds: half open, null = without limit. */
export interface Period {
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
}

/** A row that was added. */
export interface MappedRow {
  readonly kind: 'mapped';
  /** From the day that was asked for until the day on which the next known row begins. */
  readonly period: Period;
  /** Lanes that waited for it and whose day lies in that period. */
  readonly waiting: number;
  /** Lanes that wait for that code on, since their day lies outside. */
  readonly stillWaiting: number;
  readonly recordedAt: Date;
}

/**
 * What became of it. `already-mapped`: on the first day that was asked for there is a row for that code · `table-unknown` ·
 * `target-unknown`: the table leads nowhere like that.
 */
export type Mapped =
  | MappedRow
  | { readonly kind: 'already-mapped'; readonly known: Period | null }
  | { readonly kind: 'table-unknown' | 'target-unknown' };

/** Which code; `partner` null: a procedure, for all partners. */
interface Wanted {
  readonly partner: string | null;
  readonly table: string;
  readonly code: string;
}

const EXCLUSION_VIOLATION = '23P01';

/** Adds a row to a table of codes, writes that down, and tells the processes. Nothing that is there is ever changed. */
export function mapCode(pool: pg.Pool, wanted: CodeToMap, act: Act): Promise<Mapped> {
  const { partner, table, direction, fromCode, toCode, validFrom } = wanted;
  const from = validFrom ?? null;
  const add = (): Promise<Mapped> =>
    inTransaction(pool, async (db) => {
      const known = await db.query<{ is_table: boolean; is_target: boolean }>({
        name: 'code-map-known',
        text: KNOWN,
        values: [partner, table, direction, toCode],
      });
      const [found] = known.rows;
      if (found?.is_table !== true) return { kind: 'table-unknown' };
      if (!found.is_target) return { kind: 'target-unknown' };
      const values = [table, partner, direction, fromCode, toCode, from, act.now, act.by];
      const period = await insert(db, { name: 'code-map', text: INSERT_CODE, values });
      const waiting = await countWaiting(db, { partner, table, code: fromCode }, { period, now: act.now });
      const subject = `${partner}/${table}/${fromCode}`;
      await writeDown(db, act, { act: 'code.map', subject, details: { direction, toCode, ...period, ...waiting } });
      await db.query('NOTIFY codes_changed');
      return { kind: 'mapped', period, ...waiting, recordedAt: act.now };
    });
  return unlessThere(add, () =>
    readKnown(pool, { name: 'code-known', text: KNOWN_CODE, values: [table, partner, direction, fromCode, from] }),
  );
}

/** Adds a procedure, for all partners, in the same way. */
export function addProcedure(pool: pg.Pool, wanted: NewProcedure, act: Act): Promise<Mapped> {
  const { code, name, fieldCode, fieldName, validFrom } = wanted;
  const from = validFrom ?? null;
  const add = (): Promise<Mapped> =>
    inTransaction(pool, async (db) => {
      const values = [code, name, fieldCode, fieldName, from, act.now, act.by];
      const period = await insert(db, { name: 'procedure-add', text: INSERT_PROCEDURE, values });
      const waiting = await countWaiting(db, { partner: null, table: PROCEDURE_ALIASES, code }, { period, now: act.now });
      const details = { name, fieldCode, fieldName, ...period, ...waiting };
      await writeDown(db, act, { act: 'procedure.add', subject: code, details });
      await db.query('NOTIFY codes_changed');
      return { kind: 'mapped', period, ...waiting, recordedAt: act.now };
    });
  return unlessThere(add, () => readKnown(pool, { name: 'procedure-known', text: KNOWN_PROCEDURE, values: [code, from] }));
}

/** The database itself keeps two rows of one code from being valid and believed at the same time. */
async function unlessThere(add: () => Promise<Mapped>, known: () => Promise<Period | null>): Promise<Mapped> {
  try {
    return await add();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === EXCLUSION_VIOLATION)
      return { kind: 'already-mapped', known: await known() };
    throw error;
  }
}

async function insert(db: pg.PoolClient, statement: pg.QueryConfig): Promise<Period> {
  const { rows } = await db.query<Period>(statement);
  const [period] = rows;
  if (period === undefined) throw new Error('a row was added and not returned');
  return period;
}

/** The row that holds on the first day that was asked for. Null: it came and went meanwhile. */
async function readKnown(pool: pg.Pool, statement: pg.QueryConfig): Promise<Period | null> {
  return (await query<Period>(pool, statement))[0] ?? null;
}

async function countWaiting(
  db: pg.PoolClient,
  { partner, table, code }: Wanted,
  { period: { validFrom, validTo }, now }: { period: Period; now: Date },
): Promise<Pick<MappedRow, 'waiting' | 'stillWaiting'>> {
  const today = legalDay(instantOf(now));
  const { rows } = await db.query<Pick<MappedRow, 'waiting' | 'stillWaiting'>>({
    name: 'code-map-waiting',
    text: WAITING,
    values: [partner, table, code, validFrom, validTo, today],
  });
  return rows[0] ?? { waiting: 0, stillWaiting: 0 };
}

const KNOWN = `
  SELECT EXISTS (SELECT FROM code_row
      WHERE partner = $1 AND table_name = $2 AND direction = $3 AND upper_inf(recorded)) AS is_table,
    CASE $2 WHEN '${PROCEDURE_ALIASES}' THEN EXISTS (SELECT FROM procedure WHERE code = $4 AND upper_inf(recorded))
      ELSE EXISTS (SELECT FROM code_row
        WHERE partner = $1 AND table_name = $2 AND direction = $3 AND to_code = $4 AND upper_inf(recorded)) END AS is_target`;

const PERIOD = 'lower(valid) AS "validFrom", upper(valid) AS "validTo"';

// A row ends where the next one begins, so that a row of a later day leaves the days before it free. Where the first day is taken the
// database refuses it.
const INSERT_CODE = `
  INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
  SELECT $1, $2, $3, $4, $5, daterange($6, min(lower(valid))), tstzrange($7, NULL), $8 FROM code_row
  WHERE table_name = $1 AND partner = $2 AND direction = $3 AND from_code = $4 AND upper_inf(recorded)
    AND lower(valid) > coalesce($6::date, '-infinity')
  RETURNING ${PERIOD}`;

const INSERT_PROCEDURE = `
  INSERT INTO procedure (code, name, field_code, field_name, valid, recorded, recorded_by)
  SELECT $1, $2, $3, $4, daterange($5, min(lower(valid))), tstzrange($6, NULL), $7 FROM procedure
  WHERE code = $1 AND upper_inf(recorded) AND lower(valid) > coalesce($5::date, '-infinity')
  RETURNING ${PERIOD}`;

const TAKEN = (first: string): string =>
  `upper_inf(recorded) AND CASE WHEN ${first}::date IS NULL THEN lower_inf(valid) ELSE valid @> ${first}::date END`;

const KNOWN_CODE = `
  SELECT ${PERIOD} FROM code_row
  WHERE table_name = $1 AND partner = $2 AND direction = $3 AND from_code = $4 AND ${TAKEN('$5')}`;

const KNOWN_PROCEDURE = `SELECT ${PERIOD} FROM procedure WHERE code = $1 AND ${TAKEN('$2')}`;

// A code of a procedure may come with a suffix behind its national part. Procedures are those of the day of reception, all other codes
// those of today: as lanes are released.
const WAITING = `
  SELECT count(*) FILTER (WHERE goes)::int AS waiting, count(*) FILTER (WHERE NOT goes)::int AS "stillWaiting" FROM (
    SELECT daterange($4, $5) @> CASE $2 WHEN '${PROCEDURE_ALIASES}' THEN coalesce(o.received_on, $6::date) ELSE $6::date END AS goes
    FROM incident i JOIN lane_wait w ON w.fingerprint = i.fingerprint JOIN dossier o ON o.id = w.dossier_id
    WHERE i.kind = 'unmapped' AND i.cleared_at IS NULL AND ($1::text IS NULL OR i.partner = $1) AND i.table_name = $2
      AND (i.from_code = $3 OR ($1::text IS NULL AND substring(i.from_code FROM '^\\d\\.\\d{6}') = $3))) waiting`;

import pg from 'pg';
import { instantOf, legalDay, PROCEDURE_ALIASES, type CodeDirection, type LegalDay } from '#canonical';
import type { CodeLine, CodeTableRow } from '../code-tables/code-line.ts';
import { countWaiting, type Waiting } from '../code-tables/count-waiting.ts';
import { circles } from '../code-tables/judge-lines.ts';
import { readTable } from '../code-tables/read-table.ts';
import { lockTable, writeRows, type Run } from '../code-tables/write-rows.ts';
import { inTransaction, query } from '../database.ts';
import { writeDown, type Act } from './write-down.ts';

/** A row that a table lacks. `validFrom` absent: without limit. */
export interface CodeToMap {
  readonly partner: string;
  readonly table: string;
  readonly direction: CodeDirection;
  readonly fromCode: string;
  readonly toCode: string;
  readonly validFrom: LegalDay | undefined;
  readonly legalBasis?: string | undefined;
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
 * `target-unknown`: the table leads nowhere like that · `in-circle`: from there the aliases lead back.
 */
export type Mapped =
  | MappedRow
  | { readonly kind: 'already-mapped'; readonly known: Period | null }
  | { readonly kind: 'table-unknown' | 'target-unknown' | 'in-circle' };

const EXCLUSION_VIOLATION = '23P01';

/** Adds a row to a table of codes, writes that down, and tells the processes. Nothing that is there is ever changed. */
export function mapCode(pool: pg.Pool, wanted: CodeToMap, act: Act): Promise<Mapped> {
  const { partner, table, direction, fromCode, validFrom } = wanted;
  const values = [table, partner, direction, fromCode, validFrom ?? null];
  return unlessThere(
    () => inTransaction(pool, (db) => addRow(db, wanted, act)),
    () => readKnown(pool, { name: 'code-known', text: KNOWN_CODE, values }),
  );
}

async function addRow(db: pg.PoolClient, wanted: CodeToMap, act: Act): Promise<Mapped> {
  const { partner, table, direction, fromCode, toCode, validFrom, legalBasis = null } = wanted;
  const name = { partner, table, direction };
  const run: Run = async <R>(text: string, values: readonly unknown[]) => (await db.query(text, [...values])).rows as R[];
  await lockTable(run, name);
  const believed = await readTable(db, name);
  if (believed.length === 0) return { kind: 'table-unknown' };
  if (!(await isTarget(db, wanted, believed))) return { kind: 'target-unknown' };
  const period = { validFrom: validFrom ?? null, validTo: firstAfter(believed, wanted) };
  const line: CodeLine = { fromCode, toCode, ...period, legalBasis };
  const lines = [line, ...believed].map((one, at) => ({ ...one, line: at }));
  if (table === PROCEDURE_ALIASES && circles(lines).length > 0) return { kind: 'in-circle' };
  await writeRows(run, name, { kind: 'map', ends: [], adds: [line], by: act.by, reason: act.reason, now: act.now });
  const waiting = await countWaiting(db, name, { lines: [line], now: act.now });
  const subject = `${partner}/${table}/${fromCode}`;
  await writeDown(db, act, { act: 'code.map', subject, details: { direction, toCode, ...period, ...waiting } });
  await db.query('NOTIFY codes_changed');
  return { kind: 'mapped', period, ...waiting, recordedAt: act.now };
}

/** Where the table leads already; for a procedure, whatever is one or leads to one. */
async function isTarget(db: pg.PoolClient, { table, toCode }: CodeToMap, believed: readonly CodeLine[]): Promise<boolean> {
  if (table !== PROCEDURE_ALIASES) return believed.some((row) => row.toCode === toCode);
  if (believed.some((row) => row.fromCode === toCode)) return true;
  const { rowCount } = await db.query({ name: 'code-map-target', text: IS_PROCEDURE, values: [toCode] });
  return rowCount === 1;
}

/**
 * A row ends where the next one begins, so that a row of a later day leaves the days before it free. Where the first day is taken the database
 * refuses it.
 */
function firstAfter(believed: readonly CodeTableRow[], { fromCode, validFrom }: CodeToMap): LegalDay | null {
  const later = believed
    .filter((row) => row.fromCode === fromCode)
    .flatMap((row) => (row.validFrom === null || row.validFrom <= (validFrom ?? '') ? [] : [row.validFrom]));
  return later.toSorted()[0] ?? null;
}

/** Adds a procedure, for all partners, in the same way. */
export function addProcedure(pool: pg.Pool, wanted: NewProcedure, act: Act): Promise<Mapped> {
  const { code, name, fieldCode, fieldName, validFrom } = wanted;
  const from = validFrom ?? null;
  const add = (): Promise<Mapped> =>
    inTransaction(pool, async (db) => {
      const values = [code, name, fieldCode, fieldName, from, act.now, act.by];
      const period = await insert(db, { name: 'procedure-add', text: INSERT_PROCEDURE, values });
      const waiting = await countWaitingForProcedure(db, code, { period, now: act.now });
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

async function countWaitingForProcedure(
  db: pg.PoolClient,
  code: string,
  { period: { validFrom, validTo }, now }: { period: Period; now: Date },
): Promise<Waiting> {
  const today = legalDay(instantOf(now));
  const values = [code, validFrom, validTo, today];
  const { rows } = await db.query<Waiting>({ name: 'procedure-add-waiting', text: WAITING, values });
  return rows[0] ?? { waiting: 0, stillWaiting: 0 };
}

const IS_PROCEDURE = 'SELECT 1 WHERE EXISTS (SELECT FROM procedure WHERE code = $1 AND upper_inf(recorded))';

const PERIOD = 'lower(valid) AS "validFrom", upper(valid) AS "validTo"';

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

// A code of a procedure may come with a suffix behind its national part. Procedures are those of the day of reception: as lanes are released.
const WAITING = `
  SELECT count(*) FILTER (WHERE goes)::int AS waiting, count(*) FILTER (WHERE NOT goes)::int AS "stillWaiting" FROM (
    SELECT daterange($2, $3) @> coalesce(o.received_on, $4::date) AS goes
    FROM incident i JOIN lane_wait w ON w.fingerprint = i.fingerprint JOIN dossier o ON o.id = w.dossier_id
    WHERE i.kind = 'unmapped' AND i.cleared_at IS NULL AND i.table_name = '${PROCEDURE_ALIASES}'
      AND substring(i.from_code FROM '^\\d\\.\\d{6}') = $1) waiting`;

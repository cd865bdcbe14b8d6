import type pg from 'pg';
import type { LegalDay, ProcedureDetail } from '#canonical';
import { query } from '../database.ts';
import type { Since } from './since.ts';

/** A procedure in one period, half-open legal days; null = without limit. */
export interface CatalogueProcedure {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  /** Level of online service; null = not known. */
  readonly level: string | null;
  /** `ended`: not on the day that was asked about; then this is its last period before. */
  readonly state: 'active' | 'ended';
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  /** When this was recorded, or taken back. */
  readonly changedAt: Date;
}

/** A procedure with what the national portal says of it; null = it was not asked yet, which is not the same as none. */
export interface DetailedProcedure extends CatalogueProcedure {
  readonly detail: ProcedureDetail | null;
  /** The record as it was received. */
  readonly raw: unknown;
}

/** Which page of the procedures. */
export interface ProcedureOrder {
  readonly at: LegalDay;
  readonly since: Since | undefined;
  /** The code behind which the page begins. */
  readonly after: string;
  readonly limit: number;
}

/** A page of the list of a day, or of what changed in it. */
export function readProcedures(pool: pg.Pool, { at, since, after, limit }: ProcedureOrder): Promise<CatalogueProcedure[]> {
  if (since === undefined) return query(pool, { name: 'catalogue-procedures', text: ON_A_DAY, values: [at, after, limit] });
  const values = [at, since.version, since.day, after, limit];
  return query(pool, { name: 'catalogue-changed-procedures', text: CHANGED, values });
}

/** One procedure by its national code. */
export async function readProcedure(pool: pg.Pool, code: string, at: LegalDay): Promise<DetailedProcedure | undefined> {
  const [row] = await query<DetailedProcedure>(pool, { name: 'catalogue-procedure', text: ONE, values: [at, code] });
  return row;
}

// What is ended is shown with the details of its last day. A change of details is a change of the entry.
const ENTRY = `p.code, p.name, p.field_code AS "fieldCode", p.field_name AS "fieldName", d.detail->>'level' AS level,
  lower(p.valid)::text AS "validFrom", upper(p.valid)::text AS "validTo",
  greatest(coalesce(upper(p.recorded), lower(p.recorded)), lower(d.recorded)) AS "changedAt",
  CASE WHEN upper_inf(p.recorded) AND p.valid @> $1::date THEN 'active' ELSE 'ended' END AS state`;

const WITH_DETAIL = `procedure p LEFT JOIN procedure_detail d ON d.code = p.code AND upper_inf(d.recorded)
    AND d.valid @> least($1::date, upper(p.valid) - 1)`;

// What is not ended is believed, whichever clock is a little behind.
const ON_A_DAY = `
  SELECT ${ENTRY} FROM ${WITH_DETAIL}
  WHERE upper_inf(p.recorded) AND p.valid @> $1::date AND p.code > $2 ORDER BY p.code LIMIT $3`;

// Of each code the period of that day; where there is none, the last one that began until then, and rather one that is still believed.
const LAST = `(lower_inf(p.valid) OR lower(p.valid) <= $1::date)
  ORDER BY p.code, (upper_inf(p.recorded) AND p.valid @> $1::date) DESC, upper_inf(p.recorded) DESC, lower(p.valid) DESC NULLS LAST,
    lower(p.recorded) DESC`;

const ONE = `SELECT DISTINCT ON (p.code) ${ENTRY}, d.detail, d.raw FROM ${WITH_DETAIL} WHERE p.code = $2 AND ${LAST}`;

// Changed is what was recorded since, and what began or ended by itself because days went by.
const CHANGED_ROWS = `made_in > $2 OR ended_in > $2 OR lower(valid) > $3::date AND lower(valid) <= $1::date
        OR upper(valid) > $3::date AND upper(valid) <= $1::date`;

const CHANGED = `
  SELECT DISTINCT ON (p.code) ${ENTRY}
  FROM ${WITH_DETAIL}
  WHERE p.code IN (
      SELECT code FROM procedure WHERE ${CHANGED_ROWS}
      UNION SELECT code FROM procedure_detail WHERE ${CHANGED_ROWS})
    AND p.code > $4 AND ${LAST} LIMIT $5`;

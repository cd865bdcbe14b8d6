import type pg from 'pg';
import { Agencies, CodeSnapshot, sha256, type CodeRow, type LegalDay, type ProcedureRow } from '#canonical';
import { query } from './database.ts';
import { readUnitRows } from './unit-rows.ts';

interface DatedRow {
  valid_from: LegalDay | null;
  valid_to: LegalDay | null;
}

/** Of whom, and as they were believed at which time; now, without one. */
interface CodesWanted {
  readonly delivers: boolean;
  readonly at?: Date;
}

/**
 * The code tables as they are believed now, as one immutable snapshot; its version names exactly this content. With the
 * identifiers of units for whoever delivers.
 */
export async function readCodes(pool: pg.Pool, { delivers, at }: CodesWanted): Promise<CodeSnapshot> {
  const believed = at === undefined ? 'upper_inf(recorded)' : 'recorded @> $1::timestamptz';
  const values = at === undefined ? [] : [at];
  const [codes, procedures, units] = await Promise.all([
    query<DatedRow & { table_name: string; partner: string; from_code: string; to_code: string }>(pool, {
      text: codesThat(believed),
      values,
    }),
    query<DatedRow & { code: string; name: string; field_code: string; field_name: string }>(pool, {
      text: proceduresThat(believed),
      values,
    }),
    delivers ? readUnitRows(pool) : [],
  ]);
  const codeRows: CodeRow[] = codes.map((row) => ({
    ...{ table: row.table_name, partner: row.partner, from: row.from_code, to: row.to_code },
    ...validity(row),
  }));
  const procedureRows: ProcedureRow[] = procedures.map((row) => ({
    ...{ code: row.code, name: row.name, fieldCode: row.field_code, fieldName: row.field_name },
    ...validity(row),
  }));
  const version = sha256(JSON.stringify([codeRows, procedureRows, ...(delivers ? [units] : [])])).slice(0, 12);
  return new CodeSnapshot(version, codeRows, procedureRows, new Agencies(units));
}

const VALIDITY = 'lower(valid)::text AS valid_from, upper(valid)::text AS valid_to';
// What is not ended is believed, whichever clock is a little behind: who releases lanes by a row must have it too.
const codesThat = (believed: string): string => `
  SELECT table_name, partner, from_code, to_code, ${VALIDITY} FROM code_row
  WHERE direction = 'out' AND ${believed} ORDER BY partner, table_name, from_code, lower(valid)`;
const proceduresThat = (believed: string): string => `
  SELECT code, name, field_code, field_name, ${VALIDITY} FROM procedure
  WHERE ${believed} ORDER BY code, lower(valid)`;

function validity({ valid_from, valid_to }: DatedRow): { validFrom?: LegalDay; validTo?: LegalDay } {
  return { ...(valid_from === null ? {} : { validFrom: valid_from }), ...(valid_to === null ? {} : { validTo: valid_to }) };
}

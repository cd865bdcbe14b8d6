import type pg from 'pg';
import type { CodeDirection, CodeRow, CodeRows, LegalDay, ProcedureRow, UnitCodeRow } from '#canonical';
import { query } from '../database.ts';
import type { NamedVersions, Versions } from './versions.ts';

/** Which rows are read: those that were made or ended since these versions, or, without any, all. */
export interface RowsWanted {
  readonly since: Versions | undefined;
  /** What was believed at that moment or later is read as well; undefined: only what is believed now. */
  readonly historyFrom: Date | undefined;
}

/** Reads rows of code tables, procedures and, where history is kept, identifiers of units, in the transaction of that connection. */
export async function readCodeRows(db: pg.PoolClient, { since, historyFrom }: RowsWanted): Promise<CodeRows> {
  const read = async <R extends pg.QueryResultRow>(name: string, text: string, version: number | undefined): Promise<R[]> => {
    const which = version === undefined ? { suffix: '', where: ALL, values: [historyFrom ?? 'infinity'] } : SINCE(version);
    return (await db.query<R>({ name: `${name}${which.suffix}`, text: `${text} ${which.where}`, values: which.values })).rows;
  };
  const codes = await read<CodeRecord>('snapshot-codes', CODES, since?.codes);
  const procedures = await read<ProcedureRecord>('snapshot-procedures', PROCEDURES, since?.procedures);
  const unitCodes = historyFrom !== undefined ? await read<UnitCodeRecord>('snapshot-unit-codes', UNIT_CODES, since?.units) : [];
  return {
    codes: codes.map((row): CodeRow => ({ ...row.content, ...timesOf(row) })),
    procedures: procedures.map((row): ProcedureRow => ({ ...row.content, ...timesOf(row) })),
    unitCodes: unitCodes.map((row): UnitCodeRow => ({ ...row.content, ...timesOf(row) })),
  };
}

type KnownRows = Pick<CodeRows, 'codes' | 'procedures'>;

/** What was believed at these versions, as it was then: nothing of it was ended yet. */
export function readCodeRowsAt(pool: pg.Pool, at: Omit<NamedVersions, 'units'>): Promise<KnownRows> {
  const notEnded = <R extends TimedRecord>(row: R): R => ({ ...row, recorded_to: null });
  return readWhere(pool, { suffix: '-at', where: AT, codes: at.codes, procedures: at.procedures }, notEnded);
}

/** What was believed at an instant, however long ago, with the times of its recording. */
export function readCodeRowsKnownAt(pool: pg.Pool, at: Date): Promise<KnownRows> {
  return readWhere(pool, { suffix: '-known', where: KNOWN_AT, codes: at, procedures: at }, (row) => row);
}

interface Where {
  readonly suffix: string;
  readonly where: string;
  /** The value of the condition for each list. */
  readonly codes: unknown;
  readonly procedures: unknown;
}

async function readWhere(pool: pg.Pool, which: Where, see: <R extends TimedRecord>(row: R) => R): Promise<KnownRows> {
  const { suffix, where } = which;
  const [codes, procedures] = await Promise.all([
    query<CodeRecord>(pool, { name: `snapshot-codes${suffix}`, text: `${CODES} ${where}`, values: [which.codes] }),
    query<ProcedureRecord>(pool, {
      name: `snapshot-procedures${suffix}`,
      text: `${PROCEDURES} ${where}`,
      values: [which.procedures],
    }),
  ]);
  return {
    codes: codes.map((row): CodeRow => ({ ...row.content, ...timesOf(see(row)) })),
    procedures: procedures.map((row): ProcedureRow => ({ ...row.content, ...timesOf(see(row)) })),
  };
}

interface TimedRecord {
  readonly id: number;
  readonly valid_from: LegalDay | null;
  readonly valid_to: LegalDay | null;
  readonly recorded_from: number;
  readonly recorded_to: number | null;
}

interface CodeRecord extends TimedRecord {
  readonly content: { table: string; partner: string; direction: CodeDirection; from: string; to: string };
}

interface ProcedureRecord extends TimedRecord {
  readonly content: { code: string; name: string; fieldCode: string; fieldName: string };
}

interface UnitCodeRecord extends TimedRecord {
  readonly content: { scheme: string; code: string; unitId: number };
}

function timesOf({
  id,
  valid_from,
  valid_to,
  recorded_from,
  recorded_to,
}: TimedRecord): Pick<CodeRow, 'id' | 'validFrom' | 'validTo' | 'recordedFrom' | 'recordedTo'> {
  return {
    ...{ id, recordedFrom: recorded_from },
    ...(valid_from === null ? {} : { validFrom: valid_from }),
    ...(valid_to === null ? {} : { validTo: valid_to }),
    ...(recorded_to === null ? {} : { recordedTo: recorded_to }),
  };
}

// Microseconds, as they are stored. What was ended at the instant at which it was recorded was believed at none: its range is empty.
const MICROS = (bound: string): string => `(extract(epoch FROM ${bound}(recorded)) * 1000000)::bigint`;
const TIMES = `id, lower(valid)::text AS valid_from, upper(valid)::text AS valid_to, coalesce(${MICROS('lower')}, 0) AS recorded_from,
  CASE WHEN isempty(recorded) THEN 0 ELSE ${MICROS('upper')} END AS recorded_to`;

const ALL = 'WHERE upper_inf(recorded) OR upper(recorded) > $1::timestamptz ORDER BY id';
const KNOWN_AT = 'WHERE recorded @> $1::timestamptz ORDER BY id';
const SINCE = (version: number) => ({
  suffix: '-since',
  where: 'WHERE made_in > $1 OR ended_in > $1 ORDER BY id',
  values: [version],
});
// What had ended before there were versions has none of its end.
const AT = 'WHERE made_in <= $1 AND (ended_in > $1 OR upper_inf(recorded)) ORDER BY id';

const CODES = `
  SELECT ${TIMES}, json_build_object('table', table_name, 'partner', partner, 'direction', direction, 'from', from_code, 'to', to_code) AS content
  FROM code_row`;
const PROCEDURES = `
  SELECT ${TIMES}, json_build_object('code', code, 'name', name, 'fieldCode', field_code, 'fieldName', field_name) AS content
  FROM procedure`;
const UNIT_CODES = `
  SELECT ${TIMES}, json_build_object('scheme', scheme, 'code', code, 'unitId', unit_id) AS content FROM unit_alias`;

import type pg from 'pg';
import type { CodeDirection, CodeRow, CodeRows, LegalDay, ProcedureRow, UnitCodeRow } from '#canonical';
import { query } from '../database.ts';
import type { NamedVersions, Versions } from './versions.ts';

/** Which rows are read: those that were made or ended since these versions, or, without any, all. */
export interface RowsWanted {
  readonly since: Versions | undefined;
  /** Whether what is no longer believed is read as well. */
  readonly isHistoryKept: boolean;
}

/** Reads rows of code tables, procedures and, where history is kept, identifiers of units, in the transaction of that connection. */
export async function readCodeRows(db: pg.PoolClient, { since, isHistoryKept }: RowsWanted): Promise<CodeRows> {
  const read = async <R extends pg.QueryResultRow>(name: string, text: string, version: number | undefined): Promise<R[]> => {
    const which = version === undefined ? { suffix: '', where: ALL, values: [isHistoryKept] } : SINCE(version);
    return (await db.query<R>({ name: `${name}${which.suffix}`, text: `${text} ${which.where}`, values: which.values })).rows;
  };
  const codes = await read<CodeRecord>('snapshot-codes', CODES, since?.codes);
  const procedures = await read<ProcedureRecord>('snapshot-procedures', PROCEDURES, since?.procedures);
  const unitCodes = isHistoryKept ? await read<UnitCodeRecord>('snapshot-unit-codes', UNIT_CODES, since?.units) : [];
  return {
    codes: codes.map((row): CodeRow => ({ ...row.content, ...timesOf(row) })),
    procedures: procedures.map((row): ProcedureRow => ({ ...row.content, ...timesOf(row) })),
    unitCodes: unitCodes.map((row): UnitCodeRow => ({ ...row.content, ...timesOf(row) })),
  };
}

/** What was believed at these versions, as it was then: nothing of it was ended yet. */
export async function readCodeRowsAt(
  pool: pg.Pool,
  at: Omit<NamedVersions, 'units'>,
): Promise<Pick<CodeRows, 'codes' | 'procedures'>> {
  const [codes, procedures] = await Promise.all([
    query<CodeRecord>(pool, { name: 'snapshot-codes-at', text: `${CODES} ${AT}`, values: [at.codes] }),
    query<ProcedureRecord>(pool, { name: 'snapshot-procedures-at', text: `${PROCEDURES} ${AT}`, values: [at.procedures] }),
  ]);
  return {
    codes: codes.map((row): CodeRow => ({ ...row.content, ...timesOf({ ...row, recorded_to: null }) })),
    procedures: procedures.map((row): ProcedureRow => ({ ...row.content, ...timesOf({ ...row, recorded_to: null }) })),
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

const ALL = 'WHERE upper_inf(recorded) OR $1 ORDER BY id';
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

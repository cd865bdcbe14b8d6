import type pg from 'pg';
import { dayColumn, noteColumn, readCsv, type CsvRow, type RowFault } from '#runtime';
import { columns } from '../accept/columns.ts';
import { inTransaction } from '../database.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { UnitRefused } from '../mergers/merger.ts';
import { codeColumn, column, isIdentifier } from '../mergers/read-resolution.ts';

/** The schemes in which a unit has codes, besides the administrative one: two of agency identifiers, and numbers for other purposes. */
export const ALIAS_SCHEMES = ['decision-20', 'qcvn-102', '38', '54', '58'] as const;

/** The columns of codes that the province hands over. */
export const ALIAS_COLUMNS = [
  column('scheme', {
    ...{ example: 'decision-20', fits: (cell) => ALIAS_SCHEMES.includes(cell as (typeof ALIAS_SCHEMES)[number]) },
    says: { vi: ALIAS_SCHEMES.join(', '), en: `one of ${ALIAS_SCHEMES.join(', ')}` },
  }),
  column('code', {
    ...{ example: 'H56.145', fits: (cell) => /^[0-9A-Z.]{1,35}$/.test(cell) },
    says: { vi: 'chữ số, chữ hoa và dấu chấm, nhiều nhất 35 ký tự', en: 'digits, capitals and dots, 35 characters at most' },
  }),
  codeColumn('administrative_code'),
  dayColumn('valid_from'),
  noteColumn('legal_basis'),
] as const;

type Row = CsvRow<(typeof ALIAS_COLUMNS)[number]['name']>;

/** What came of it: codes that are new, and rows that were believed and are ended. */
export interface LoadedAliases {
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
}

interface Wanted {
  readonly line: number;
  readonly scheme: string;
  readonly code: string;
  readonly unitId: number | null;
  readonly from: string;
  readonly to: string | null;
  readonly legalBasis: string | null;
}

/**
 * Loads codes of units, whole or not at all: each holds from its day to the end of its unit, in the place of what the unit had in that scheme from that
 * day on. What was believed is ended and stays written. @throws UnitRefused naming every faulty line
 */
export async function loadAliases(pool: pg.Pool, csv: string, act: Act): Promise<LoadedAliases> {
  const { rows, faults } = readCsv(csv, ALIAS_COLUMNS, { isStrict: true, alsoFind: faultsTogether });
  if (faults.length > 0 || rows.length === 0) throw new UnitRefused('alias.csv-invalid', faults);
  return inTransaction(pool, async (db) => {
    await db.query('SELECT pg_advisory_xact_lock(7200)');
    const wanted = await findUnits(db, rows);
    const taken = await findTaken(db, wanted);
    const wrong = [...wanted.flatMap(unknownUnit), ...taken];
    if (wrong.length > 0) throw new UnitRefused('alias.csv-invalid', wrong);
    const fresh = await withoutKnown(db, wanted);
    const corrected = await write(db, fresh, act.now);
    const result = { added: fresh.length, corrected, unchanged: wanted.length - fresh.length };
    await writeDown(db, act, { act: 'unit.aliases', subject: 'units', details: { ...result } });
    await db.query('NOTIFY clients_changed');
    return result;
  });
}

function faultsTogether(rows: readonly Row[]): RowFault[] {
  return rows.flatMap(({ line, cells }, at) => {
    const earlier = rows.slice(0, at);
    const sameCode = earlier.find((row) => row.cells.scheme === cells.scheme && row.cells.code === cells.code);
    const sameUnit = earlier.find(
      ({ cells: other }) => other.scheme === cells.scheme && other.administrative_code === cells.administrative_code,
    );
    const isAgency = cells.scheme === 'decision-20' || cells.scheme === 'qcvn-102';
    return [
      ...(sameCode === undefined
        ? []
        : [say(line, 'code', `đã có ở dòng ${String(sameCode.line)}`, `is in line ${String(sameCode.line)} already`)]),
      ...(sameUnit === undefined
        ? []
        : [
            say(
              line,
              'administrative_code',
              `đơn vị đã có mã ở dòng ${String(sameUnit.line)}`,
              `the unit has a code in line ${String(sameUnit.line)}`,
            ),
          ]),
      ...(isAgency && !isIdentifier(cells.code) ? [say(line, 'code', 'không phải mã định danh', 'is no agency identifier')] : []),
    ];
  });
}

async function findUnits(db: pg.PoolClient, rows: readonly Row[]): Promise<Wanted[]> {
  const plain = rows.map(({ line, cells }) => ({
    ...{ line, scheme: cells.scheme, code: cells.code, administrative: cells.administrative_code, from: cells.valid_from },
    legalBasis: cells.legal_basis === '' ? null : cells.legal_basis,
  }));
  const { rows: found } = await db.query<Wanted>(
    FIND,
    columns(plain, ['line', 'scheme', 'code', 'administrative', 'from', 'legalBasis']),
  );
  return found;
}

/** A code that is another unit's on one of the days. */
async function findTaken(db: pg.PoolClient, wanted: readonly Wanted[]): Promise<RowFault[]> {
  const { rows } = await db.query<{ line: number; name: string }>(
    TAKEN,
    columns(wanted, ['line', 'scheme', 'code', 'unitId', 'from', 'to']),
  );
  return rows.map(({ line, name }) => say(line, 'code', `đang là mã của ${name}`, `is the code of ${name}`));
}

async function withoutKnown(db: pg.PoolClient, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const { rows } = await db.query<{ line: number }>(KNOWN, columns(wanted, ['line', 'scheme', 'code', 'unitId', 'from', 'to']));
  const known = new Set(rows.map(({ line }) => line));
  return wanted.filter(({ line }) => !known.has(line));
}

async function write(db: pg.PoolClient, fresh: readonly Wanted[], now: Date): Promise<number> {
  const { rows } = await db.query<{ kept: boolean }>(END, [...columns(fresh, ['scheme', 'unitId', 'from', 'to']), now]);
  await db.query(INSERT, [...columns(fresh, ['scheme', 'code', 'unitId', 'from', 'to', 'legalBasis']), now]);
  return rows.length;
}

function unknownUnit({ line, unitId }: Wanted): RowFault[] {
  if (unitId !== null) return [];
  return [
    say(
      line,
      'administrative_code',
      'không đơn vị nào có mã này vào ngày valid_from',
      'no unit has this code on the day valid_from',
    ),
  ];
}

function say(line: number, name: string, vi: string, en: string): RowFault {
  return { line, column: name, reason: { vi, en } };
}

const FIND = `
  SELECT n.line, n.scheme, n.code, u.id AS "unitId", n."from"::text AS "from", upper(u.valid)::text AS "to", n.basis AS "legalBasis"
  FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[]) AS n (line, scheme, code, administrative, "from", basis)
  LEFT JOIN (unit_alias a JOIN unit u ON u.id = a.unit_id)
    ON a.code = n.administrative AND a.scheme = 'administrative' AND upper_inf(a.recorded) AND a.valid @> n."from" ORDER BY n.line`;

const NEW =
  'unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::date[], $6::date[]) AS n (line, scheme, code, unit_id, "from", "to")';

const TAKEN = `
  SELECT n.line, u.name FROM ${NEW} JOIN unit_alias a ON a.scheme = n.scheme AND a.code = n.code AND upper_inf(a.recorded)
    AND a.valid && daterange(n."from", n."to") JOIN unit u ON u.id = a.unit_id
  WHERE n.unit_id IS NOT NULL AND a.unit_id <> n.unit_id
    AND NOT EXISTS (SELECT FROM ${NEW.replace('AS n', 'AS m')} WHERE m.scheme = a.scheme AND m.unit_id = a.unit_id AND lower(a.valid) >= m."from")
  ORDER BY 1`;

const KNOWN = `
  SELECT n.line FROM ${NEW} JOIN unit_alias a ON a.scheme = n.scheme AND a.code = n.code AND upper_inf(a.recorded)
    AND a.unit_id = n.unit_id AND a.valid = daterange(n."from", n."to")`;

const END = `
  WITH n AS (
    SELECT * FROM unnest($1::text[], $2::int[], $3::date[], $4::date[]) AS n (scheme, unit_id, "from", "to")
  ), ended AS (
    UPDATE unit_alias a SET recorded = tstzrange(lower(a.recorded), $5) FROM n
    WHERE a.scheme = n.scheme AND a.unit_id = n.unit_id AND upper_inf(a.recorded) AND a.valid && daterange(n."from", n."to")
    RETURNING a.unit_id, a.scheme, a.code, a.valid, a.legal_basis, n."from"
  )
  INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded, legal_basis)
  SELECT unit_id, scheme, code, valid * daterange(NULL, "from"), tstzrange($5, NULL), legal_basis FROM ended
  WHERE NOT isempty(valid * daterange(NULL, "from")) RETURNING true AS kept`;

const INSERT = `
  INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded, legal_basis)
  SELECT unit_id, scheme, code, daterange("from", "to"), tstzrange($7, NULL), basis
  FROM unnest($1::text[], $2::text[], $3::int[], $4::date[], $5::date[], $6::text[]) AS n (scheme, code, unit_id, "from", "to", basis)`;

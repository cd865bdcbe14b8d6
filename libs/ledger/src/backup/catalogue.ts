import type pg from 'pg';

/** A table as a backup keeps it: what is in the parts of a partitioned one belongs to the whole. */
export interface KeptTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Tables that are not in a backup, and why. Whatever else is in the schema is. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  migrations: 'names the migrations that have run; the manifest does, and a restore runs them anew',
  typeorm_metadata: 'made by the migrations',
  partner_session: 'sessions at portals and rights to log in end with the processes that hold them; a fresh login replaces them',
  operator_session: 'whoever was logged in logs in again',
  call_budget: 'calls that destinations may still be sent are saved up anew within a second',
  snapshot_version: 'what processes hold in memory ends with them; versions are times, so that none is given out twice',
  discrepancy_touched: 'a relay looks at every cause of a difference when it starts',
  clock_shift: 'one row that only tests change',
};

type Database = Pick<pg.ClientBase, 'query'>;

/** All tables of a backup, each behind those that it refers to. */
export async function readKeptTables(db: Database): Promise<KeptTable[]> {
  const { rows } = await db.query<KeptTable & { needs: string[] }>(TABLES);
  const kept = rows.filter(({ name }) => !(name in LEFT_OUT));
  const placed: KeptTable[] = [];
  const isPlaced = (need: string): boolean => placed.some(({ name }) => name === need);
  while (placed.length < kept.length) {
    const next = kept.find(({ name, needs }) => !isPlaced(name) && needs.every((need) => need === name || isPlaced(need)));
    if (next === undefined) throw new Error('tables that refer to each other in a circle');
    placed.push({ name: next.name, columns: next.columns });
  }
  return placed;
}

// Ordered by name, so that two backups of one schema are alike.
const TABLES = `
  SELECT c.relname AS name,
    ARRAY(SELECT a.attname::text FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
      WHERE k.conrelid = c.oid AND k.contype = 'f') AS needs
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY c.relname COLLATE "C"`;

/** A sequence and where it stands. */
export interface SequencePosition {
  readonly name: string;
  readonly lastValue: number;
  readonly isCalled: boolean;
}

/** Every sequence, but those of tables that are left out. They grow on while they are read, which does no harm: never backwards. */
export async function readSequences(db: Database): Promise<SequencePosition[]> {
  const { rows: sequences } = await db.query<{ name: string; owner: string | null }>(SEQUENCES);
  const positions: SequencePosition[] = [];
  for (const { name, owner } of sequences) {
    if (owner !== null && owner in LEFT_OUT) continue;
    const { rows } = await db.query<{ lastValue: number; isCalled: boolean }>(
      `SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${quoted(name)}`,
    );
    positions.push(...rows.map((row) => ({ name, ...row })));
  }
  return positions;
}

const SEQUENCES = `
  SELECT c.relname AS name, (SELECT t.relname FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND t.relkind IN ('r', 'p') LIMIT 1) AS owner
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' ORDER BY c.relname COLLATE "C"`;

/** The months that have partitions of their own, as yyyyMM. */
export async function readMonths(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ month: string }>(
    `SELECT DISTINCT substring(relname FROM '_(\\d{6})$') AS month FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relispartition AND relname ~ '_\\d{6}$' ORDER BY 1`,
  );
  return rows.map(({ month }) => month);
}

/** A name as it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

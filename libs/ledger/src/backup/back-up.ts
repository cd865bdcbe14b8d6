import type { Readable, Transform } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { opensDataKeys } from '../cipher.ts';
import { BACKUP_LOCK } from '../setup/migrate.ts';
import { quoted, readKeptTables, readMonths, readSequences, type KeptTable, type SequencePosition } from './catalogue.ts';
import { onLongConnection } from './connection.ts';
import { Meter, type Passed } from './meter.ts';
import { BackupRefused } from './refused.ts';

/** Everything that a restore has to know of a database, beside the rows themselves. Times are RFC 3339, UTC. */
export interface DatabaseSnapshot {
  /** Of the server, as it names itself. */
  readonly server: string;
  readonly migrations: readonly string[];
  readonly takenAt: string;
  /** What was accepted until then is in it; what was accepted later may be. */
  readonly completeUntil: string;
  readonly destinations: readonly { readonly id: string; readonly fingerprint: string; readonly generation: number }[];
  readonly months: readonly string[];
  readonly sequences: readonly SequencePosition[];
  readonly tables: readonly (KeptTable & { readonly rows: number })[];
}

/** Where the rows go: `write` takes those of one table, in the text form of COPY, and sends them through a meter of ours. */
export interface BackupOrder {
  /** The key that has to open what is in the database; undefined = it is not asked for. */
  readonly wrappingKey: Buffer | undefined;
  readonly write: (table: string, rows: Readable, meter: Transform) => Promise<void>;
  readonly tell: (table: string, passed: Passed, isDone: boolean) => void;
}

// Accepting takes its time first and commits after waits that are all bounded, together well below this.
const LONGEST_ACCEPTING_MS = 120_000;
const MONTHS_AHEAD = 4;
const LOCK_TIMEOUT_MS = 2_000;
const TRIES = 5;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Writes every table as it was at one moment, while the gateway goes on: a snapshot that only reads, and no lock that anybody waits
 * for. The rows of one table at a time are in memory, a few kilobytes of them.
 */
export function backUpDatabase(ownerUrl: string, order: BackupOrder): Promise<DatabaseSnapshot> {
  return onLongConnection(ownerUrl, 'backup', async (db) => {
    await db.query(`SELECT pg_advisory_lock_shared(${String(BACKUP_LOCK)})`);
    await makeMonthsAhead(db);
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const facts = await readFacts(db);
    if (order.wrappingKey !== undefined && !(await opensDataKeys(db, order.wrappingKey))) throw new BackupRefused('keys.wrong');
    const tables: (KeptTable & { rows: number })[] = [];
    for (const table of await readKeptTables(db)) tables.push({ ...table, rows: await copyOut(db, table, order) });
    const sequences = await readSequences(db);
    await db.query('COMMIT');
    return { ...facts, sequences, tables };
  });
}

/**
 * Makes the partitions that the processes would make meanwhile: making one waits for whoever reads the table, and everybody who
 * accepts would wait behind it.
 */
async function makeMonthsAhead(db: pg.Client): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.query(`SET lock_timeout = ${String(LOCK_TIMEOUT_MS)}`);
      await db.query(`SELECT ensure_partitions(gateway_now(), ${String(MONTHS_AHEAD)})`);
      await db.query('SET lock_timeout = 0');
      return;
    } catch (error) {
      const isLate = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
      if (!isLate || attempt === TRIES) throw error;
    }
  }
}

type Facts = Omit<DatabaseSnapshot, 'sequences' | 'tables'>;

async function readFacts(db: pg.Client): Promise<Facts> {
  const { rows } = await db.query<{ at: Date; server: string }>(
    `SELECT gateway_now() AS at, current_setting('server_version') AS server`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the database tells no time');
  const migrations = await db.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  const destinations = await db.query<Facts['destinations'][number]>(
    'SELECT id, fingerprint, generation FROM destination ORDER BY id',
  );
  return {
    server: row.server,
    migrations: migrations.rows.map(({ name }) => name),
    takenAt: row.at.toISOString(),
    completeUntil: new Date(row.at.getTime() - LONGEST_ACCEPTING_MS).toISOString(),
    destinations: destinations.rows,
    months: await readMonths(db),
  };
}

async function copyOut(db: pg.Client, { name, columns }: KeptTable, { write, tell }: BackupOrder): Promise<number> {
  const meter = new Meter((passed) => {
    tell(name, passed, false);
  });
  // By a query: a partitioned table can be copied out in no other way.
  const rows = db.query(copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT`));
  await write(name, rows, meter);
  tell(name, meter, true);
  return meter.rows;
}

import type { Transform, Writable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { QueryRunner } from 'typeorm';
import { opensDataKeys } from '../cipher.ts';
import { markRestored } from '../restorations/mark.ts';
import { migrateDatabase } from '../setup/migrate.ts';
import { openOwner } from '../setup/owner.ts';
import type { DatabaseSnapshot } from './back-up.ts';
import { quoted } from './catalogue.ts';
import { connectedOthers } from './connected-others.ts';
import { Meter, type Passed } from './meter.ts';
import { BackupRefused } from './refused.ts';

/** What is loaded, from where, and in whose name. */
export interface RestoreOrder {
  readonly snapshot: DatabaseSnapshot;
  /** The key that has to open what is in the backup; undefined = it is not asked for. */
  readonly wrappingKey: Buffer | undefined;
  /** Sends the rows of one table through a meter of ours to where they are loaded. */
  readonly read: (table: string, meter: Transform, loading: Writable) => Promise<void>;
  readonly tell: (table: string, passed: Passed, isDone: boolean) => void;
  readonly by: string;
}

const NO_RIGHTS = '42501';

/**
 * Loads a backup into an empty database: schema, rows, sequences and the mark that nothing may be delivered yet, all in one transaction.
 * Whatever fails leaves the database as empty as it was. A newer product then migrates on.
 */
export async function restoreDatabase(ownerUrl: string, order: RestoreOrder): Promise<void> {
  await refuseNewer(order.snapshot);
  const source = await openOwner(ownerUrl, { only: order.snapshot.migrations });
  try {
    const runner = source.createQueryRunner();
    await inOneTransaction(runner, (db) => load(runner, db, order));
    await runner.query('ANALYZE');
    await runner.release();
  } finally {
    await source.destroy();
  }
  await migrateDatabase(ownerUrl);
}

async function refuseNewer({ migrations }: DatabaseSnapshot): Promise<void> {
  const { MIGRATION_NAMES } = await import('../setup/owner-data-source.ts');
  const unknown = migrations.filter((name) => !MIGRATION_NAMES.has(name));
  if (unknown.length > 0) throw new BackupRefused('backup.newer', unknown);
}

async function inOneTransaction(runner: QueryRunner, work: (db: pg.ClientBase) => Promise<void>): Promise<void> {
  const db = (await runner.connect()) as pg.ClientBase;
  db.on('error', () => undefined);
  await runner.startTransaction();
  await db.query('SET LOCAL statement_timeout = 0');
  await db.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  try {
    await work(db);
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    // From a migration it comes wrapped.
    const isForbidden = error instanceof Error && 'code' in error && error.code === NO_RIGHTS;
    throw isForbidden ? new BackupRefused('target.no-rights', [error.message]) : error;
  }
}

async function load(runner: QueryRunner, db: pg.ClientBase, order: RestoreOrder): Promise<void> {
  await demandEmpty(db);
  const { migrateWithin } = await import('../setup/owner-data-source.ts');
  await migrateWithin(runner);
  const { tables, sequences, months, completeUntil } = order.snapshot;
  for (const month of months) await db.query(`SELECT ensure_partitions(to_timestamp($1, 'YYYYMM'), 0)`, [month]);
  // What the migrations put into a table is in the backup too. What is not kept may refer to what is, and is empty.
  await db.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')} CASCADE`);
  for (const table of tables) await copyIn(db, table, order);
  if (order.wrappingKey !== undefined && !(await opensDataKeys(db, order.wrappingKey))) throw new BackupRefused('keys.wrong');
  for (const { name, lastValue, isCalled } of sequences)
    await db.query('SELECT setval($1::text::regclass, $2, $3)', [quoted(name), lastValue, isCalled]);
  await markRestored(db, { completeUntil: new Date(completeUntil), by: order.by });
}

async function copyIn(
  db: pg.ClientBase,
  { name, columns, rows }: DatabaseSnapshot['tables'][number],
  { read, tell }: RestoreOrder,
): Promise<void> {
  const meter = new Meter((passed) => {
    tell(name, passed, false);
  });
  const loading = db.query(copyFrom(`COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM STDIN`));
  await read(name, meter, loading);
  if (loading.rowCount !== rows) throw new BackupRefused('rows.differ', [name, `${String(loading.rowCount)} ≠ ${String(rows)}`]);
  tell(name, meter, true);
}

/** Nothing of anybody's may be there, and nobody else: whoever is connected believes to have a database of another kind. */
async function demandEmpty(db: pg.ClientBase): Promise<void> {
  const { rows: relations } = await db.query<{ name: string }>(RELATIONS);
  if (relations.length > 0)
    throw new BackupRefused(
      'target.not-empty',
      relations.map(({ name }) => name),
    );
  const others = await connectedOthers(db);
  if (others.length > 0) throw new BackupRefused('target.in-use', others);
}

const RELATIONS = `
  SELECT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY 1 LIMIT 8`;

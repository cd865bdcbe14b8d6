import type { DataSource, EntityManager } from 'typeorm';
import { instantOf, legalDay, type DestinationMode, type LookupCapability } from '#canonical';
import { readTogether, type Log } from '#runtime';
import { findKnown, releaseBatch, releaseForbidden, type KnownCode, type RunRelease } from '../lanes/release.ts';
import { insertLiveOutcomes, type NewOutcome } from '../lanes/write-outcomes.ts';
import { changeMode } from '../shadow/change-mode.ts';
import { loadCalendar, readCalendar } from './calendar.ts';
import { loadCodeTables } from './code-tables.ts';
import { migrateDatabase } from './migrate.ts';
import { databaseNow, openOwner } from './owner.ts';
import { grantRoles, type ProcessRole } from './roles.ts';
import { readTables, type Tables } from './tables.ts';
import { loadUnits } from './units.ts';

/** A destination as the configuration has it; `fingerprint` names its address and account. */
export interface DestinationRow {
  readonly id: string;
  readonly dialect: string;
  readonly lookup: LookupCapability;
  readonly fingerprint: string;
  /** Whose dossiers it takes; absent = those of real clients. */
  readonly serves?: 'real' | 'sandbox' | 'all';
  /** In shadow everything is planned and written for it, and nothing is sent; absent = live. */
  readonly mode?: DestinationMode;
}

/** What a database is prepared with. */
export interface Preparation {
  readonly ownerUrl: string;
  /** Names of the process roles; undefined = one role for everything. */
  readonly roles: Readonly<Record<ProcessRole, string>> | undefined;
  readonly configDir: string;
  /** The province's code in agency identifiers, such as H56. */
  readonly province: string;
  readonly destinations: readonly DestinationRow[];
  readonly log: Log;
}

/**
 * Migrates, seeds and configures a database, and releases what a new code frees. Idempotent; run before the processes start.
 * @throws ConfigurationError with every faulty line of the tables, before anything is written
 */
export async function prepareDatabase(preparation: Preparation): Promise<void> {
  const { configDir } = preparation;
  const { tables, calendar } = readTogether({ tables: () => readTables(configDir), calendar: () => readCalendar(configDir) });
  await migrateDatabase(preparation.ownerUrl);
  const source = await openOwner(preparation.ownerUrl);
  try {
    await source.transaction(async (db) => {
      await db.query('SELECT pg_advisory_xact_lock(7200)');
      const now = await databaseNow(db);
      await db.query('SELECT ensure_partitions($1, 3)', [now]);
      await loadUnits(db, tables.units, preparation.province, now);
      await loadCalendar(db, calendar);
      await saveDestinations(db, preparation, now);
      const outcomes = await releaseHeld(db, { tables, log: preparation.log }, now);
      if (preparation.roles !== undefined) await grantRoles(db, preparation.roles);
      for (const { text, values } of insertLiveOutcomes(outcomes, now)) await db.query(text, values);
    });
    await releaseKnown(source, preparation.log);
  } finally {
    await source.destroy();
  }
}

/** A changed address or account opens a new generation: what was acknowledged there says nothing about the new place. */
async function saveDestinations(source: EntityManager, { destinations, log }: Preparation, now: Date): Promise<void> {
  for (const { id, dialect, lookup, fingerprint, serves = 'real', mode = 'live' } of destinations) {
    await changeMode(source, { id, mode, now, log });
    await source.query(
      `INSERT INTO destination AS d (id, dialect, lookup, fingerprint, serves, mode, shadow_since, generation, changed_at)
       VALUES ($1, $2, $3, $4, $6, $7, CASE $7 WHEN 'shadow' THEN $5::timestamptz END, 1, $5)
       ON CONFLICT (id) DO UPDATE SET dialect = excluded.dialect, lookup = excluded.lookup, fingerprint = excluded.fingerprint,
         serves = excluded.serves,
         generation = d.generation + (d.fingerprint <> excluded.fingerprint)::int,
         changed_at = CASE WHEN d.fingerprint <> excluded.fingerprint THEN excluded.changed_at ELSE d.changed_at END`,
      [id, dialect, lookup, fingerprint, now, serves, mode],
    );
  }
  // Who starts anew has perhaps put right what stopped a destination.
  await source.query('UPDATE destination SET probe_at = $1 WHERE stopped_at IS NOT NULL', [now]);
}

/** Loads the tables; dossiers that a firewall blocked may be let through by now. Answers what their communes are told of it. */
async function releaseHeld(
  source: EntityManager,
  { tables, log }: { readonly tables: Tables; readonly log: Log },
  now: Date,
): Promise<readonly NewOutcome[]> {
  const added = await loadCodeTables(source, tables, now);
  const forbidden = await releaseForbidden(runOn(source), now);
  if (added > 0) {
    await source.query('NOTIFY codes_changed');
    log.event('codes.loaded', { added });
  }
  await source.query('NOTIFY lanes_due');
  return forbidden;
}

const LANES_PER_BATCH = 1_000;

/** Releases what the tables know by now, in transactions of their own: nobody waits for all of it, and it is never in memory at once. */
async function releaseKnown(source: DataSource, log: Log): Promise<void> {
  let lanes = 0;
  for (const known of await findKnown(runOn(source.manager))) {
    for (let after: number | undefined = 0; after !== undefined;) {
      const batch = await source.transaction((db) => releaseSome(db, known, after ?? 0));
      lanes += batch.lanes;
      after = batch.upTo;
    }
  }
  if (lanes === 0) return;
  log.event('lanes.released', { released: lanes });
  await source.query('NOTIFY lanes_due');
}

async function releaseSome(
  db: EntityManager,
  known: KnownCode,
  after: number,
): Promise<{ lanes: number; upTo: number | undefined }> {
  const now = await databaseNow(db);
  const today = legalDay(instantOf(now));
  const batch = await releaseBatch(runOn(db), { known, after, most: LANES_PER_BATCH, now, today });
  for (const { text, values } of insertLiveOutcomes(batch.outcomes, now)) await db.query(text, values);
  return batch;
}

// TypeORM answers changed rows together with their number.
function runOn(db: EntityManager): RunRelease {
  return async <R>(sql: string, values: readonly unknown[]) => {
    const answer = await db.query<R[] | [R[], number]>(sql, [...values]);
    return (Array.isArray(answer[0]) ? answer[0] : answer) as R[];
  };
}

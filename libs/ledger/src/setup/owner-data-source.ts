import 'reflect-metadata';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { ClientKey } from '../entities/client-key.entity.ts';
import { ClientScope } from '../entities/client-scope.entity.ts';
import { ClientRecord } from '../entities/client.entity.ts';
import { Destination } from '../entities/destination.entity.ts';
import { UnitAlias } from '../entities/unit-alias.entity.ts';
import { Unit } from '../entities/unit.entity.ts';
import { Base1700000000001 } from '../migrations/0001-base.ts';
import { TimeAndPartitions1700000000002 } from '../migrations/0002-time-and-partitions.ts';
import { StoppedDestinations1700000000003 } from '../migrations/0003-stopped-destinations.ts';
import { ClosingSteps1700000000004 } from '../migrations/0004-closing-steps.ts';
import { OutcomesAndDuties1700000000005 } from '../migrations/0005-outcomes-and-duties.ts';
import { Places1700000000006 } from '../migrations/0006-places.ts';
import { Accounts1700000000007 } from '../migrations/0007-accounts.ts';
import { ReleasedOutcomes1700000000008 } from '../migrations/0008-released-outcomes.ts';
import { SessionLifetimes1700000000009 } from '../migrations/0009-session-lifetimes.ts';
import { Restorations1700000000010 } from '../migrations/0010-restorations.ts';
import { Shadow1700000000011 } from '../migrations/0011-shadow.ts';
import { Operators1700000000012 } from '../migrations/0012-operators.ts';
import { Causes1700000000013 } from '../migrations/0013-causes.ts';
import { AlertsAndFailingLanes1700000000014 } from '../migrations/0014-alerts-and-failing-lanes.ts';
import { Jobs1700000000015 } from '../migrations/0015-jobs.ts';
import { Policies1700000000016 } from '../migrations/0016-policies.ts';
import { CatalogueVersions1700000000017 } from '../migrations/0017-catalogue-versions.ts';
import { LegalBases1700000000018 } from '../migrations/0018-legal-bases.ts';
import { Mergers1700000000019 } from '../migrations/0019-mergers.ts';
import { CodeChanges1700000000020 } from '../migrations/0020-code-changes.ts';
import { CatalogueSync1700000000021 } from '../migrations/0021-catalogue-sync.ts';
import { Evidence1700000000022 } from '../migrations/0022-evidence.ts';
import { Reconciliation1700000000024 } from '../migrations/0024-reconciliation.ts';
import { PartsNoted1700000000025 } from '../migrations/0025-parts-noted.ts';
import { CatalogueLevels1700000000026 } from '../migrations/0026-catalogue-levels.ts';
import { Score1700000000027 } from '../migrations/0027-score.ts';
import { DailySheets1700000000028 } from '../migrations/0028-daily-sheets.ts';
import { ReconciliationKept1700000000029 } from '../migrations/0029-reconciliation-kept.ts';
import { Retention1700000000031 } from '../migrations/0031-retention.ts';
import { RunsByDestination1700000000032 } from '../migrations/0032-runs-by-destination.ts';

const MIGRATIONS = [
  Base1700000000001,
  TimeAndPartitions1700000000002,
  StoppedDestinations1700000000003,
  ClosingSteps1700000000004,
  OutcomesAndDuties1700000000005,
  Places1700000000006,
  Accounts1700000000007,
  ReleasedOutcomes1700000000008,
  SessionLifetimes1700000000009,
  Restorations1700000000010,
  Shadow1700000000011,
  Operators1700000000012,
  Causes1700000000013,
  AlertsAndFailingLanes1700000000014,
  Jobs1700000000015,
  Policies1700000000016,
  CatalogueVersions1700000000017,
  LegalBases1700000000018,
  Mergers1700000000019,
  CodeChanges1700000000020,
  CatalogueSync1700000000021,
  Evidence1700000000022,
  Reconciliation1700000000024,
  PartsNoted1700000000025,
  CatalogueLevels1700000000026,
  Score1700000000027,
  DailySheets1700000000028,
  ReconciliationKept1700000000029,
  Retention1700000000031,
  RunsByDestination1700000000032,
];

/** The names of all migrations, which are those of their classes. */
export const MIGRATION_NAMES: ReadonlySet<string> = new Set(MIGRATIONS.map(({ name }) => name));

/**
 * The owner's connection, for migrations and seeds. Entities and migrations are listed, nothing is ever synchronised by itself.
 * `only`: migrations by name, for a database of an earlier time.
 */
export function ownerDataSource(ownerUrl: string, { only }: { only?: readonly string[] } = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url: ownerUrl,
    applicationName: 'owner',
    extra: { options: '-c timezone=UTC', connectionTimeoutMillis: 5_000 },
    entities: [Unit, UnitAlias, ClientRecord, ClientKey, ClientScope, Destination],
    migrations: MIGRATIONS.filter(({ name }) => only === undefined || only.includes(name)),
    migrationsTransactionMode: 'each',
    // The first migration makes what the tables need, and is rolled back with them.
    installExtensions: false,
    synchronize: false,
  });
}

/** Runs the migrations of the runner's source that are missing, within the transaction that is open on it. */
export async function migrateWithin(runner: QueryRunner): Promise<void> {
  const executor = new MigrationExecutor(runner.dataSource, runner);
  executor.transaction = 'none';
  await executor.executePendingMigrations();
}

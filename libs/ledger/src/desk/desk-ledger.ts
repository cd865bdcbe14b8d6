import type pg from 'pg';
import { CodeSnapshot } from '#canonical';
import type { Clock, Log, Secrets } from '#runtime';
import { CatalogueDesk } from '../catalogue/sync/catalogue-desk.ts';
import { Cipher } from '../cipher.ts';
import { databaseTime, openPool, query } from '../database.ts';
import { hashSecret } from '../directory.ts';
import { HandOverDesk } from '../hand-overs/hand-over-desk.ts';
import { MergerDesk } from '../mergers/merger-desk.ts';
import { Notifications } from '../notifications.ts';
import { Operators, type SessionTerms } from '../operators/operators.ts';
import { CodeReader } from '../snapshots/code-reader.ts';
import { readCodeRowsKnownAt } from '../snapshots/code-rows.ts';
import { SnapshotWatch } from '../snapshots/snapshot-watch.ts';
import { readAudit, type AuditLine, type AuditOrder } from './audit.ts';
import { CodeDesk } from './code-desk.ts';
import { Dossiers } from './dossiers.ts';
import { Incidents } from './incidents.ts';
import { ReconcileDesk } from '../reconcile/reconcile-desk.ts';
import { ScoreDesk } from '../score/score-desk.ts';
import { ReplayDesk } from '../replays/replay-desk.ts';
import { DailySheets } from '../sheets/daily-sheets.ts';
import { UnitDesk } from '../units/unit-desk.ts';
import { DestinationBoard } from './destination-board.ts';
import { pauseDestination, resumeDestination, type Paused, type PauseOrder } from './pauses.ts';

/** How the desk of the operators opens the ledger. */
export interface DeskLedgerOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly poolSize: number;
  readonly sessions: SessionTerms;
}

const APPLICATION = 'console';
/** What was believed before that is read when it is asked for: memory does not grow with everything that ever was. */
const HISTORY_MS = 366 * 86_400_000;

/**
 * The memory of the gateway as its operators see it: they look, they hold and let go, and every act is written down with the act
 * itself. Nothing is delivered from here.
 */
export class DeskLedger {
  readonly operators: Operators;
  readonly incidents: Incidents;
  readonly dossiers: Dossiers;
  readonly codeTables: CodeDesk;
  readonly replays: ReplayDesk;
  readonly reconciliation: ReconcileDesk;
  readonly sheets: DailySheets;
  readonly score: ScoreDesk;
  readonly destinations: DestinationBoard;
  readonly units: UnitDesk;
  readonly mergers: MergerDesk;
  readonly handOvers: HandOverDesk;
  readonly catalogue: CatalogueDesk;
  private readonly reader: CodeReader;
  private readonly watch: SnapshotWatch;

  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
    private readonly notifications: Notifications,
    private readonly options: DeskLedgerOptions,
  ) {
    this.operators = new Operators(pool, options.sessions);
    this.incidents = new Incidents(pool);
    this.dossiers = new Dossiers(pool, cipher);
    this.codeTables = new CodeDesk(pool, cipher);
    this.replays = new ReplayDesk(pool, cipher);
    this.reconciliation = new ReconcileDesk(pool);
    this.sheets = new DailySheets(pool, () => options.clock.now());
    this.score = new ScoreDesk(pool);
    this.destinations = new DestinationBoard(pool);
    this.reader = new CodeReader(pool, {
      delivers: false,
      historySince: () => new Date(options.clock.now().getTime() - HISTORY_MS),
    });
    this.watch = new SnapshotWatch(pool, async () => {
      await this.reader.read();
    });
    this.units = new UnitDesk(pool);
    this.mergers = new MergerDesk(pool);
    this.handOvers = new HandOverDesk(pool);
    this.catalogue = new CatalogueDesk(pool);
  }

  /** Holds a destination; see `pauseDestination`. */
  pause(order: PauseOrder): Promise<Paused> {
    return pauseDestination(this.pool, order);
  }

  resume(order: PauseOrder): Promise<Paused> {
    return resumeDestination(this.pool, order);
  }

  /** Lines of the audit, the latest first. */
  readAudit(order: AuditOrder): Promise<{ readonly lines: readonly AuditLine[]; readonly hasMore: boolean }> {
    return readAudit(this.pool, order);
  }

  /** Everything that is known of codes, with what was believed in the last year; the same object until something changes. */
  codes(): CodeSnapshot {
    const { snapshot } = this.reader;
    if (snapshot === undefined) throw new Error('the ledger is not open');
    return snapshot;
  }

  /** The codes as they were believed at an instant: those in memory, or for one of long ago what the database has kept. */
  async codesKnownAt(at: Date): Promise<CodeSnapshot> {
    const { historyFrom } = this.reader;
    if (historyFrom === undefined || at >= historyFrom) return this.codes();
    const { codes, procedures } = await readCodeRowsKnownAt(this.pool, at);
    return new CodeSnapshot(this.codes().version, codes, procedures);
  }

  /** How the token of a session is stored. */
  hashToken(token: string): Buffer {
    return hashSecret(token, this.options.secrets.pepper);
  }

  /** Rejects while the database is away. */
  async ping(): Promise<void> {
    await query(this.pool, { text: 'SELECT 1' });
  }

  async open(): Promise<void> {
    const { clock } = this.options;
    await this.cipher.open();
    this.notifications.on('clock_shifted', () => {
      clock.measure(() => databaseTime(this.pool)).catch(() => undefined);
    });
    await this.watch.open();
    this.notifications.on('codes_changed', () => {
      this.watch.look();
    });
    await this.notifications.open();
  }

  async close(): Promise<void> {
    this.cipher.close();
    this.options.clock.close();
    await this.notifications.close();
    await this.watch.close();
    await this.pool.end();
  }
}

/** Opens the ledger for the desk: connects, and follows the database's clock. */
export async function openDeskLedger(options: DeskLedgerOptions): Promise<DeskLedger> {
  const { url, clock, log, secrets, poolSize } = options;
  const pool = openPool(url, { application: APPLICATION, size: poolSize, log });
  try {
    await clock.follow(() => databaseTime(pool));
    const cipher = new Cipher(pool, secrets.wrappingKey, clock);
    const ledger = new DeskLedger(pool, cipher, new Notifications(url, APPLICATION, log), options);
    await ledger.open();
    return ledger;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

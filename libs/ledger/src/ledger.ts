import type pg from 'pg';
import { instantOf, legalDay, type CodeSnapshot, type LegalDay } from '#canonical';
import type { Clock, Log, Secrets } from '#runtime';
import { Acceptor } from './accept/acceptor.ts';
import { forgetOldKeys } from './accept/idempotency.ts';
import type { Acceptance, Receipt, Submission } from './accept/submission.ts';
import { Budgets } from './budgets.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import { SyncWork } from './catalogue/sync/sync-work.ts';
import { Cipher } from './cipher.ts';
import { readAnchors, type SignedAnchor } from './evidence/read-anchors.ts';
import { databaseTime, openPool, query } from './database.ts';
import { Destinations } from './destinations.ts';
import { Directory } from './directory.ts';
import { Duties } from './duties/duties.ts';
import { EarlierLanes } from './duties/earlier-lanes.ts';
import { Feeds } from './feeds/feeds.ts';
import { Incidents } from './incidents/incidents.ts';
import type { ClaimedLane } from './lanes/lane.ts';
import { Lanes } from './lanes/lanes.ts';
import { Releaser } from './lanes/releaser.ts';
import { Notifications } from './notifications.ts';
import { readDeliveryState, type DeliveryState } from './restorations/read.ts';
import { CodesWhenSent, type CodesThen } from './reconcile/codes-when-sent.ts';
import { Manifests } from './reconcile/manifests.ts';
import { ReconcileWork } from './reconcile/reconcile-work.ts';
import { ReplayWork } from './replays/replay-work.ts';
import { Sessions } from './sessions.ts';
import { DailySheets } from './sheets/daily-sheets.ts';
import { CodeReader } from './snapshots/code-reader.ts';
import { SnapshotWatch } from './snapshots/snapshot-watch.ts';
import type { SnapshotList } from './snapshots/versions.ts';
import { Shadow } from './shadow/shadow.ts';
import { readAgencies, type Agency } from './views/agencies.ts';
import { readRecord, type DossierRecord } from './views/dossier-record.ts';
import { readDossier, type DossierView } from './views/dossier-view.ts';
import { readReceipt } from './views/receipt-view.ts';

/** How a process opens the ledger: with its own database role. */
export interface LedgerOptions {
  readonly url: string;
  readonly application: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly poolSize?: number;
  /** Time that a statement may take before the database counts as away, 10 s by default. */
  readonly statementTimeoutMs?: number;
  /**
   * Whether it accepts, and so has to know the clients and their keys; true by default. A role that only delivers may not read them;
   * it knows the identifiers of units instead, and releases what a new code frees.
   */
  readonly accepts?: boolean;
  /** Days for which a cursor of a feed is good, 400 by default. */
  readonly feedDays?: number;
  /** Whole months for which is kept what was written in shadow; for who delivers. Undefined: for ever. */
  readonly shadowMonths?: number | undefined;
}

const DEFAULT_POOL = 10;
const DEFAULT_FEED_DAYS = 400;
const PARTITION_CHECK_MS = 6 * 3_600_000;
const RELEASE_LOOK_MS = 5_000;
const QUIET_CHECK_MS = 3_600_000;

/** What a person has to do with a restored ledger; until then nothing is delivered. */
export const AFTER_RESTORE = {
  vi: 'Cơ sở dữ liệu được khôi phục từ bản sao lưu: chưa gửi gì đi cho đến khi chạy npm run after-restore (docs/backup.md)',
  en: 'The database came back from a backup: nothing is delivered until npm run after-restore is run (docs/backup.md)',
} as const;

/** The memory of the gateway as a process sees it. */
export class Ledger {
  readonly clients: Directory;
  readonly sessions: Sessions;
  readonly lanes: Lanes;
  readonly duties: Duties;
  readonly earlier: EarlierLanes;
  readonly feeds: Feeds;
  readonly destinations: Destinations;
  readonly budgets: Budgets;
  readonly shadow: Shadow;
  readonly replays: ReplayWork;
  readonly incidents: Incidents;
  readonly catalogue: Catalogue;
  readonly syncs: SyncWork;
  readonly manifests: Manifests;
  readonly reconciliation: ReconcileWork;
  readonly sheets: DailySheets;
  private readonly earlierCodes: CodesWhenSent;
  private readonly acceptor: Acceptor;
  private readonly notifications: Notifications;
  private readonly reader: CodeReader;
  private readonly watch: SnapshotWatch;
  private readonly releaser: Releaser;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
    private readonly options: LedgerOptions,
  ) {
    const { clock, secrets, url, application, log } = options;
    this.clients = new Directory(pool, secrets.pepper, () => clock.now());
    this.sessions = new Sessions(pool, cipher);
    this.reader = new CodeReader(pool, { delivers: options.accepts === false });
    this.watch = new SnapshotWatch(pool, (changed) => this.refresh(changed));
    this.destinations = new Destinations(pool);
    this.budgets = new Budgets(pool);
    this.incidents = new Incidents(pool);
    this.catalogue = new Catalogue(pool);
    this.syncs = new SyncWork(pool, clock);
    this.manifests = new Manifests({ pool, cipher, clock });
    this.reconciliation = new ReconcileWork({ pool, cipher, clock });
    this.sheets = new DailySheets(pool, () => clock.now());
    this.earlierCodes = new CodesWhenSent(pool);
    this.acceptor = new Acceptor({ pool, cipher, directory: this.clients, clock });
    this.notifications = new Notifications(url, application, log);
    this.lanes = new Lanes({ pool, cipher, clock });
    this.duties = new Duties(pool);
    this.earlier = new EarlierLanes(pool);
    this.shadow = new Shadow(pool);
    this.replays = new ReplayWork({ pool, cipher, clock });
    this.releaser = new Releaser({ pool, clock, log });
    this.feeds = new Feeds({
      ...{ pool, cipher, clock, pepper: secrets.pepper, keptDays: options.feedDays ?? DEFAULT_FEED_DAYS },
      withPredecessors: (units) => this.clients.withPredecessors(units),
      partOf: (id) => this.clients.partOf(id),
    });
  }

  /** Accepts a submission; see `Acceptor.accept`. */
  accept(submission: Submission): Promise<Acceptance> {
    return this.acceptor.accept(submission);
  }

  readDossier(clientId: number, code: string): Promise<DossierView | 'unknown' | 'not-yours'> {
    return readDossier(this.pool, this.cipher, { clientId, code });
  }

  /** A dossier and its steps; of that one client, or of anybody. */
  readRecord(code: string, clientId?: number): Promise<DossierRecord | undefined> {
    return readRecord(this.pool, this.cipher, { code, clientId });
  }

  /** The units by their agency identifiers of today. */
  readAgencies(): Promise<Agency[]> {
    return readAgencies(this.pool, legalDay(instantOf(this.options.clock.now())));
  }

  readReceipt(clientId: number, receiptId: string): Promise<Receipt | undefined> {
    return readReceipt(this.pool, { clientId, receiptId });
  }

  /** The anchors of evidence of some legal days, both included. */
  async readAnchors(days: { from: LegalDay; to: LegalDay }): Promise<SignedAnchor[]> {
    return readAnchors(this.pool, days);
  }

  /** The code tables as they are now; the same object until something changes. */
  codes(): CodeSnapshot {
    const { snapshot } = this.reader;
    if (snapshot === undefined) throw new Error('the ledger is not open');
    return snapshot;
  }

  /** The code tables by which the last acknowledged record of a lane was written. */
  async codesWhenSent({
    acked,
    ...lane
  }: Pick<ClaimedLane, 'dossierId' | 'destination' | 'fence' | 'acked'>): Promise<CodesThen | undefined> {
    return acked && this.earlierCodes.of(lane, acked.seq, this.codes());
  }

  /** Calls the listener whenever lanes may have become due. To be called before `open`. */
  onLanesDue(listener: () => void): void {
    this.notifications.on('lanes_due', listener);
  }

  /** Whether anything is delivered, or waits since the memory came back from a backup. */
  deliveryState(): Promise<DeliveryState> {
    return readDeliveryState(this.pool, this.options.clock.now());
  }

  forgetOldKeys(): Promise<number> {
    return forgetOldKeys(this.pool, this.options.clock.now());
  }

  /** Rejects while the database is away. */
  async ping(): Promise<void> {
    await query(this.pool, { text: 'SELECT 1' });
  }

  async open(): Promise<void> {
    await this.cipher.open();
    if (this.options.accepts !== false) await this.openClients();
    await this.watch.open();
    this.notifications.on('codes_changed', () => {
      this.watch.look();
      if (this.options.accepts === false) void this.releaser.look();
    });
    this.notifications.on('clock_shifted', () => {
      this.options.clock.measure(() => databaseTime(this.pool)).catch(() => undefined);
    });
    await this.notifications.open();
    this.every(PARTITION_CHECK_MS, () => this.keepPartitions());
    if (this.options.accepts === false) {
      this.every(RELEASE_LOOK_MS, () => this.releaser.look());
      this.every(QUIET_CHECK_MS, () => this.releaser.forgetQuiet());
    }
    await this.ensurePartitions();
    await this.warnOfRestoration();
  }

  /** Finishes what was added, then closes. */
  async close(): Promise<void> {
    this.timers.forEach(clearInterval);
    await this.watch.close();
    await Promise.allSettled([this.acceptor.drain(), this.lanes.drain(), this.releaser.close()]);
    await this.clients.close();
    this.cipher.close();
    this.options.clock.close();
    await this.notifications.close();
    await this.pool.end();
  }

  private async warnOfRestoration(): Promise<void> {
    const state = await this.deliveryState();
    if (state.kind !== 'unfinished') return;
    this.options.log.event('restoration.unfinished', { restoredAt: state.restoredAt.toISOString(), ...AFTER_RESTORE }, 'error');
  }

  private async openClients(): Promise<void> {
    this.notifications.on('clients_changed', () => {
      this.clients.refresh();
    });
    await this.clients.open();
  }

  /** Reads anew what has changed of what is held in memory. */
  private async refresh(changed: ReadonlySet<SnapshotList>): Promise<void> {
    const accepts = this.options.accepts !== false;
    if (accepts && (changed.has('clients') || changed.has('units'))) await this.clients.renew();
    const isNew = await this.reader.read();
    if (isNew && !accepts) this.releaser.codesChanged();
  }

  /** Those of the months to come, and not those that are over for good. */
  private async keepPartitions(): Promise<void> {
    await this.ensurePartitions();
    const { shadowMonths, clock } = this.options;
    if (shadowMonths === undefined) return;
    const before = clock.now();
    before.setUTCMonth(before.getUTCMonth() - shadowMonths, 1);
    const months = await this.shadow.forget(before);
    if (months > 0) this.options.log.event('shadow.forgotten', { months });
  }

  private async ensurePartitions(): Promise<void> {
    await query(this.pool, { text: 'SELECT ensure_partitions($1, 3)', values: [this.options.clock.now()] });
  }

  private every(ms: number, duty: () => Promise<void>): void {
    // A duty that fails is tried again at its next turn.
    const timer = setInterval(() => {
      duty().catch(() => undefined);
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }
}

/** Opens the ledger: connects, follows the database's clock, loads codes and clients. */
export async function openLedger(options: LedgerOptions, listeners: { onLanesDue?: () => void } = {}): Promise<Ledger> {
  const { application, poolSize = DEFAULT_POOL, log, statementTimeoutMs } = options;
  const pool = openPool(options.url, { application, size: poolSize, log, statementTimeoutMs });
  try {
    await options.clock.follow(() => databaseTime(pool));
    const ledger = new Ledger(pool, new Cipher(pool, options.secrets.wrappingKey, options.clock), options);
    if (listeners.onLanesDue !== undefined) ledger.onLanesDue(listeners.onLanesDue);
    await ledger.open();
    return ledger;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

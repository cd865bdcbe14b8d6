import type pg from 'pg';
import type { Clock, Log } from '#runtime';
import { SyncDuty } from '../catalogue/sync/sync-duty.ts';
import { databaseTime, openPool, query } from '../database.ts';
import { Evidence } from '../evidence/evidence.ts';
import { Alerts } from '../incidents/alerts.ts';
import { Incidents } from '../incidents/incidents.ts';
import { rescueLanes, type RescueOrder } from '../lanes/rescue.ts';
import { Notifications } from '../notifications.ts';
import { ForgetReconciliation } from '../reconcile/forget.ts';
import { forgetReplay } from '../replays/forget-replay.ts';
import { ScoreDuty } from '../score/score-duty.ts';
import { Watch } from '../watch/watch.ts';
import { Duties } from './duties.ts';

/** How the ledger is opened for timed duties. No key of what is encrypted is needed: nothing of a dossier is read. */
export interface DutyLedgerOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly poolSize: number;
}

const APPLICATION = 'scheduler';

/** The memory of the gateway as its timed duties see it: they look whether everything is as it should be, and say what is not. */
export class DutyLedger {
  readonly duties: Duties;
  readonly incidents: Incidents;
  readonly alerts: Alerts;
  readonly watch: Watch;
  readonly evidence: Evidence;
  readonly syncs: SyncDuty;
  readonly score: ScoreDuty;
  readonly reconciliation: ForgetReconciliation;

  constructor(
    private readonly pool: pg.Pool,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {
    this.duties = new Duties(pool);
    this.incidents = new Incidents(pool);
    this.alerts = new Alerts(pool);
    this.watch = new Watch(pool);
    this.evidence = new Evidence(pool);
    this.syncs = new SyncDuty(pool);
    this.score = new ScoreDuty(pool);
    this.reconciliation = new ForgetReconciliation(pool);
  }

  /** Takes over lanes whose lease ran out; answers how many. */
  rescue(order: Omit<RescueOrder, 'now'>): Promise<number> {
    return rescueLanes(this.pool, { ...order, now: this.clock.now() });
  }

  /** See `forgetReplay`. */
  forgetReplay(before: Date): Promise<boolean> {
    return forgetReplay(this.pool, before);
  }

  /** Rejects while the database is away. */
  async ping(): Promise<void> {
    await query(this.pool, { text: 'SELECT 1' });
  }

  async open(): Promise<void> {
    this.notifications.on('clock_shifted', () => {
      this.clock.measure(() => databaseTime(this.pool)).catch(() => undefined);
    });
    await this.notifications.open();
  }

  async close(): Promise<void> {
    this.clock.close();
    await this.notifications.close();
    await this.pool.end();
  }
}

/** Opens the ledger for timed duties: connects, and follows the database's clock. */
export async function openDutyLedger({ url, clock, log, poolSize }: DutyLedgerOptions): Promise<DutyLedger> {
  const pool = openPool(url, { application: APPLICATION, size: poolSize, log });
  try {
    await clock.follow(() => databaseTime(pool));
    const ledger = new DutyLedger(pool, new Notifications(url, APPLICATION, log), clock);
    await ledger.open();
    return ledger;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

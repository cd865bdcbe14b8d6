import { Nap } from '#runtime';
import { communeRow } from '../manifest/commune-rows.ts';
import type { Row } from '../manifest/row.ts';
import type { Account, CommuneClient } from './clients/client.ts';
import { CLIENTS, type ClientName } from './clients/registry.ts';
import { Line } from './line.ts';
import { openOneStop, type LocalDossier, type Workload } from './one-stop.ts';
import { Tally, type Problem } from './tally.ts';
import { Truth, type Expected } from './truth.ts';

/** What a run plays, and against which door. */
export interface RunPlan {
  readonly client: ClientName;
  readonly account: Account;
  readonly workload: Workload;
  readonly timeoutMs: number;
  /** How often the sync job runs at most after the last change, and how long it rests before. */
  readonly rounds: number;
  readonly pauseMs: number;
}

/** How a run stands. */
export interface RunReport {
  readonly client: ClientName;
  readonly variant: string | null;
  readonly state: 'running' | 'done' | 'failed';
  readonly dossiers: number;
  /** Dossiers that the client would send again at its next run. */
  readonly waiting: number;
  readonly rounds: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly expected: readonly Expected[];
  readonly problems: readonly Problem[];
}

/** A commune's system at work: every dossier changes, then the sync job runs, again and again until all is over and told. */
export class Run {
  private readonly stop = new AbortController();
  private readonly rest = new Nap();
  private readonly tally = new Tally();
  private readonly truth = new Truth();
  private readonly dossiers: readonly LocalDossier[];
  private readonly waiting = new Set<LocalDossier>();
  private readonly client: CommuneClient;
  private state: RunReport['state'] = 'running';
  private rounds = 0;

  constructor(private readonly plan: RunPlan) {
    const line = new Line(this.tally, plan.timeoutMs, this.stop.signal);
    this.dossiers = openOneStop(plan.workload);
    this.client = CLIENTS[plan.client].open({ line, truth: this.truth, account: plan.account });
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** Plays it to its end; a fault of our own ends it too, and is shown. */
  async play(): Promise<void> {
    try {
      await this.work();
      this.state = this.waiting.size === 0 && !this.stop.signal.aborted ? 'done' : 'failed';
    } catch (error) {
      this.tally.problem({ service: 'run', errorCode: 'internal', message: String(error), code: '' });
      this.state = 'failed';
    }
  }

  /** Ends it early; it then counts as failed. */
  end(): void {
    this.stop.abort();
    this.rest.wake();
  }

  report(): RunReport {
    const { client, account } = this.plan;
    return {
      ...{ client, variant: account.variant ?? null, state: this.state },
      ...{ dossiers: this.dossiers.length, waiting: this.waiting.size, rounds: this.rounds },
      ...{ calls: this.tally.calls, answers: this.tally.answers },
      expected: this.dossiers.map((dossier) => this.truth.expect(dossier)),
      problems: this.tally.seen,
    };
  }

  /** What its system has of what it told, for a manifest. */
  rows(): Row[] {
    const { agencyCode } = this.plan.workload;
    return this.dossiers.flatMap((dossier) => communeRow(dossier, this.truth.expect(dossier), agencyCode) ?? []);
  }

  private async work(): Promise<void> {
    while (this.changeEach()) await this.synchronise();
    for (let more = 0; this.waiting.size > 0 && more < this.plan.rounds && !this.stop.signal.aborted; more += 1) {
      await this.rest.sleep(this.plan.pauseMs);
      await this.synchronise();
    }
  }

  /** One change in the life of every dossier that is not over; false when all are. */
  private changeEach(): boolean {
    if (this.stop.signal.aborted) return false;
    const changed = this.dossiers.filter((dossier) => dossier.advance());
    changed.forEach((dossier) => this.waiting.add(dossier));
    return changed.length > 0;
  }

  /** The sync job: one dossier after the other, what fails stays for its next run. */
  private async synchronise(): Promise<void> {
    this.rounds += 1;
    for (const dossier of [...this.waiting]) {
      if (this.stop.signal.aborted) return;
      if (await this.client.sync(dossier)) this.waiting.delete(dossier);
    }
  }
}

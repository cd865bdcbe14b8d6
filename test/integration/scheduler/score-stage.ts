import type { Dossier, Step } from '#canonical';
import { openDeskLedger, openDutyLedger, readCalendar, type ClaimedLane, type DeskLedger, type DutyLedger } from '#ledger';
import { Clock, openLog, uuidv7 } from '#runtime';
import { parsePeriod, type Figure, type Period, type Rules } from '#scoring';
import { computePeriod } from '../../../apps/scheduler/src/scoring/compute-period.ts';
import { readScoring } from '../../../apps/scheduler/src/scoring/read-scoring.ts';
import { aDossier, aStep, instant, receipts, submit, TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { openWatched, type Watched } from './open-test-scheduler.ts';

export const PERIOD = periodOf('2026-11');
export const calendar = readCalendar('config');

/** The formulas of the configuration. */
export function theRules(): Rules {
  const [rules] = readScoring('config');
  if (rules === undefined) throw new Error('there are no formulas');
  return rules;
}

function periodOf(name: string): Period {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(`no period: ${name}`);
  return period;
}

/** Everything that may count, and in time. */
export const GOOD: Partial<Dossier> = {
  ...{ receivedAt: instant('2026-11-10T08:00:00+07:00'), dueAt: instant('2026-11-13T17:00:00+07:00'), channel: 'online' },
  ...{ paidOnline: '1', digitised: true, vneidVerified: true, fees: [{ name: 'Lệ phí', amount: 2_000 }] },
  papers: [{ name: 'Đơn', url: 'https://xa.example.vn/don.pdf', fromNationalStore: true }],
  results: [{ name: 'Bản sao', url: 'https://xa.example.vn/kq.pdf', resultCode: 'KQ-1' }],
};

/** A loss as the tests tell it. */
export interface Lost {
  readonly code: string;
  readonly figure: string;
  readonly cause: string;
  readonly field: string | null;
}

type Pending = ClaimedLane['pending'][number];

/** Whether an item is a version. */
export function isRecord({ kind }: Pick<Pending, 'kind'>): boolean {
  return kind === 'version';
}

const DELIVERED = { cause: 'test', state: 'delivered', doubt: false, possiblyTwice: false } as const;

/** A ledger with nobody who delivers, its score, and a portal that acknowledges what it is told to. */
export class ScoreStage {
  private serial = 0;

  private constructor(
    readonly watched: Watched,
    readonly duty: DutyLedger,
    readonly desk: DeskLedger,
  ) {}

  static async open(): Promise<ScoreStage> {
    const watched = await openWatched();
    const common = { clock: new Clock(), log: openLog('test') };
    const duty = await openDutyLedger({ ...common, url: watched.dutyUrl, poolSize: 3 });
    const sessions = { idleMs: 60_000, lifetimeMs: 60_000 };
    const desk = await openDeskLedger({ ...common, url: watched.t.url, secrets: TEST_SECRETS, poolSize: 2, sessions });
    await watched.db.query(PROCEDURE, [JSON.stringify(DETAIL)]);
    return new ScoreStage(watched, duty, desk);
  }

  async close(): Promise<void> {
    await this.duty.close();
    await this.desk.close();
    await this.watched.close();
  }

  async empty(): Promise<void> {
    await this.watched.db.query(
      'TRUNCATE dossier, item, lane, lane_item, lane_wait, discrepancy, incident, incident_unit, score_run, score_loss, score_figure',
    );
  }

  newCode(): string {
    this.serial += 1;
    return `H56.14797-261110-${String(this.serial).padStart(4, '0')}`;
  }

  async accept(...items: (Dossier | Step)[]): Promise<void> {
    const { t } = this.watched;
    const judged = await receipts(submit(t.ledger, t.a, items));
    if (judged.some(({ result }) => result !== 'accepted')) throw new Error(JSON.stringify(judged));
  }

  /** Accepts a dossier that was finished in time. */
  finished(code: string, more: Partial<Dossier> = {}): Promise<void> {
    return this.accept(aDossier(code, { ...GOOD, ...more }), aStep(code, 9, '2026-11-12T16:00:00+07:00'));
  }

  /** Has the portal acknowledge what waits of a dossier, as far as `takes` says; the rest goes on to wait as `next` says. */
  async deliver(
    code: string,
    takes: (item: Pending) => boolean = () => true,
    next: 'held' | 'go-on' | 'found' = 'go-on',
  ): Promise<void> {
    for (const lane of await this.claimWith(code)) {
      const own = lane.dossierCode === code;
      const stuck = own && next === 'held' ? lane.pending.find((item) => !takes(item)) : undefined;
      await this.settle(lane, {
        items: own ? lane.pending.filter(takes) : [],
        stuck,
        outcome: next === 'found' ? 'exists' : 'delivered',
      });
    }
    // Whenever the tests run, it was acknowledged within the period.
    await this.watched.db.query(IN_TIME, [code]);
  }

  private async claimWith(code: string): Promise<ClaimedLane[]> {
    const { lanes } = this.watched.t.ledger;
    const claimed = await lanes.claim({ destination: 'national', among: 'all', most: 100, holder: 'test', leaseMs: 60_000 });
    if (!claimed.some(({ dossierCode }) => dossierCode === code)) throw new Error(`${code} waits for nothing`);
    return claimed;
  }

  private async settle(
    lane: ClaimedLane,
    { items, stuck, outcome }: { items: readonly Pending[]; stuck: Pending | undefined; outcome: 'delivered' | 'exists' },
  ): Promise<void> {
    const { lanes } = this.watched.t.ledger;
    const begunAt = new Date();
    const call = { id: uuidv7(begunAt), begunAt, service: 'update', wokenBy: 'poll', codesVersion: 'x' } as const;
    const sent = items.map(({ seq }) => ({ seq, wireHash: 'h' }));
    const parts = [{ lane, epoch: lane.epoch, possiblyTwice: false, superseded: [], items: sent }];
    await lanes.begin({ ...call, parts }, { leaseMs: 60_000, holder: 'test' });
    const versions = items.filter(isRecord).map(({ seq }) => seq);
    await lanes.settle({
      ...{ lane, failures: 0, cause: stuck && 'unmapped|field|x', present: true, incidents: [] },
      ...(versions.length > 0 && { ackVersionSeq: Math.max(...versions) }),
      call: {
        ...call,
        sentAt: begunAt,
        answeredAt: begunAt,
        http: 200,
        code: '0',
        verdict: 'delivered',
        cause: 'test',
        body: '{}',
      },
      items: items.map(({ seq }) => ({ seq, ...DELIVERED, outcome })),
      next: stuck === undefined ? { kind: 'go-on' } : { kind: 'held', seq: stuck.seq },
    });
  }

  /** Has reconciliation know a difference at the portal. */
  async differ(code: string, kind: string, field: string): Promise<void> {
    await this.watched.db.query(DIFFERENCE, [code, kind, field]);
  }

  /** When the portal is to have acknowledged what it has of a dossier of that kind. */
  async acknowledgedAt(code: string, kind: string, at: string): Promise<void> {
    await this.watched.db.query(ACKNOWLEDGED, [code, kind, at]);
  }

  /** Has everything of a dossier wait again, as in a new epoch. */
  async waitAgain(code: string): Promise<void> {
    await this.watched.db.query(WAITS_AGAIN, [code]);
  }

  /** When each item of a dossier was acknowledged. */
  async acknowledgements(code: string): Promise<unknown[]> {
    const text = `SELECT n.seq, n.delivered_at FROM lane_item n JOIN dossier o ON o.id = n.dossier_id
      WHERE o.code = $1 AND n.destination = 'national' ORDER BY n.seq`;
    return (await this.watched.db.query<Record<string, unknown>>(text, [code])).rows;
  }

  /** Computes the period, and lists what is lost. */
  async losses(): Promise<Lost[]> {
    await computePeriod({ ledger: this.duty, clock: new Clock(), calendar }, PERIOD, theRules());
    const run = await this.desk.score.run(PERIOD.name);
    const { items } = await this.desk.score.losses({ run: run?.id ?? '', limit: 1_000 });
    return items.map(({ dossierCode: code, figure, cause, field }) => ({ code, figure, cause, field }));
  }

  /** Numerator and denominator of both sides of a figure, of the province or of a unit. */
  async sumsOf(figure: Figure, unit?: string): Promise<number[][]> {
    const run = await this.desk.score.run(PERIOD.name);
    const rows = await this.desk.score.figures(run?.id ?? '', unit);
    const row = rows.find((one) => one.figure === figure && (one.unit === null) === (unit === undefined));
    return [row?.did ?? [], row?.counted ?? []].map((side) => side.slice(0, 2));
  }
}

// It has a fee, ends in a paper and takes five working days.
const DETAIL = {
  results: [{ code: 'KQ', name: 'Bản sao' }],
  fees: [{ channel: null, kind: '2', amount: 2_000, amountText: '', unit: '', note: '', url: '' }],
  durations: [{ channel: null, value: 5, text: '', unit: 'Ngày làm việc', note: '' }],
};

const PROCEDURE = `INSERT INTO procedure_detail (code, detail, raw, valid, recorded) VALUES ('2.000815', $1, '{}', '[,)', tstzrange(now(), NULL))`;

const DIFFERENCE = `
  INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, fingerprint, must_act, first_at, last_at, found_by,
    seen_by, heal, heal_state, cause, tries)
  SELECT gen_random_uuid(), 'national', 'national', $2, $3, o.code, o.client_id, o.received_unit_id, 'x', 'nobody', now(), now(),
    gen_random_uuid(), gen_random_uuid(), 'converge', 'waiting', 'x', 0 FROM dossier o WHERE o.code = $1`;

const IN_TIME = `
  UPDATE lane_item n SET delivered_at = least(n.delivered_at, '2026-11-20T08:00:00+07:00') FROM dossier o
  WHERE o.code = $1 AND n.dossier_id = o.id AND n.delivered_at IS NOT NULL`;

const WAITS_AGAIN = `
  WITH waiting AS (
    UPDATE lane_item n SET state = 'pending', sent = 0 FROM dossier o
    WHERE o.code = $1 AND n.dossier_id = o.id AND n.destination = 'national' AND n.state = 'delivered' RETURNING n.dossier_id
  )
  UPDATE lane l SET state = 'due', due_at = now() - interval '1 second', ack_seq = 0, ack_version_seq = NULL, epoch = l.epoch + 1
  FROM (SELECT DISTINCT dossier_id FROM waiting) w WHERE l.dossier_id = w.dossier_id AND l.destination = 'national'`;

const ACKNOWLEDGED = `
  UPDATE lane_item n SET delivered_at = $3 FROM dossier o
  WHERE o.code = $1 AND n.dossier_id = o.id AND n.destination = 'national' AND n.kind = $2 AND n.state = 'delivered'`;

import { createHash } from 'node:crypto';
import { openDeskLedger, type DeskLedger, type Replay, type ReplayItem, type ReplayOrder } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { Clock, openLog, sleep } from '#runtime';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { Replays } from '../../../apps/relay/src/replay/replays.ts';
import { PATIENCE_MS, eventually } from '../../support/eventually.ts';
import { callNational, loginAt } from '../../support/harness/national-client.ts';
import type { AcceptedThere } from '../../support/harness/simulated-portal.ts';
import { ACCOUNT } from '../../support/national-transports.ts';
import { aDossier, aStep, receipts, submit, TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

/** What was acknowledged so long ago counts as settled. */
export const SETTLES_WITHIN_MS = 200;

/** What a portal was told of a dossier: by which service, and the hash of the text. */
export interface Told {
  readonly service: string;
  readonly hash: string;
}

export const BY = { by: 'lan', reason: 'cổng khôi phục dữ liệu' } as const;

/** A portal that may lose what it has, relays that replay, and the desk where replays are ordered. */
export class ReplayStage {
  private readonly running: { stop(): Promise<void> }[] = [];
  private serial = 0;

  private constructor(
    readonly test: TestRoad,
    readonly desk: DeskLedger,
    private readonly day: string,
  ) {}

  /** `day`: `yyMMdd` of the dossier codes. */
  static async open(day: string, more: Partial<DestinationSettings> = {}): Promise<ReplayStage> {
    const test = await openTestRoad({ settlesWithinMs: SETTLES_WITHIN_MS, ...more });
    const sessions = { lifetimeMs: 3_600_000, idleMs: 3_600_000 };
    const parts = { url: test.t.url, clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS };
    const desk = await openDeskLedger({ ...parts, poolSize: 3, sessions });
    return new ReplayStage(test, desk, day);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.desk.close();
    await this.test.close();
  }

  /** A relay that delivers and works on replays. */
  start(more: Partial<DestinationSettings> = {}): void {
    const road = this.test.roadAs(more);
    const parts = [new Runner(road, undefined), new Replays(road, [road])];
    for (const part of parts) part.start();
    this.running.push(...parts);
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map((part) => part.stop()));
  }

  newCode(): string {
    this.serial += 1;
    return `H56.14797-${this.day}-${String(this.serial).padStart(4, '0')}`;
  }

  /** Dossiers that are received, worked on and finished, all of it at the portal. */
  async finished(count: number): Promise<string[]> {
    const codes = Array.from({ length: count }, () => this.newCode());
    for (const code of codes) await this.send(aDossier(code), aStep(code, 4, at(9)), aStep(code, 9, at(10)));
    await this.settled(codes);
    // What was taken a moment ago need not be shown yet.
    await sleep(SETTLES_WITHIN_MS + 100);
    return codes;
  }

  async send(...items: Parameters<typeof submit>[2]): Promise<void> {
    const { ledger, a } = this.test.t;
    const refused = (await receipts(submit(ledger, a, items))).flatMap(({ problems }) => problems);
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
  }

  /** Waits until nothing of these dossiers waits any more, and what the portal took is shown. */
  async settled(codes: readonly string[], state = 'idle'): Promise<void> {
    await eventually(async () => {
      const { rows } = await this.test.db.query<{ state: string }>(
        'SELECT l.state FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE o.code = ANY($1)',
        [codes],
      );
      return rows.length === codes.length && rows.every((row) => row.state === state);
    });
  }

  async order(order: Partial<ReplayOrder> & Pick<ReplayOrder, 'selection'>): Promise<Replay> {
    return this.desk.replays.create({ destinations: undefined, mode: 'converge', ...order }, this.act());
  }

  act(): { by: string; reason: string; now: Date } {
    return { ...BY, now: new Date() };
  }

  /** Waits until a replay is in that state. */
  until(id: string, state: Replay['state'], withinMs = PATIENCE_MS): Promise<Replay> {
    return eventually(
      async () => {
        const replay = await this.desk.replays.read(id);
        if (replay.state !== state) throw new Error(`${replay.state} ${JSON.stringify(replay.counts)} ${String(replay.error)}`);
        return replay;
      },
      { withinMs },
    );
  }

  async items(id: string): Promise<ReplayItem[]> {
    const all: ReplayItem[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.desk.replays.items({ id, after, limit: 50 });
      all.push(...page.items);
      if (!page.hasMore || page.next === null) return all;
      after = page.next;
    }
  }

  /** Another system tells the portal a record. */
  async tell(item: Readonly<Record<string, unknown>>): Promise<void> {
    const { url } = this.test.portal;
    const session = await loginAt(url, ACCOUNT);
    const call = { session, madonvi: '000.00.00.H56', service: 'DongBoHoSoMC', isUpdating: 'True', data: [item] };
    const { error_code: code, message } = await callNational(url, call);
    if (code !== 0) throw new Error(message);
  }

  /** The last running number that the portal gave, so that what comes later can be told. */
  async mark(codes: readonly string[]): Promise<number> {
    const held = await Promise.all(codes.map((code) => this.test.portal.read(code)));
    return Math.max(0, ...held.flatMap((one) => [...(one?.records ?? []), ...(one?.steps ?? [])].map(({ n }) => n)));
  }

  /** What the portal was told of a dossier since that mark, in its order. */
  async told(code: string, since = 0): Promise<Told[]> {
    const held = await this.test.portal.read(code);
    const tell = (service: string) => (one: AcceptedThere) => ({ n: one.n, service, hash: hashOf(one.item) });
    return [...(held?.records ?? []).map(tell('record')), ...(held?.steps ?? []).map(tell('steps'))]
      .filter(({ n }) => n > since)
      .sort((a, b) => a.n - b.n)
      .map(({ service, hash }) => ({ service, hash }));
  }
}

/** An hour of the days on which everything here happens. */
export function at(hour: number): string {
  return `2026-11-27T${String(hour).padStart(2, '0')}:00:00+07:00`;
}

/** A forecast as the portal would note it. */
export function expected({ forecast }: Pick<ReplayItem, 'forecast'>): Told[] {
  return forecast.map(({ service, hash }) => ({ service: service === 'steps' ? 'steps' : 'record', hash }));
}

function hashOf(item: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('hex');
}

import pg from 'pg';
import type { LookupCapability, Status } from '#canonical';
import {
  BROKEN_INVARIANTS,
  openDeskLedger,
  openLedger,
  type BrokenInvariant,
  type ClaimedLane,
  type DeskLedger,
  type HeldReplay,
  type Ledger,
  type ReplayMode,
} from '#ledger';
import { DestinationSettings, type PartnerClient } from '#protocols';
import type { Log } from '#runtime';
import { forecastOrFail } from '../../../apps/relay/src/replay/forecast.ts';
import { speak } from '../../../apps/relay/src/dialects.ts';
import { LiveDestination, openRoadTo, type Road } from '../../../apps/relay/src/road.ts';
import { eventually } from '../eventually.ts';
import { NATIONAL_TRANSPORTS } from '../national-transports.ts';
import { openTestLedger, TEST_SECRETS, type TestLedger } from '../open-test-ledger.ts';
import { ModelClock } from './model-clock.ts';

/** After that time every lease is over, and what left before has settled. */
export const LEASE_OVER_MS = 70_000;
/** After that time whatever waits for its portal to settle, or for its next try, is due. */
export const SETTLED_MS = 7_000;

const TIMES = { callTimeoutMs: 1_000, leaseMs: 60_000, settlesWithinMs: 5_000, firstDelayMs: 100, mostDelayMs: 1_000 };
const EVERY_STATUS: Status[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const REPLAYED_AT_ONCE = 10;
const PORTAL = 'national';
const SILENT: Log = { event: () => undefined, error: () => undefined };

/** A lane as it is left, for who looks whether it rests. */
export interface LaneSeen {
  readonly dossier_id: number;
  readonly state: string;
  readonly cause: string | null;
  readonly epoch: number;
  readonly blocked_seq: number | null;
  readonly blocked_kind: 'version' | 'step' | null;
}

interface Parts {
  readonly t: TestLedger;
  readonly db: pg.Client;
  readonly relays: Ledger;
  readonly desk: DeskLedger;
}

/** A real ledger on PostgreSQL as doors, relays and the operators' desk have it, under one clock that is put forward by hand. */
export class World {
  private serial = 0;

  private constructor(
    readonly lookup: LookupCapability,
    private readonly time: { ms: number },
    private readonly parts: Parts,
  ) {}

  static async open(lookup: LookupCapability): Promise<World> {
    const time = { ms: 0 };
    const t = await openTestLedger({ clock: new ModelClock(time) });
    const db = new pg.Client({ connectionString: t.url });
    await db.connect();
    const common = { url: t.url, log: SILENT, secrets: TEST_SECRETS };
    const relays = await openLedger({ ...common, application: 'relay', clock: new ModelClock(time), accepts: false });
    const sessions = { lifetimeMs: 3_600_000, idleMs: 3_600_000 };
    const desk = await openDeskLedger({ ...common, clock: new ModelClock(time), poolSize: 1, sessions });
    return new World(lookup, time, { t, db, relays, desk });
  }

  async close(): Promise<void> {
    const { t, db, relays, desk } = this.parts;
    await Promise.all([db.end(), relays.close(), desk.close()]);
    await t.close();
  }

  /** The ledger of the doors, and the client that sends. */
  get door(): { readonly ledger: Ledger; readonly client: number } {
    return { ledger: this.parts.t.ledger, client: this.parts.t.a };
  }

  /** A number that nobody has yet in this world. */
  next(): number {
    this.serial += 1;
    return this.serial;
  }

  now(): number {
    return Date.now() + this.time.ms;
  }

  pass(ms: number): void {
    this.time.ms += ms;
  }

  /** The road of a relay of its own to that portal. */
  road(client: PartnerClient): Road {
    const settings = NATIONAL_TRANSPORTS.direct('http://127.0.0.1:1');
    const destination = Object.assign(new DestinationSettings(), {
      ...{ id: PORTAL, dialect: 'dvcqg', lookup: this.lookup, settings, stepsPerCall: 3 },
      ...{ ...TIMES, undecided: { resend: EVERY_STATUS } },
    });
    const { relays } = this.parts;
    const parts = {
      ledger: relays,
      clock: new ModelClock(this.time),
      log: SILENT,
      holder: 'model',
      closingFirstDays: 0,
      isStopping: () => false,
    };
    return openRoadTo({ ...parts, ...speak(destination), client }, new LiveDestination(destination));
  }

  /** Claims the lanes of these dossiers, as far as they are due. */
  claim(ids: readonly number[]): Promise<ClaimedLane[]> {
    const order = { destination: PORTAL, among: ids, most: ids.length, holder: 'model', leaseMs: TIMES.leaseMs };
    return this.parts.relays.lanes.claim(order);
  }

  rescue(): Promise<number> {
    return this.parts.relays.lanes.rescue({ destination: PORTAL, waitMs: TIMES.settlesWithinMs, most: 100 });
  }

  /** Holds the destination, or lets it go on. */
  async hold(isHeld: boolean): Promise<void> {
    const order = { destination: PORTAL, ...this.act() };
    await (isHeld ? this.parts.desk.pause(order) : this.parts.desk.resume(order));
  }

  /** The destination is another place from now on, as when its address was changed in the configuration. */
  async move(): Promise<void> {
    await this.parts.db.query('UPDATE destination SET generation = generation + 1 WHERE id = $1', [PORTAL]);
  }

  /** Maps a procedure that nobody knew, and waits until what it held goes on. */
  async map(fromCode: string): Promise<void> {
    const { desk, relays, db } = this.parts;
    const { version } = relays.codes();
    const wanted = {
      partner: PORTAL,
      table: 'procedure',
      direction: 'out' as const,
      fromCode,
      toCode: '1.001193',
      validFrom: undefined,
    };
    const { kind } = await desk.codeTables.map(wanted, this.act());
    if (kind !== 'mapped') throw new Error(`${fromCode}: ${kind}`);
    const waiting = `SELECT 1 FROM incident WHERE kind = 'unmapped' AND from_code = $1 AND cleared_at IS NULL`;
    await eventually(async () => relays.codes().version !== version && (await db.query(waiting, [fromCode])).rowCount === 0);
  }

  /** An operator orders that a portal is given again what it lacks. */
  async orderReplay(codes: readonly string[], mode: ReplayMode): Promise<string> {
    const selection = { codes };
    const order = { selection, destinations: [PORTAL], mode };
    return (await this.parts.desk.replays.create(order, this.act())).id;
  }

  /** What a relay does for replays in one go; an operator starts what was told. Answers whether that one is over. */
  async workOnReplays(id: string, road: Road): Promise<boolean> {
    const { replays } = this.parts.relays;
    for (const job of await replays.hold({ holder: 'model', leaseMs: TIMES.leaseMs })) {
      if (job.state === 'listing' && !job.isListed) await replays.list(job);
      else {
        await replays.sweep(job);
        const { waiting } = await replays.ask(job, { destination: PORTAL, most: REPLAYED_AT_ONCE, least: REPLAYED_AT_ONCE });
        await this.readWaiting(job, waiting, road);
      }
      await replays.count(job, 0);
    }
    const { state } = await this.parts.desk.replays.read(id);
    if (state === 'ready') await this.parts.desk.replays.start(id, this.act());
    return state === 'done';
  }

  /** What lanes would send that wait for a person. */
  private async readWaiting(job: HeldReplay, ids: readonly number[], road: Road): Promise<void> {
    const { replays } = this.parts.relays;
    const { mode } = job.task;
    const lanes = ids.length === 0 ? [] : await replays.readWaiting(PORTAL, ids);
    const answers = lanes.map(({ lane, history }) => {
      const forecast = forecastOrFail({ lane, history, mode, difference: { kind: 'unseen' } }, road);
      return { job: job.id, lane, ...forecast };
    });
    await replays.answer(job, answers);
  }

  private act(): { by: string; reason: string; now: Date } {
    return { by: 'model', reason: 'model', now: new Date(this.now()) };
  }

  async idOf(code: string): Promise<number> {
    const { rows } = await this.parts.db.query<{ id: string }>('SELECT id FROM dossier WHERE code = $1', [code]);
    return Number(rows[0]?.id);
  }

  async lanes(ids: readonly number[]): Promise<LaneSeen[]> {
    const { rows } = await this.parts.db.query<LaneSeen>(
      `SELECT l.dossier_id::int, l.state, l.cause, l.epoch, l.blocked_seq,
         (SELECT kind FROM lane_item i WHERE i.dossier_id = l.dossier_id AND i.destination = l.destination AND i.seq = l.blocked_seq)
           AS blocked_kind
       FROM lane l WHERE l.dossier_id = ANY($1) ORDER BY l.dossier_id`,
      [ids],
    );
    return rows;
  }

  /** The steps of a dossier that are flagged, by their numbers. */
  async flagged(id: number): Promise<number[]> {
    const text = 'SELECT seq FROM lane_item WHERE dossier_id = $1 AND possibly_twice';
    return (await this.parts.db.query<{ seq: number }>(text, [id])).rows.map(({ seq }) => seq);
  }

  /** What does not hold of these lanes, by the rules that the self-checks go by. */
  async broken(ids: readonly number[]): Promise<string[]> {
    const range = [Math.min(...ids), Math.max(...ids)];
    const { rows } = await this.parts.db.query<BrokenInvariant>({ name: 'model-broken', text: BROKEN_INVARIANTS, values: range });
    return rows.map(({ invariant, dossier_id }) => `${String(dossier_id)}: ${invariant}`);
  }
}

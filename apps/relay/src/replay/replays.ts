import { randomUUID } from 'node:crypto';
import { DatabaseAway, type HeldReplay } from '#ledger';
import { counter, sleep } from '#runtime';
import type { Road } from '../road.ts';
import { forecastOrFail } from './forecast.ts';

/** Renewed with every look; who is gone for longer finds another fence, and has lost nothing. */
const LEASE_MS = 5_000;
const IDLE_MS = 500;
const BUSY_MS = 50;
const AFTER_FAULT_MS = 1_000;
const COUNT_EVERY_MS = 1_000;
/** A count looks at the whole list: of a long one it is made so seldom that it takes one part in so many of the time. */
const COUNT_SHARE = 20;
const SAY_EVERY_MS = 10_000;
/** Lanes that are read without asking them in one go: writing them takes the processor, and calls have deadlines. */
const READ_AT_ONCE = 20;
/** Lanes of a job on their way per place of a destination: enough for the next claim, few enough for what comes meanwhile. */
const AHEAD = 2;
/** While live lanes wait, the part of the places that a job gets. */
const SHARE = 1 / 4;

const handedOver = counter('gateway_replay_lanes_total', 'Lanes that replays asked something', ['destination', 'kind'] as const);

type Parts = Pick<Road, 'ledger' | 'clock' | 'log' | 'holder'>;

/** How far a job was when it was counted last. */
interface Tally {
  readonly at: number;
  readonly tookMs: number;
  readonly done: number;
  /** Told with the next count. */
  readonly perSecond: number;
  readonly saidAt: number;
}

/**
 * Works on replays that operators have ordered: freezes their lists, lets lanes be asked what they would send, and later send it, a few at
 * a time, as every other lane within what its destination takes. It sends nothing itself. Any number of relays may share the work: a job
 * is held by one under a lease, and whoever takes it over goes on where the table says that it stands.
 */
export class Replays {
  private readonly stopping = new AbortController();
  private readonly holder: string;
  private readonly tallies = new Map<string, Tally>();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly roads: readonly Road[],
  ) {
    this.holder = `${parts.holder}:${randomUUID().slice(0, 8)}`;
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    // Who does not get to it finds the leases run out.
    await this.parts.ledger.replays.release(this.holder).catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const since = this.parts.clock.monotonic();
      const pause = await this.work().catch((error: unknown) => {
        this.parts.log.error(error, 'working on replays failed');
        return AFTER_FAULT_MS;
      });
      // At most half of a connection and of the processor, however much there is to do.
      await sleep(Math.max(pause, this.parts.clock.monotonic() - since), signal);
    }
  }

  private async work(): Promise<number> {
    const jobs = await this.parts.ledger.replays.hold({ holder: this.holder, leaseMs: LEASE_MS });
    for (const id of this.tallies.keys()) if (!jobs.some((job) => job.id === id)) this.tallies.delete(id);
    for (const job of jobs) await this.advance(job).catch((error: unknown) => this.fail(job, error));
    return jobs.length > 0 ? BUSY_MS : IDLE_MS;
  }

  /** A database that is away comes back; whatever else it is would only happen again. */
  private async fail(job: HeldReplay, error: unknown): Promise<void> {
    if (error instanceof DatabaseAway) throw error;
    this.parts.log.error(error, `replay ${job.id} failed`);
    await this.parts.ledger.replays.fail(job, 'replay.fault');
  }

  private async advance(job: HeldReplay): Promise<void> {
    const { replays } = this.parts.ledger;
    if (job.state === 'listing' && !job.isListed) await replays.list(job);
    else {
      await replays.sweep(job);
      if (job.state !== 'cancelled') for (const road of this.roadsOf(job)) await this.ask(job, road);
    }
    await this.count(job);
  }

  private roadsOf({ destinations }: HeldReplay): Road[] {
    return this.roads.filter(({ destination }) => destinations.includes(destination.id) && destination.mode === 'live');
  }

  private async ask(job: HeldReplay, road: Road): Promise<void> {
    const { id: destination } = road.destination;
    const { places } = road.budget;
    const share = { destination, most: AHEAD * places, least: Math.max(1, Math.floor(SHARE * places)) };
    const { asked, waiting } = await this.parts.ledger.replays.ask(job, share);
    handedOver.inc({ destination, kind: job.state === 'listing' ? 'forecast' : 'send' }, asked);
    if (waiting.length > 0) await this.read(job, road, waiting.slice(0, READ_AT_ONCE));
  }

  /** Tells what lanes would send that wait for a person: nobody is asked for it, since nothing of them may move. */
  private async read(job: HeldReplay, road: Road, dossierIds: readonly number[]): Promise<void> {
    const lanes = await this.parts.ledger.replays.readWaiting(road.destination.id, dossierIds);
    const { mode } = job.task;
    const answers = lanes.map(({ lane, history }) => {
      const forecast = forecastOrFail({ lane, history, mode, difference: { kind: 'unseen' } }, road);
      return { job: job.id, lane, ...forecast };
    });
    await this.parts.ledger.replays.answer(job, answers);
  }

  private async count(job: HeldReplay): Promise<void> {
    const { clock, ledger, log } = this.parts;
    const now = clock.monotonic();
    const last = this.tallies.get(job.id);
    if (last !== undefined && now - last.at < Math.max(COUNT_EVERY_MS, COUNT_SHARE * last.tookMs)) return;
    const done = await ledger.replays.count(job, last?.perSecond ?? 0);
    const tookMs = clock.monotonic() - now;
    const perSecond = last === undefined ? 0 : Math.max(0, (done - last.done) / ((now - last.at) / 1_000));
    const isTime = last === undefined || now - last.saidAt >= SAY_EVERY_MS;
    this.tallies.set(job.id, { at: now, tookMs, done, perSecond, saidAt: isTime ? now : last.saidAt });
    if (isTime) log.event('replay.advanced', { job: job.id, state: job.state, done });
  }
}

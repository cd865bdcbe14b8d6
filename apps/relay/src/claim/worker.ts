import { laneQueue, type Bus, type Consumer } from '#bus';
import { counter } from '#runtime';
import { Earlier } from './earlier.ts';
import { Hinter, readLanesDue } from './hinter.ts';
import type { Road } from '../road.ts';
import { Runner } from './runner.ts';

const unreadable = counter('gateway_hints_unreadable_total', 'Commands that could not be read', ['destination'] as const);

/** All that a relay does for one destination: it tells of due lanes, hears of them, and delivers. */
export class Worker {
  private readonly runner: Runner;
  private readonly hinter: Hinter | undefined;
  private readonly earlier: Earlier;
  private consumer: Consumer | undefined;
  private prefetch = 0;
  /** Consumers with a former window, which finish what they hold. */
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    private readonly road: Road,
    private readonly bus: Bus | undefined,
  ) {
    this.runner = new Runner(road, bus);
    this.hinter = bus === undefined ? undefined : new Hinter(road, bus);
    this.earlier = new Earlier(road);
  }

  start(): void {
    this.runner.start();
    this.hinter?.start();
    this.earlier.start();
    this.listen();
  }

  /** Goes by the settings of the destination that are in force now. */
  heed(): void {
    const former = this.consumer;
    if (former !== undefined && this.prefetch !== this.wantedPrefetch) {
      this.listen();
      const left = former.stop().finally(() => this.leaving.delete(left));
      this.leaving.add(left);
    }
    this.notice();
  }

  /** Says that lanes may have become due, or that the broker came or went. */
  notice(): void {
    this.runner.notice();
    this.hinter?.notice();
  }

  /** Claims nothing more, finishes what is under way, and leaves the rest to others. */
  async stop(): Promise<void> {
    await Promise.all([this.earlier.stop(), this.hinter?.stop(), this.runner.stop(), this.consumer?.stop(), ...this.leaving]);
  }

  /** Twice what can be under way, so that a place that becomes free finds a hint. */
  private get wantedPrefetch(): number {
    return this.road.destination.concurrency * 2;
  }

  private listen(): void {
    this.prefetch = this.wantedPrefetch;
    this.consumer = this.bus?.consume(laneQueue(this.road.destination.id), {
      prefetch: this.prefetch,
      onMessage: ({ body }) => this.take(body),
    });
  }

  private take(body: unknown): Promise<void> {
    const { destination, log } = this.road;
    const lanes = readLanesDue(body, destination.id);
    if (lanes !== undefined) return this.runner.inbox.offer(lanes);
    unreadable.inc({ destination: destination.id });
    log.event('hint.unreadable', { partner: destination.id }, 'warn');
    return Promise.resolve();
  }
}

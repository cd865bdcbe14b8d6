import type { Bus } from '#bus';
import type { Among, ClaimedLane } from '#ledger';
import { counter, gauge, Nap, sleep } from '#runtime';
import { Inbox, type HintedLane } from './inbox.ts';
import { rescueWaitMs } from '../deliver/lease.ts';
import { Parcels } from '../deliver/parcels.ts';
import type { Road } from '../road.ts';
import { visitLane } from '../deliver/take-turn.ts';
import type { VisitedLane } from '../session/witness.ts';
import { ClosingFirst } from './closing-first.ts';
import { wakeLanes } from '../shadow/wake-lanes.ts';
import { watchMode } from '../shadow/watch-mode.ts';

const POLL_MS = 250;
const SWEEP_MS = 5_000;
const RESCUE_EVERY_MS = 500;
const RESCUE_MOST = 200;
const AFTER_FAULT_MS = 500;

const underWay = gauge('gateway_lanes_under_way', 'Lanes that this relay holds', ['destination'] as const);
const claims = counter('gateway_lane_claims_total', 'Claimed lanes by what led to them', ['destination', 'woken_by'] as const);

interface Claim {
  readonly among: Among;
  readonly wokenBy: 'bus' | 'notify' | 'poll' | 'closing';
  readonly hinted: readonly HintedLane[];
  readonly most: number;
}

/**
 * Claims due lanes of one destination for as long as it runs, a bounded number at a time: those that hints from the broker name,
 * and every five seconds those that no hint led to. While there is no working broker, whatever is due, on every notice and every
 * 250 ms. No mode is switched: the database is asked either way, only for others. While nothing gets through to the destination,
 * one lane at a time tries.
 */
export class Runner {
  private readonly nap = new Nap();
  readonly inbox = new Inbox(() => {
    this.nap.wake();
  });
  private readonly stopping = new AbortController();
  private readonly visits = new Set<Promise<void>>();
  private noticed = true;
  /** The last look at the database found more than there was room for. */
  private more = false;
  private lookedAt = 0;
  /** Hints were answered without a look at their lanes. */
  private hasDropped = false;
  private loops: Promise<unknown> | undefined;
  /** Hints from before may have died with the relay that this one took the place of, or with the broker. */
  private hintsSince: Date;

  readonly parcels = new Parcels();
  private readonly closing: ClosingFirst;

  constructor(
    readonly road: Road,
    private readonly bus: Pick<Bus, 'state'> | undefined,
  ) {
    this.hintsSince = road.clock.now();
    this.closing = new ClosingFirst(road);
    road.breaker.visitsBy((other, skip) => this.visitAnother(other, skip));
  }

  start(): void {
    const { signal } = this.stopping;
    this.loops = Promise.all([this.claimLoop(), this.rescueLoop(), watchMode(this.road, signal), ...this.liveDuties(signal)]);
  }

  /** Says that lanes may have become due. */
  notice(): void {
    this.noticed = true;
    this.nap.wake();
  }

  /** Claims nothing more and finishes the visits that are under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.nap.wake();
    this.inbox.close();
    await this.loops;
    await Promise.allSettled(this.visits);
  }

  /** What only a destination needs that is sent to. */
  private liveDuties(signal: AbortSignal): Promise<void>[] {
    const { road } = this;
    if (road.destination.mode === 'shadow') return [];
    const onWoken = (): void => {
      this.notice();
    };
    return [road.breaker.watch(signal), wakeLanes(road, { signal, onWoken })];
  }

  private async claimLoop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const next = this.next();
      // Until a notice, a hint, the end of a visit, or the next poll.
      if (next === undefined)
        await this.nap.sleep(this.road.budget.isLimited ? Math.min(POLL_MS, this.road.budget.pauseMs) : POLL_MS);
      else await this.claim(next).catch((error: unknown) => this.afterFault(error));
    }
  }

  /** Answers hints: what they name is found again. */
  private dropHints(): void {
    for (const { done } of this.inbox.take(this.inbox.size)) done();
    this.hasDropped = true;
  }

  /** One lane, now and then, of a destination to which nothing gets through. */
  private nextTry(): Claim | undefined {
    return this.visits.size === 0 && this.road.flow.mayTry() ? { among: 'all', wokenBy: 'poll', hinted: [], most: 1 } : undefined;
  }

  /** What to claim now. While more waits than there is room for, a few places are let become free, so that claims stay batches. */
  private next(): Claim | undefined {
    const { maintenance, flow, budget } = this.road;
    if (maintenance.isOn || flow.isDry || budget.isLimited) this.dropHints();
    if (maintenance.isOn) return undefined;
    if (flow.isDry) return this.nextTry();
    if (budget.isLimited) return this.nextWithin();
    const hasRoom = this.free >= Math.ceil(this.road.destination.concurrency / 4);
    const first = hasRoom ? this.closing.places(this.free) : 0;
    if (first > 0) return { among: 'closing', wokenBy: 'closing', hinted: [], most: first };
    const ordinary = this.nextOrdinary(hasRoom);
    if (hasRoom && ordinary === undefined) this.closing.passed();
    return ordinary;
  }

  /** What hints name, and else what a look finds. */
  private nextOrdinary(hasRoom: boolean): Claim | undefined {
    const { inbox, free } = this;
    if (inbox.size > 0 && (hasRoom || inbox.size <= free)) {
      const hinted = inbox.take(free);
      if (hinted.length > 0)
        return { among: hinted.map(({ dossierId }) => dossierId), wokenBy: 'bus', hinted, most: hinted.length };
    }
    return hasRoom ? this.nextLook() : undefined;
  }

  /** As many as there is room for, of a destination that takes so many calls: how many these are is found out with the claim. */
  private nextWithin(): Claim | undefined {
    const { budget, clock } = this.road;
    const pauseMs = this.more || this.noticed ? budget.pauseMs : Math.max(budget.pauseMs, POLL_MS);
    if (this.free === 0 || budget.isAwaited || clock.monotonic() - this.lookedAt < pauseMs) return undefined;
    const first = this.closing.places(this.free);
    if (first > 0) return { among: 'closing', wokenBy: 'closing', hinted: [], most: first };
    return { among: 'all', wokenBy: this.noticed ? 'notify' : 'poll', hinted: [], most: this.free };
  }

  private nextLook(): Claim | undefined {
    const isLed = this.bus?.state() === 'connected';
    if (!isLed) this.hintsSince = this.road.clock.now();
    const isTime = this.road.clock.monotonic() - this.lookedAt >= (isLed ? SWEEP_MS : POLL_MS);
    if (!isTime && !this.more && (isLed || !this.noticed)) return undefined;
    const wokenBy = this.noticed && !isLed ? 'notify' : 'poll';
    return { among: isLed && !this.hasDropped ? 'forgotten' : 'all', wokenBy, hinted: [], most: this.free };
  }

  private async claim({ among, wokenBy, hinted, most }: Claim): Promise<void> {
    const { hintsSince } = this;
    const { ledger, holder, budget } = this.road;
    const { id: destination, mode, leaseMs } = this.road.destination;
    if (hinted.length === 0 && among !== 'closing') this.noticed = false;
    // Where calls are drawn with lanes every look keeps the pace; elsewhere these come between the ordinary ones.
    if (hinted.length === 0 && (among !== 'closing' || budget.isLimited)) this.lookedAt = this.road.clock.monotonic();
    try {
      const limit = among === 'all' || among === 'closing' ? budget.forClaims : undefined;
      const lanes = await ledger.lanes.claim({ destination, mode, among, most, holder, leaseMs, budget: limit, hintsSince });
      if (limit !== undefined) budget.claimed(lanes.length);
      if (among === 'closing') this.closing.took(lanes.length, most);
      else this.closing.passed();
      // Who claims no more than there are calls for cannot know whether anything is left.
      if (hinted.length === 0 && among !== 'closing') this.more = limit !== undefined ? lanes.length > 0 : lanes.length === most;
      if (among === 'all' && !this.more) this.hasDropped = false;
      claims.inc({ destination, woken_by: wokenBy }, lanes.length);
      const visits = new Map(lanes.map((lane) => [lane.dossierId, this.visit(lane, wokenBy)]));
      for (const { dossierId, done } of hinted) {
        const visit = visits.get(dossierId);
        if (visit === undefined)
          done(); // somebody else was there before
        else void visit.finally(done);
      }
    } catch (error) {
      hinted.forEach(({ failed }) => {
        failed(error);
      });
      throw error;
    }
  }

  private visit(lane: ClaimedLane, wokenBy: string): Promise<void> {
    const visit = visitLane(lane, wokenBy, this)
      .catch((error: unknown) => {
        this.road.log.error(error, 'a turn failed; its lane is taken over when the lease runs out');
      })
      .finally(() => {
        this.visits.delete(visit);
        this.measure();
        this.nap.wake();
      });
    this.visits.add(visit);
    this.measure();
    return visit;
  }

  /** Visits a lane beside those that are under way, so that it shows what the destination makes of it. */
  private async visitAnother(other: string | undefined, skip: number): Promise<VisitedLane | undefined> {
    const { ledger, destination, holder } = this.road;
    const order = { destination: destination.id, other, skip, holder, leaseMs: destination.leaseMs };
    const lane = await ledger.lanes.claimWitness(order);
    return lane && { dossierCode: lane.dossierCode, ended: this.visit(lane, 'poll') };
  }

  private get free(): number {
    return this.road.destination.concurrency - this.visits.size;
  }

  private measure(): void {
    underWay.set({ destination: this.road.destination.id }, this.visits.size);
  }

  private async rescueLoop(): Promise<void> {
    const { ledger, log } = this.road;
    while (!this.stopping.signal.aborted) {
      const { destination } = this.road;
      const order = { destination: destination.id, waitMs: rescueWaitMs(destination), most: RESCUE_MOST };
      const rescued = await ledger.lanes.rescue(order).catch((error: unknown) => this.afterFault(error));
      if (rescued > 0) {
        log.event('lanes.rescued', { partner: destination.id, count: rescued }, 'warn');
        this.notice();
      }
      await sleep(RESCUE_EVERY_MS, this.stopping.signal);
    }
  }

  private async afterFault(error: unknown): Promise<number> {
    this.road.log.error(error, 'claiming failed');
    await sleep(AFTER_FAULT_MS, this.stopping.signal);
    return 0;
  }
}

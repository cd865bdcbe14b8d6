import { randomUUID } from 'node:crypto';
import { VIETNAM_OFFSET_MS } from '#canonical';
import type { HealCaps, OpenRun } from '#ledger';
import { counter, sleep } from '#runtime';
import { askOf } from '../look-up/ask.ts';
import type { Road } from '../road.ts';
import { tellLanes } from './tell-lanes.ts';

/** How reconciliation goes by itself. `everyMinutes` 0 and `nightlyHour` -1: not. Hours are those of Vietnam. */
export interface ReconcilePolicy {
  readonly everyMinutes: number;
  readonly nightlyHour: number;
  readonly lanesPerRun: number;
  readonly caps: HealCaps;
}

const DUTY = 'reconcile';
const LEASE_MS = 10_000;
const IDLE_MS = 1_000;
const BUSY_MS = 100;
const AFTER_FAULT_MS = 2_000;
const HEAL_EVERY_MS = 1_000;
/** Dossiers of before are filled in again as often: a door of the version before may have changed some meanwhile. */
const FILL_AGAIN_MS = 24 * 3_600_000;
/** Incidents are told of what has changed; as often as this of everything, so that nothing stays wrong for good. */
const TELL_AGAIN_MS = 3_600_000;
/** Lanes of a run on their way per place of a destination, and the part of the places that a run gets while live lanes wait. */
const AHEAD = 2;
const SHARE = 1 / 4;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const asked = counter('gateway_reconcile_lanes_total', 'Lanes that runs had compared with their destination', [
  'destination',
] as const);
const healed = counter(
  'gateway_reconcile_heals_total',
  'Dossiers that were to be mended because two sides differed',
  [] as const,
);

type Parts = Pick<Road, 'ledger' | 'clock' | 'log' | 'holder'>;

/**
 * Reconciliation at a relay, which alone may speak to portals and open what is sealed: one relay at a time does it, under a lease. It sends
 * nothing itself: lanes are asked to be compared or to send what is missing, within what their destination takes, and their turns do it.
 */
export class Reconciler {
  private readonly stopping = new AbortController();
  private readonly holder: string;
  private loop: Promise<void> | undefined;
  private filledAt: number | undefined;
  private healedAt = -Infinity;
  private toldAgainAt = -Infinity;
  private said: string | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly over: { readonly roads: readonly Road[]; readonly policy: ReconcilePolicy },
  ) {
    this.holder = `${parts.holder}:${randomUUID().slice(0, 8)}`;
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.parts.ledger.duties.giveUp(DUTY, this.holder).catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const since = this.parts.clock.monotonic();
      const pause = await this.work().catch((error: unknown) => {
        this.parts.log.error(error, 'reconciliation failed');
        return AFTER_FAULT_MS;
      });
      // At most half of a connection and of the processor, however much there is to do.
      await sleep(Math.max(pause, this.parts.clock.monotonic() - since), signal);
    }
  }

  private async work(): Promise<number> {
    const { ledger, clock } = this.parts;
    const claim = { holder: this.holder, leaseMs: LEASE_MS, now: clock.now() };
    if ((await ledger.duties.hold(DUTY, claim)) === undefined) return IDLE_MS;
    const follows = await ledger.reconciliation.follow();
    const fills = await this.fill();
    const tells = await this.tell();
    await this.beginRuns();
    const compares = await this.compare();
    await this.heal();
    return follows || fills || tells || compares ? BUSY_MS : IDLE_MS;
  }

  private async fill(): Promise<boolean> {
    const { ledger, clock, log } = this.parts;
    if (this.filledAt !== undefined) {
      if (clock.monotonic() - this.filledAt < FILL_AGAIN_MS) return false;
      await ledger.reconciliation.fillAgain();
    }
    const { unreadable, hasMore } = await ledger.reconciliation.fill();
    if (unreadable > 0) log.event('reconcile.unreadable', { count: unreadable }, 'error');
    this.filledAt = hasMore ? undefined : clock.monotonic();
    return hasMore;
  }

  private async tell(): Promise<boolean> {
    let told = 0;
    for (const road of this.over.roads) told += await tellLanes(road);
    return told > 0;
  }

  private get seeing(): Road[] {
    return this.over.roads.filter((road) => road.destination.mode === 'live' && askOf(road) !== undefined);
  }

  private async beginRuns(): Promise<void> {
    const { ledger, clock } = this.parts;
    const { everyMinutes, nightlyHour, lanesPerRun } = this.over.policy;
    const destinations = this.seeing.map(({ destination }) => destination.id);
    if (destinations.length === 0) return;
    const now = clock.now().getTime();
    await this.tellSchedule(now);
    if (nightlyHour >= 0) {
      const slot = nightOf(now, nightlyHour);
      await ledger.reconciliation.beginDue({ cause: 'nightly', slot, destinations, wanted: undefined });
    }
    if (everyMinutes > 0) {
      const slot = Math.floor(now / (everyMinutes * MINUTE_MS));
      await ledger.reconciliation.beginDue({ cause: 'hourly', slot, destinations, wanted: lanesPerRun });
    }
  }

  /** Says when the next runs come, whenever that is another time than was said last. */
  private async tellSchedule(now: number): Promise<void> {
    const { everyMinutes, nightlyHour } = this.over.policy;
    const every = everyMinutes * MINUTE_MS;
    const next = {
      hourly: everyMinutes > 0 ? new Date((Math.floor(now / every) + 1) * every) : null,
      nightly: nightlyHour >= 0 ? new Date(startOfNight(nightOf(now, nightlyHour) + 1, nightlyHour)) : null,
    };
    const said = JSON.stringify(next);
    if (said === this.said) return;
    await this.parts.ledger.reconciliation.schedule(next);
    this.said = said;
  }

  private async compare(): Promise<boolean> {
    const runs = await this.parts.ledger.reconciliation.open();
    for (const run of runs) await this.advance(run);
    return runs.length > 0;
  }

  /** A destination that takes its time keeps a run open, and nobody else: what the run is through with may be compared by the next one. */
  private async advance(run: OpenRun): Promise<void> {
    const { ledger, log } = this.parts;
    const still: string[] = [];
    for (const road of this.seeing.filter(({ destination }) => run.destinations.includes(destination.id))) {
      const { id: destination, settlesWithinMs } = road.destination;
      const { places } = road.budget;
      const share = { most: AHEAD * places, least: Math.max(1, Math.floor(SHARE * places)) };
      const turn = await ledger.reconciliation.ask({ run: run.id, destination, settlesWithinMs, ...share });
      asked.inc({ destination }, turn.asked);
      if (turn.hasMore) still.push(destination);
    }
    const seeing = this.seeing.map(({ destination }) => destination.id);
    if (await ledger.reconciliation.settleRun({ id: run.id, still, seeing }))
      log.event('reconcile.finished', { run: run.id, scope: run.scope, asked: run.asked });
  }

  private async heal(): Promise<void> {
    const { ledger, clock } = this.parts;
    if (clock.monotonic() - this.healedAt < HEAL_EVERY_MS) return;
    const live = this.over.roads
      .filter(({ destination }) => destination.mode === 'live')
      .map(({ destination }) => destination.id);
    healed.inc({}, await ledger.reconciliation.heal(live, this.over.policy.caps));
    await this.tellPeople();
    this.healedAt = clock.monotonic();
  }

  private async tellPeople(): Promise<void> {
    const { ledger, clock } = this.parts;
    if (clock.monotonic() - this.toldAgainAt >= TELL_AGAIN_MS) {
      await ledger.reconciliation.tellAgain();
      this.toldAgainAt = clock.monotonic();
    }
    await ledger.reconciliation.tell();
  }
}

/** The number of the night that has begun last, nights beginning at that hour of Vietnam. */
function nightOf(now: number, hour: number): number {
  return Math.floor((now + VIETNAM_OFFSET_MS - hour * 60 * MINUTE_MS) / DAY_MS);
}

function startOfNight(night: number, hour: number): number {
  return night * DAY_MS - VIETNAM_OFFSET_MS + hour * 60 * MINUTE_MS;
}

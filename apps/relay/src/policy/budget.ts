import type { CallBudget, Ledger } from '#ledger';
import { burstOf, type CallDeadline, type DestinationSettings, type RatePolicy } from '#protocols';
import { sleep, type Clock } from '#runtime';

interface Parts {
  readonly ledger: Pick<Ledger, 'budgets'>;
  readonly destination: DestinationSettings;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const LEAST_KEPT_MS = 100;
const MOST_KEPT_MS = 1_000;
const SOONEST_MS = 50;
const LATEST_MS = 1_000;

/** How a rate is kept over all relays: what is saved up in the ledger, and how long a relay may hold what it has drawn. */
export function shareOf(rate: RatePolicy): { readonly most: number; readonly keptMs: number } {
  const burst = burstOf(rate);
  // What a relay holds is used a little later than it was drawn: that much less may be saved up.
  const keptMs = Math.min(MOST_KEPT_MS, Math.max(LEAST_KEPT_MS, ((burst - 1) / rate.perSecond) * 500));
  return { most: Math.max(1, burst - (rate.perSecond * keptMs) / 1_000), keptMs };
}

/**
 * The calls that a destination takes, shared by all relays through one row of the ledger. Lanes are claimed together with the calls
 * for them, so that who waits holds no lane, and a call costs no statement of its own. What a turn needs beside (a login, a second
 * look-up) is drawn when it is needed. Without a limit nothing of this happens.
 */
export class Budget {
  /** Calls that were drawn and not made yet: until when each may be made (monotonic). */
  private drawn: number[] = [];
  private waiting = 0;

  constructor(private readonly parts: Parts) {}

  get isLimited(): boolean {
    return this.rate !== undefined;
  }

  /** What lanes are claimed with; undefined where there is no limit. */
  get forClaims(): CallBudget | undefined {
    const { rate } = this;
    const { dossiersPerCall } = this.parts.destination;
    return rate && { perSecond: rate.perSecond, most: shareOf(rate).most, lanesPerCall: dossiersPerCall };
  }

  /** Whether a call can be made now without drawing one. */
  get hasCall(): boolean {
    return !this.isLimited || this.fresh().length > 0;
  }

  /** Lanes that are under way at once: what comes meanwhile waits behind no more than a second of calls. */
  get places(): number {
    const { concurrency, dossiersPerCall } = this.parts.destination;
    return Math.min(concurrency, Math.ceil(this.rate?.perSecond ?? concurrency) * dossiersPerCall);
  }

  /** Whether somebody here waits for a call: whoever would claim lanes stands back. */
  get isAwaited(): boolean {
    return this.waiting > 0;
  }

  /** How soon more lanes can be claimed than just now. */
  get pauseMs(): number {
    const { rate } = this;
    return rate === undefined ? 0 : Math.min(LATEST_MS, Math.max(SOONEST_MS, 1_000 / rate.perSecond));
  }

  /** Takes note of lanes that were claimed, and with them the calls. */
  claimed(lanes: number): void {
    const { rate } = this;
    const { dossiersPerCall } = this.parts.destination;
    if (rate === undefined) return;
    const until = this.parts.clock.monotonic() + shareOf(rate).keptMs;
    this.drawn.push(...Array.from({ length: Math.ceil(lanes / dossiersPerCall) }, () => until));
  }

  /** Resolves when one call may be made; false: not before the deadline. */
  async pass(deadline: CallDeadline): Promise<boolean> {
    if (!this.isLimited) return true;
    this.waiting += 1;
    try {
      while (!(await this.takeOne())) {
        const left = deadline.at - deadline.monotonic();
        if (left <= 0) return false;
        await sleep(Math.min(left, this.pauseMs));
      }
      return true;
    } finally {
      this.waiting -= 1;
    }
  }

  /** Nothing leaves for a destination in shadow. */
  private get rate(): RatePolicy | undefined {
    const { rate, mode } = this.parts.destination;
    return mode === 'live' ? rate : undefined;
  }

  private async takeOne(): Promise<boolean> {
    const { ledger, destination } = this.parts;
    const { forClaims: budget } = this;
    this.drawn = this.fresh();
    if (budget === undefined || this.drawn.shift() !== undefined) return true;
    return (await ledger.budgets.take(destination.id, budget).catch(() => 0)) === 1;
  }

  private fresh(): number[] {
    const now = this.parts.clock.monotonic();
    return this.drawn.filter((until) => until > now);
  }
}

import type { Clock } from '#runtime';

const FIRST_PAUSE_MS = 30_000;
const MOST_PAUSE_MS = 1_800_000;
const FACTOR = 2;

/** A period that could not be computed. */
export interface FailingPeriod {
  readonly failures: number;
  /** How long it is left alone from its last failure on. */
  readonly pauseMs: number;
  readonly failedAt: Date;
  readonly retryAt: number;
}

/** The periods that could not be computed last: each waits longer after each failure, half an hour at most, and holds up no other one. */
export class FailingPeriods {
  private readonly failing = new Map<string, FailingPeriod>();

  constructor(private readonly clock: Pick<Clock, 'now' | 'monotonic'>) {}

  /** Those that failed at their last turn. */
  get all(): ReadonlyMap<string, FailingPeriod> {
    return this.failing;
  }

  /** Whether a period is left alone for now. Whoever orders it after it failed has perhaps mended the cause, and waits for nothing. */
  isWaiting(period: string, orderedAt: Date | undefined): boolean {
    const known = this.failing.get(period);
    if (known === undefined || this.clock.monotonic() >= known.retryAt) return false;
    return orderedAt === undefined || orderedAt <= known.failedAt;
  }

  /** It failed once more. Answers how it stands. */
  failed(period: string): FailingPeriod {
    const failures = (this.failing.get(period)?.failures ?? 0) + 1;
    const pauseMs = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * FACTOR ** (failures - 1));
    const failing = { failures, pauseMs, failedAt: this.clock.now(), retryAt: this.clock.monotonic() + pauseMs };
    this.failing.set(period, failing);
    return failing;
  }

  computed(period: string): void {
    this.failing.delete(period);
  }

  /** Forgets those that nobody asks for any more. */
  keepOnly(periods: ReadonlySet<string>): void {
    for (const period of this.failing.keys()) if (!periods.has(period)) this.failing.delete(period);
  }
}

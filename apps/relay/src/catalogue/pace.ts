import { sleep, type Clock } from '#runtime';

/** Keeps calls apart by so much that in any second no more than the given number is made. */
export class Pace {
  private nextAt = 0;

  constructor(private readonly clock: Pick<Clock, 'monotonic'>) {}

  /** Resolves when the next call may be made; at once when the signal ends it. */
  async wait(perSecond: number, signal: AbortSignal): Promise<void> {
    const now = this.clock.monotonic();
    const at = Math.max(now, this.nextAt);
    this.nextAt = at + 1_000 / perSecond;
    if (at > now) await sleep(at - now, signal);
  }
}

import type { DestinationSettings } from '#protocols';
import type { Clock } from '#runtime';
import { backoffMs, delaysOf } from '../deliver/backoff.ts';

/** How a source is waited for: as long as it asked for, or longer after each answer in a row that brought nothing. */
export class Patience {
  private inRow = 0;
  private until = 0;

  constructor(
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly destination: () => DestinationSettings,
  ) {}

  /** How long it is not to be asked, milliseconds. */
  get leftMs(): number {
    return Math.max(0, this.until - this.clock.monotonic());
  }

  /** Answers in a row that brought nothing. */
  get failures(): number {
    return this.inRow;
  }

  answered(): void {
    this.inRow = 0;
  }

  /** It brought nothing. `waitMs`: what the source asked for; absent: as deliveries wait for that destination. */
  failed(waitMs?: number): void {
    this.until = this.clock.monotonic() + (waitMs ?? backoffMs(this.inRow, delaysOf(this.destination())));
    this.inRow += 1;
  }
}

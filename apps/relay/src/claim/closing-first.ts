import { VIETNAM_OFFSET_MS } from '#canonical';
import { tierOf } from '#ledger';
import type { Road } from '../road.ts';

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 1_000;

/**
 * Near the end of a month, with which every period ends that the province is scored for, lanes whose waiting step finishes their dossier go first
 * at the destination that counts: without that step the dossier counts as late, for good. They get at most half of the places that are free, and
 * every other claim: nobody else waits for ever. Only what has waited a little is looked for, so that nothing changes where nothing waits.
 */
export class ClosingFirst {
  private lookedAt = -Infinity;
  private more = false;
  /** An ordinary claim is due before the next one of these. */
  private isOwed = false;

  constructor(private readonly road: Pick<Road, 'destination' | 'clock' | 'closingFirstDays'>) {}

  /** How many of the free places are to be given to such lanes now. */
  places(free: number): number {
    const { clock } = this.road;
    if (this.isOwed || free === 0 || !this.isNear(clock.now().getTime())) return 0;
    const isTime = this.more || clock.monotonic() - this.lookedAt >= LOOK_EVERY_MS;
    return isTime ? Math.ceil(free / 2) : 0;
  }

  /** Takes note of what such a claim came to. */
  took(lanes: number, most: number): void {
    this.lookedAt = this.road.clock.monotonic();
    this.more = lanes === most;
    this.isOwed = lanes > 0;
  }

  /** An ordinary claim was made, or there was nothing for one. */
  passed(): void {
    this.isOwed = false;
  }

  private isNear(now: number): boolean {
    const { destination, closingFirstDays } = this.road;
    if (closingFirstDays === 0 || tierOf(destination.id) !== 'national') return false;
    const local = now + VIETNAM_OFFSET_MS;
    return new Date(local).getUTCMonth() !== new Date(local + closingFirstDays * DAY_MS).getUTCMonth();
  }
}

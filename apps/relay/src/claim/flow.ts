import type { DestinationSettings, Verdict } from '#protocols';
import type { Clock, Log } from '#runtime';

interface Parts {
  readonly destination: Pick<DestinationSettings, 'id'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Pick<Log, 'event'>;
}

/** So many calls in a row that nobody can be said to have taken note of. */
const IN_VAIN = 16;
const PAUSE_MS = 1_000;

/** Verdicts of somebody who read what was sent. One that came too late for ourselves says nothing. */
const HEARD: readonly Verdict[] = ['delivered', 'exists', 'not-found', 'refused', 'session', 'forbidden'];

/**
 * How many lanes of a destination are taken up. While nothing gets through to it, one lane at a time tries, with a pause in between:
 * so a portal that is down costs the other portals nothing, and what waits for it has not failed so often that it would go on waiting
 * when the portal is back. The first call that is heard opens it again.
 */
export class Flow {
  private inVain = 0;
  private triedAt = -Infinity;

  constructor(private readonly parts: Parts) {}

  /** Takes note of what became of a call; `no-session`: there could be none. */
  note(verdict: Verdict | 'no-session'): void {
    if (verdict === 'expired') return;
    const wasDry = this.isDry;
    this.inVain = verdict !== 'no-session' && HEARD.includes(verdict) ? 0 : this.inVain + 1;
    if (this.isDry !== wasDry) this.tell();
  }

  /** Whether nothing gets through. */
  get isDry(): boolean {
    return this.inVain >= IN_VAIN;
  }

  /** While nothing gets through: whether a lane may try now, if none is under way. Whoever asks, tries. */
  mayTry(): boolean {
    const now = this.parts.clock.monotonic();
    if (now - this.triedAt < PAUSE_MS) return false;
    this.triedAt = now;
    return true;
  }

  private tell(): void {
    const { destination, log } = this.parts;
    if (this.isDry) log.event('destination.unheard', { partner: destination.id, calls: this.inVain }, 'warn');
    else log.event('destination.heard', { partner: destination.id });
  }
}

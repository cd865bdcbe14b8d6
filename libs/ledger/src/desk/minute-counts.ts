const MINUTE_MS = 60_000;
const MINUTES = 60;

/** So many of something in a minute at a destination. */
export interface MinuteCount {
  readonly destination: string;
  /** The beginning of the minute. */
  readonly minute: Date;
  readonly count: number;
}

/** What was counted in the last hour, by destination and minute. */
export class MinuteCounts {
  private readonly counts = new Map<string, { readonly minute: number; readonly destination: string; count: number }>();

  /** Adds to what was counted. */
  add(rows: readonly MinuteCount[]): void {
    for (const { destination, minute, count } of rows) {
      const at = minute.getTime();
      const key = `${String(at)}|${destination}`;
      const known = this.counts.get(key);
      if (known === undefined) this.counts.set(key, { minute: at, destination, count });
      else known.count += count;
    }
  }

  /** Forgets what was counted from that minute on, because it is counted anew. */
  forgetFrom(from: Date): void {
    this.forget((minute) => minute >= from.getTime());
  }

  /** How many in the last hour, to the minute. */
  ofLastHour(destination: string, now: Date): number {
    const since = now.getTime() - MINUTES * MINUTE_MS;
    this.forget((minute) => minute <= since - MINUTE_MS);
    return [...this.counts.values()]
      .filter((one) => one.destination === destination && one.minute > since - MINUTE_MS)
      .reduce((sum, { count }) => sum + count, 0);
  }

  private forget(isGone: (minute: number) => boolean): void {
    for (const [key, { minute }] of this.counts) if (isGone(minute)) this.counts.delete(key);
  }
}

const RESYNC_MS = 5_000;
/** A source tells its time in whole milliseconds. */
const GRAIN_MS = 1;

/**
 * The one clock of a process. `now` is database time: the local monotonic clock plus a measured offset, so that processes on
 * several machines agree and tests can shift all of them by one control. `monotonic` is for deadlines: it never jumps.
 */
export class Clock {
  private offsetMs = performance.timeOrigin;
  private timer: NodeJS.Timeout | undefined;

  /** The present instant, in database time. */
  now(): Date {
    return new Date(Math.floor(performance.now() + this.offsetMs));
  }

  /** Milliseconds since an arbitrary moment; goes on while the process is stopped by a signal. */
  monotonic(): number {
    return performance.now();
  }

  /** Follows a source of time: measured at once, then every five seconds. A failed later measure keeps the last offset. */
  async follow(source: () => Promise<Date>): Promise<void> {
    await this.measure(source);
    this.timer = setInterval(() => {
      this.measure(source).catch(() => undefined);
    }, RESYNC_MS);
    this.timer.unref();
  }

  /**
   * Measures once more, for a source that says it was shifted. What fits to the offset that is known changes nothing: an answer that was long
   * under way says little, and who sets times one after the other is not to see them go back by it.
   */
  async measure(source: () => Promise<Date>): Promise<void> {
    const before = performance.now();
    const time = (await source()).getTime();
    const after = performance.now();
    const [least, most] = [time - after - GRAIN_MS, time - before + GRAIN_MS];
    if (this.offsetMs < least || this.offsetMs > most) this.offsetMs = time - (before + after) / 2;
  }

  /** Stops following. */
  close(): void {
    clearInterval(this.timer);
  }
}

/** The time of this machine by its own clock, in milliseconds since 1970: for who compares clocks, and for nobody else. */
export function wallClock(): number {
  return Date.now();
}

/** Waits that many milliseconds; an aborted signal ends the wait early, without an error. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

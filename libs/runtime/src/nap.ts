/** A wait that somebody else can cut short. One who waits at a time. */
export class Nap {
  private end: (() => void) | undefined;

  /** Waits that many milliseconds, or until it is woken. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.end = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.end = end;
    });
  }

  /** Ends a wait that is under way; without one it does nothing. */
  wake(): void {
    this.end?.();
  }
}

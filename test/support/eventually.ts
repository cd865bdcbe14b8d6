/**
 * Times to wait are given for a usual machine, and a machine of tests may be this much slower: waiting long costs nothing where all is well.
 */
export const SLOWEST_MACHINE = 4;

/** How long to go on checking on a usual machine, and the pause between two checks, in milliseconds. */
export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Checks again and again until the check neither throws nor says `false`, and returns what it returned.
 * Rejects with the last error of the check when that does not happen in time.
 */
export async function eventually<T>(check: () => T | Promise<T>, { withinMs = 10_000, everyMs = 50 }: Patience = {}): Promise<T> {
  const givenMs = withinMs * SLOWEST_MACHINE;
  const deadline = performance.now() + givenMs;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result;
      if (performance.now() >= deadline) throw new Error(`still false after ${String(givenMs)} ms`);
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Long on any machine: for what is to happen at some time, where waiting longer costs nothing and says nothing. */
export const PATIENCE_MS = 120_000;

/** How long to go on checking, told only where that is promised or known, and the pause between two checks, in milliseconds. */
export interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Checks again and again until the check neither throws nor says `false`, and returns what it returned.
 * Rejects with the last error of the check when that does not happen in time.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = PATIENCE_MS, everyMs = 50 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result;
      if (performance.now() >= deadline) throw new Error(`still false after ${String(withinMs)} ms`);
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

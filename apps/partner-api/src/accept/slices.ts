import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 10;

/** Maps many values in turns of about 10 ms: other callers must not wait while one large batch is read. */
export async function inSlices<T, R>(values: readonly T[], map: (value: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  let began = performance.now();
  for (const value of values) {
    mapped.push(map(value));
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    began = performance.now();
  }
  return mapped;
}

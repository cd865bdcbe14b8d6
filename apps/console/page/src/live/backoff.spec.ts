import { describe, expect, it } from '@jest/globals';
import { delayAfter } from './backoff.ts';

describe('the wait before the stream is opened again', () => {
  it('doubles from one second up to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map((failures) => delayAfter(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('spreads over the upper half', () => {
    expect([delayAfter(3, 0), delayAfter(3, 0.5)]).toEqual([2_000, 3_000]);
  });

  it('is never nothing', () => {
    expect(delayAfter(0, 0)).toBeGreaterThanOrEqual(500);
  });
});

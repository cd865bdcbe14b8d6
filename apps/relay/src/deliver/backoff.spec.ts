import { describe, expect, it } from '@jest/globals';
import { DestinationSettings } from '#protocols';
import { backoffMs, delayMs, delaysOf } from './backoff.ts';

describe('the wait after a failure', () => {
  it('is by default what it always was: a second, doubled, up to five minutes', () => {
    const delays = delaysOf(new DestinationSettings());
    expect([0, 1, 2, 8, 9, 5_000].map((failures) => delayMs(failures, delays))).toEqual([
      1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
    ]);
  });

  it('grows as the destination says', () => {
    const settings = Object.assign(new DestinationSettings(), { firstDelayMs: 500, delayFactor: 3, mostDelayMs: 10_000 });
    expect([0, 1, 2, 3].map((failures) => delayMs(failures, delaysOf(settings)))).toEqual([500, 1_500, 4_500, 10_000]);
    expect(delayMs(9, { first: 500, factor: 1, most: 10_000 })).toBe(500);
  });

  it('lies anywhere up to it, by chance', () => {
    const delays = { first: 1_000, factor: 2, most: 300_000 };
    expect([0, 0.25, 0.9999].map((chance) => backoffMs(2, delays, () => chance))).toEqual([0, 1_000, 4_000]);
  });
});

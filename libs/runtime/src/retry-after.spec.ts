import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.ts';

describe('Retry-After', () => {
  const date = 'Mon, 23 Nov 2026 10:00:00 GMT';
  it.each<[string | undefined, string | undefined, number | undefined]>([
    ['30', undefined, 30_000],
    ['0', undefined, 0],
    ['999999', undefined, 3_600_000],
    ['Mon, 23 Nov 2026 10:00:30 GMT', date, 30_000],
    ['Mon, 23 Nov 2026 18:00:00 GMT', date, 3_600_000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', date, 0],
    ['Mon, 23 Nov 2026 10:00:30 GMT', undefined, undefined],
    ['soon', date, undefined],
    ['-5', date, undefined],
    [undefined, date, undefined],
  ])('%j at %j is %j ms', (retryAfter, at, expected) => {
    expect(retryAfterMs({ retryAfter, date: at })).toBe(expected);
  });
});

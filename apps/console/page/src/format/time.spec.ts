import { describe, expect, it } from '@jest/globals';
import { DICTIONARIES } from '../texts/dictionaries.ts';
import { formatAge, formatCount, formatTime, formatTimeToTheSecond } from './time.ts';

const { vi, en } = DICTIONARIES;

describe('times', () => {
  it('are those of Vietnam, day first, on a clock of 24 hours', () => {
    expect(formatTime('2026-11-25T17:05:09Z')).toBe('26/11/2026 00:05');
    expect(formatTimeToTheSecond('2026-01-02T01:15:03.999Z')).toBe('02/01/2026 08:15:03');
  });
});

describe('ages', () => {
  it.each([
    [0, '0 giây', '0 seconds'],
    [59_999, '59 giây', '59 seconds'],
    [60_000, '1 phút', '1 minute'],
    [3_599_999, '59 phút', '59 minutes'],
    [3_600_000, '1 giờ', '1 hour'],
    [47 * 3_600_000, '47 giờ', '47 hours'],
    [49 * 3_600_000, '2 ngày', '2 days'],
    [-5_000, '0 giây', '0 seconds'],
  ])('of %i ms are told in their largest unit', (milliseconds, vietnamese, english) => {
    expect([formatAge(milliseconds, vi), formatAge(milliseconds, en)]).toEqual([vietnamese, english]);
  });
});

describe('counts', () => {
  it('are grouped as each language groups them', () => {
    expect([formatCount(1_234_567, 'vi'), formatCount(1_234_567, 'en')]).toEqual(['1.234.567', '1,234,567']);
  });
});

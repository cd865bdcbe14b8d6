import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#canonical';
import { capitalised, compactDate, flag, isoDate } from './wire-text.ts';

describe('dates', () => {
  it('are in Vietnam, across midnight and the year', () => {
    expect(compactDate('2026-12-31T17:00:00Z' as Instant)).toBe('20270101000000');
    expect(isoDate('2026-12-31T17:00:00Z' as Instant)).toBe('2027-01-01T00:00:00+07:00');
    expect([compactDate(undefined), isoDate(undefined)]).toEqual(['', '']);
  });
});

describe('truth values', () => {
  it('has no blank', () => {
    expect([true, false, undefined].map(flag)).toEqual(['1', '0', '0']);
    expect([true, false, undefined].map(capitalised)).toEqual(['True', 'False', 'False']);
  });
});

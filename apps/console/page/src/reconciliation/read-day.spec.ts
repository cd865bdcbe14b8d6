import { describe, expect, it } from '@jest/globals';
import { readDay } from './read-day.ts';

describe('a day that was written', () => {
  it.each([
    ['05/11/2026', '2026-11-05'],
    [' 5/1/2026 ', '2026-01-05'],
    ['30/02/2026', undefined],
    ['2026-11-05', undefined],
    ['', undefined],
  ])('%j is %j', (text, day) => {
    expect(readDay(text)).toBe(day);
  });
});

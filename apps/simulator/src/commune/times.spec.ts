import { describe, expect, it } from '@jest/globals';
import { compactTime, dotNetTime, isDay, midnight, yesterday } from './times.ts';

describe('times as a commune writes them', () => {
  it('are those of Hanoi, without a zone', () => {
    const at = Date.parse('2026-11-22T18:05:09Z');
    expect([compactTime(at), dotNetTime(at), compactTime(undefined)]).toEqual(['20261123010509', '2026-11-23T01:05:09', '']);
    expect(compactTime(midnight('2026-11-23'))).toBe('20261123000000');
  });

  it('begin yesterday when no day is asked for', () => {
    expect(yesterday(Date.parse('2026-11-23T16:59:59Z'))).toBe('2026-11-22');
    expect(yesterday(Date.parse('2026-11-23T17:00:00Z'))).toBe('2026-11-23');
  });

  it.each([
    ['2026-02-28', true],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['26-02-28', false],
    ['2026-02-28T00:00:00', false],
  ])('%s is a day: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});

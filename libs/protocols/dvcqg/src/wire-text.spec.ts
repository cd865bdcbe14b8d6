import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#canonical';
import fc from 'fast-check';
import { capitalised, compactDate, cut, flag, isoDate, officerName } from './wire-text.ts';

/** Half of a character that needs two units. */
const HALF = /\p{Surrogate}/u;
const text = fc.string({ unit: 'grapheme', maxLength: 120 });

describe('cuts', () => {
  it('keeps a text that fits and never breaks a character', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (whole, limit) => {
        const short = cut(whole, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(whole.startsWith(short)).toBe(true);
        expect(short).not.toMatch(HALF);
        expect(short.length).toBeGreaterThanOrEqual(Math.min(whole.length, limit - 1));
      }),
    );
  });

  it('leaves out a character of two units that would lie across the limit', () => {
    expect(cut('ab𝒳', 3)).toBe('ab');
    expect(cut('ab𝒳', 4)).toBe('ab𝒳');
    expect(cut(undefined, 4)).toBe('');
  });

  it('shortens a name of more than 50 units to at most 47, and only once', () => {
    fc.assert(
      fc.property(text, (name) => {
        const short = officerName(name);
        expect(short).not.toMatch(HALF);
        expect(short.length).toBeLessThanOrEqual(name.length > 50 ? 47 : 50);
        expect(officerName(short)).toBe(short);
      }),
    );
    expect(officerName('x'.repeat(50))).toBe('x'.repeat(50));
    expect(officerName('x'.repeat(51))).toBe(`${'x'.repeat(46)}…`);
    expect(officerName(`${'x'.repeat(45)}𝒳${'x'.repeat(9)}`)).toBe(`${'x'.repeat(45)}…`);
  });
});

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

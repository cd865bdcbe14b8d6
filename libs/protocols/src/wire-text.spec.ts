import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, officerName } from './wire-text.ts';

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

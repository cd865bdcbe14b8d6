import { describe, expect, it } from '@jest/globals';
import type { DestinationSettings } from '#protocols';
import type { Clock } from '#runtime';
import { ClosingFirst } from './closing-first.ts';

function at(now: string, { days = 5, id = 'national' } = {}): { first: ClosingFirst; pass: (ms: number) => void } {
  let monotonic = 0;
  const clock = { now: () => new Date(now), monotonic: () => monotonic } as Clock;
  const first = new ClosingFirst({ destination: { id } as DestinationSettings, clock, closingFirstDays: days });
  return {
    first,
    pass: (ms) => {
      monotonic += ms;
    },
  };
}

describe('finishing steps before others', () => {
  it.each([
    ['five days before the end, to the millisecond', '2026-11-25T17:00:00.000Z', 4],
    ['a millisecond earlier', '2026-11-25T16:59:59.999Z', 0],
    ['the last millisecond of a year', '2026-12-31T16:59:59.999Z', 4],
    ['the first of the next month', '2026-11-30T17:00:00.000Z', 0],
  ])('go first %s', (_, now, places) => {
    expect(at(now).first.places(8)).toBe(places);
  });

  it('never where it is not wanted, or at a destination that does not count', () => {
    expect(at('2026-11-30T00:00:00Z', { days: 0 }).first.places(8)).toBe(0);
    expect(at('2026-11-30T00:00:00Z', { id: 'province' }).first.places(8)).toBe(0);
  });

  it('get half of the places, and no second time before an ordinary claim', () => {
    const { first, pass } = at('2026-11-30T00:00:00Z');
    expect(first.places(7)).toBe(4);
    first.took(4, 4);
    expect(first.places(7)).toBe(0);
    first.passed();
    expect(first.places(7)).toBe(4);
    first.took(2, 4);
    first.passed();
    expect(first.places(7)).toBe(0);
    pass(1_000);
    expect(first.places(1)).toBe(1);
  });
});

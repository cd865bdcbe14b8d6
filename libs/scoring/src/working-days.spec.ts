import { describe, expect, it } from '@jest/globals';
import { Calendar, type LegalDay } from '#canonical';
import { parsePeriod, traitsOf } from './index.ts';
import { workedBetween } from './working-days.ts';

/** Seconds of a day and hour of November 2026 in Vietnam. */
function at(day: number, hour = 8): number {
  return (parsePeriod('2026-11')?.starts ?? 0) + (day - 1) * 86_400 + hour * 3_600;
}

describe('working days', () => {
  const calendar = new Calendar(new Map([['2026-11-04' as LegalDay, 'half']]));

  it.each([
    ['the first day left out, the last one counted', at(2), at(3), 1],
    ['half a day', at(3), at(5), 1.5],
    ['nothing over a weekend', at(6), at(8), 0],
    ['nothing backwards', at(5), at(2), 0],
    ['the last second of a day', at(2), at(3, 24) - 1, 1],
    ['the first second of the next', at(2), at(3, 24), 1.5],
  ])('are %s', (_, from, to, counted) => {
    expect(workedBetween(calendar, from, to)).toBe(counted);
  });

  it('are not known over a year that the calendar lacks', () => {
    expect(workedBetween(calendar, at(2), at(2) + 365 * 86_400)).toBeUndefined();
    expect(workedBetween(calendar, at(2) - 365 * 86_400, at(2))).toBeUndefined();
  });
});

describe('what the catalogue knows of a procedure', () => {
  const rest = { channel: null, text: '', note: '' };
  const fee = { channel: null, kind: '1', amountText: '', unit: '', note: '', url: '' };

  it('is nothing without a record of it', () => {
    expect(traitsOf(undefined)).toEqual({ endsInPaper: undefined, hasFee: undefined, mostDays: undefined });
  });

  it.each<[string, Partial<Parameters<typeof traitsOf>[0]>, object]>([
    ['no result, fee or time', {}, { endsInPaper: false, hasFee: false, mostDays: undefined }],
    ['a result', { results: [{ code: '1', name: 'Giấy' }] }, { endsInPaper: true }],
    ['a fee of 0', { fees: [{ ...fee, amount: 0 }] }, { hasFee: false }],
    ['a fee in words', { fees: [{ ...fee, amount: null }] }, { hasFee: true }],
    [
      'the longest of its times, hours as parts of a day',
      {
        durations: [
          { ...rest, value: 3, unit: 'Ngày làm việc' },
          { ...rest, value: 4, unit: 'Giờ làm việc' },
          { ...rest, value: 30, unit: 'Ngày' },
        ],
      },
      { mostDays: 3 },
    ],
  ])('is %s', (_, detail, traits) => {
    expect(traitsOf({ results: [], fees: [], durations: [], ...detail })).toMatchObject(traits);
  });
});

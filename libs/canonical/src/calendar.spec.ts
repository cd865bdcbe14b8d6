import { describe, expect, it } from '@jest/globals';
import { Calendar, dayAfter, type DayKind } from './calendar.ts';
import type { LegalDay } from './instant.ts';

const calendar = new Calendar(
  new Map<LegalDay, DayKind>([
    ['2026-05-01' as LegalDay, 'off'],
    ['2026-08-22' as LegalDay, 'work'],
    ['2025-12-31' as LegalDay, 'half'],
  ]),
);

describe('a calendar', () => {
  it.each([
    ['2026-11-23', 'work', 'a Monday'],
    ['2026-11-21', 'off', 'a Saturday'],
    ['2026-11-22', 'off', 'a Sunday'],
    ['2026-05-01', 'off', 'a holiday'],
    ['2026-08-22', 'work', 'a Saturday that is made up'],
    ['2025-12-31', 'half', 'half a day'],
  ])('says of %s: %s (%s)', (day, kind) => {
    expect(calendar.kindOf(day as LegalDay)).toBe(kind);
  });

  it('knows its years, and guesses nothing of others', () => {
    expect(calendar.years).toEqual([2025, 2026]);
    expect(calendar.knows('2025-12-30' as LegalDay, '2026-01-02' as LegalDay)).toBe(true);
    expect(calendar.knows('2026-12-30' as LegalDay, '2027-01-02' as LegalDay)).toBe(false);
    for (const day of ['2024-12-31', '2027-01-04']) expect(() => calendar.kindOf(day as LegalDay)).toThrow(day);
  });

  it.each([
    ['2026-11-20', '2026-11-23', 1, 'a Friday and a Monday'],
    ['2026-11-23', '2026-11-23', 0, 'the same day'],
    ['2026-04-29', '2026-05-04', 2, 'around a holiday and a week-end'],
    ['2026-08-21', '2026-08-24', 2, 'with a Saturday that is made up'],
    ['2025-12-30', '2025-12-31', 0.5, 'with half a day'],
    ['2026-11-23', '2026-11-20', 0, 'backwards'],
  ])('counts what is worked after %s until %s: %s (%s)', (after, until, worked) => {
    expect(calendar.workedBetween(after as LegalDay, until as LegalDay)).toBe(worked);
  });

  it('counts over the end of a year as day by day, and nothing in a year that it does not know', () => {
    const [after, until] = ['2025-12-29', '2026-01-05'] as const;
    let worked = 0;
    for (let day = dayAfter(after as LegalDay); day <= until; day = dayAfter(day))
      worked += { off: 0, half: 0.5, work: 1 }[calendar.kindOf(day)];
    expect(worked).toBeGreaterThan(1);
    expect(calendar.workedBetween(after as LegalDay, until as LegalDay)).toBe(worked);
    expect(() => calendar.workedBetween('2026-12-30' as LegalDay, '2027-01-02' as LegalDay)).toThrow('2027');
  });

  it('names the next days that are worked', () => {
    expect(calendar.nextWorked('2026-04-30' as LegalDay, 2)).toEqual(['2026-05-04', '2026-05-05']);
    expect(calendar.nextWorked('2026-08-21' as LegalDay, 1)).toEqual(['2026-08-22']);
    expect(calendar.nextWorked('2026-12-30' as LegalDay, 2)).toBeUndefined();
  });
});

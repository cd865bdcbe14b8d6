import { describe, expect, it } from '@jest/globals';
import { Calendar, type DayKind } from './calendar.ts';
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
    for (const day of ['2024-12-31', '2027-01-04']) expect(() => calendar.kindOf(day as LegalDay)).toThrow(day);
  });
});

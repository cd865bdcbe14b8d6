import { describe, expect, it } from '@jest/globals';
import { later, opening, workingDay, written } from './office-hours.ts';

describe('office hours', () => {
  it.each([
    ['2026-11-23', -1, '2026-11-20'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-22', 0, '2026-11-20'],
    ['2026-11-23', 5, '2026-11-30'],
  ])('%s and %d working days is %s', (from, days, day) => {
    expect(workingDay(from, days)).toBe(day);
  });

  it('go on the next working day', () => {
    expect(written(later(opening('2026-11-20'), 3_600))).toBe('2026-11-20T08:30:00+07:00');
    expect(written(later(opening('2026-11-20'), 9 * 3_600))).toBe('2026-11-23T07:30:00+07:00');
    expect(written(later(opening('2026-11-20'), 19 * 3_600))).toBe('2026-11-24T08:30:00+07:00');
  });
});

import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { leavesTime, maintenanceAt, openTimeBefore } from './maintenance.ts';
import { MaintenanceWindow } from './maintenance-window.ts';

const HOUR_MS = 3_600_000;

const windowOf = (more: Partial<MaintenanceWindow>): MaintenanceWindow => Object.assign(new MaintenanceWindow(), more);
/** A local time of Vietnam. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const shown = (windows: readonly MaintenanceWindow[], text: string): string[] | undefined => {
  const period = maintenanceAt(windows, at(text));
  return period && [period.from, period.until].map((date) => new Date(date.getTime() + 7 * HOUR_MS).toISOString().slice(0, 16));
};

// 29/11/2026 is a Sunday.
const SUNDAY_NIGHT = windowOf({ days: ['sun'], from: '22:00', to: '04:00' });
const NOON = windowOf({ from: '12:00', to: '12:30' });
const MOVE = windowOf({ from: '2026-12-05 20:00', to: '2026-12-07 06:00' });

describe('a weekly window over midnight', () => {
  it.each([
    ['2026-11-29 21:59', undefined],
    ['2026-11-29 22:00', ['2026-11-29T22:00', '2026-11-30T04:00']],
    ['2026-11-30 03:59', ['2026-11-29T22:00', '2026-11-30T04:00']],
    ['2026-11-30 04:00', undefined],
    ['2026-11-29 03:00', undefined],
    ['2026-11-30 22:30', undefined],
  ])('at %s', (text, period) => {
    expect(shown([SUNDAY_NIGHT], text)).toEqual(period);
  });
});

describe('windows', () => {
  it('repeat every day where no day is named', () => {
    expect(['2026-11-27 12:10', '2026-11-28 12:10'].map((text) => shown([NOON], text)?.[1])).toEqual([
      '2026-11-27T12:30',
      '2026-11-28T12:30',
    ]);
    expect(shown([NOON], '2026-11-28 12:30')).toBeUndefined();
  });

  it('with dates come once', () => {
    expect(shown([MOVE], '2026-12-06 13:00')).toEqual(['2026-12-05T20:00', '2026-12-07T06:00']);
    expect(shown([MOVE], '2026-12-07 06:00')).toBeUndefined();
    expect(shown([MOVE], '2027-12-06 13:00')).toBeUndefined();
  });

  it('that touch or overlap are one', () => {
    const windows = [MOVE, windowOf({ days: ['mon'], from: '05:00', to: '08:00' }), windowOf({ from: '08:00', to: '09:00' })];
    expect(shown(windows, '2026-12-06 12:00')).toEqual(['2026-12-05T20:00', '2026-12-07T09:00']);
    expect(shown(windows, '2026-12-07 08:30')).toEqual(['2026-12-05T20:00', '2026-12-07T09:00']);
  });

  it('that leave no time are told from those that do', () => {
    const night = windowOf({ from: '22:00', to: '04:00' });
    expect(leavesTime([night, windowOf({ from: '03:00', to: '21:59' })])).toBe(true);
    expect(leavesTime([night, windowOf({ from: '03:00', to: '22:00' })])).toBe(false);
    expect(leavesTime([MOVE, night])).toBe(true);
  });
});

describe('the time of a destination', () => {
  it('stands still during maintenance', () => {
    const before = (text: string, hours: number): string =>
      openTimeBefore([SUNDAY_NIGHT], at(text), hours * HOUR_MS).toISOString();
    expect(before('2026-11-29 21:00', 2)).toBe(at('2026-11-29 19:00').toISOString());
    expect(before('2026-11-30 01:00', 2)).toBe(at('2026-11-29 20:00').toISOString());
    expect(before('2026-11-30 04:00', 2)).toBe(at('2026-11-29 20:00').toISOString());
    expect(before('2026-11-30 05:30', 2)).toBe(at('2026-11-29 21:30').toISOString());
    expect(before('2026-11-30 07:00', 2)).toBe(at('2026-11-30 05:00').toISOString());
    // Over two of them.
    expect(before('2026-12-07 04:00', 163)).toBe(at('2026-11-29 21:00').toISOString());
    expect(openTimeBefore([], at('2026-11-30 05:30'), HOUR_MS)).toEqual(at('2026-11-30 04:30'));
  });
});

describe('a window as it is written', () => {
  const pathsOf = (content: object): string[] =>
    validateSync(plainToInstance(MaintenanceWindow, content)).map(({ property }) => property);

  it.each<[object, string[]]>([
    [{ from: '22:00', to: '04:00' }, []],
    [{ days: ['sat', 'sun'], from: '22:00', to: '04:00' }, []],
    [{ from: '2026-12-05 20:00', to: '2026-12-07 06:00' }, []],
    [{ from: '24:00', to: '04:00' }, ['from']],
    [{ from: '2026-02-30 20:00', to: '2026-03-07 06:00' }, ['from']],
    [{ from: '22:00' }, ['to']],
    [{ from: '22:00', to: '22:00' }, ['to']],
    [{ from: '22:00', to: '2026-12-07 06:00' }, ['to']],
    [{ from: '2026-12-07 20:00', to: '2026-12-07 06:00' }, ['to']],
    [{ days: ['cn'], from: '22:00', to: '04:00' }, ['days']],
    [{ days: [], from: '22:00', to: '04:00' }, ['days']],
    [{ days: ['sun'], from: '2026-12-05 20:00', to: '2026-12-07 06:00' }, ['days']],
  ])('%j', (content, wrong) => {
    expect(pathsOf(content)).toEqual(wrong);
  });
});

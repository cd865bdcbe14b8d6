import { describe, expect, it } from '@jest/globals';
import { daysBetween, gridOf, LEGEND, levelOf, nextPlace } from './heat-grid.ts';

const unit = (code: string): { code: string; name: string } => ({ code, name: `Xã ${code}` });
const days = daysBetween('2026-11-29', '2026-12-02');
const cell = (code: string, day: string, dossiers: number): Parameters<typeof gridOf>[0][number] => ({
  ...{ unit: unit(code), day, tier: 'national', dossiers, open: dossiers },
});
const grid = gridOf(
  [
    cell('1', '2026-11-29', 1),
    cell('2', '2026-11-30', 3),
    { ...cell('2', '2026-11-30', 2), tier: 'commune' },
    cell('2', '2026-12-02', 1),
    cell('1', '2026-12-02', 2),
    cell('1', '2026-12-03', 9),
  ],
  days,
);

describe('the map of differences', () => {
  it('has every day as a column and the unit with the most first; tiers add up, and other days do not count', () => {
    expect(days).toEqual(['2026-12-02', '2026-12-01', '2026-11-30', '2026-11-29']);
    expect(grid.rows).toEqual([
      { unit: unit('2'), dossiers: [1, 0, 5, 0], total: 6 },
      { unit: unit('1'), dossiers: [2, 0, 0, 1], total: 3 },
    ]);
  });

  it('marks a place as strongly as its legend says', () => {
    expect([0, 1, 2, 4, 5, 19, 20, 500].map(levelOf)).toEqual([0, 1, 2, 2, 3, 3, 4, 4]);
    expect(LEGEND).toEqual(['1', '2–4', '5–19', '20+']);
  });

  it.each([
    [[0, 0], 'ArrowRight', [0, 2]],
    [[0, 0], 'ArrowDown', [1, 0]],
    [[1, 3], 'ArrowLeft', [1, 0]],
    [[1, 0], 'ArrowUp', [0, 0]],
    [[1, 3], 'ArrowUp', undefined],
    [[1, 0], 'ArrowLeft', undefined],
    [[0, 0], 'ArrowUp', undefined],
    [[1, 0], 'Enter', undefined],
  ] as const)('from %j %s leads to %j, over what is empty', (from, key, to) => {
    expect(nextPlace(grid, from, key)).toEqual(to);
  });
});

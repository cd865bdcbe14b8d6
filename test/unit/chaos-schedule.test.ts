import { describe, expect, it } from '@jest/globals';
import { describeSchedule, scheduleOf } from '../support/chaos/schedule.ts';

const LASTS_MS = 32_000;
const SEEDS = Array.from({ length: 50 }, (_, index) => index);

describe('a schedule of what goes wrong', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scheduleOf(7, LASTS_MS)).toEqual(scheduleOf(7, LASTS_MS));
    expect(new Set(SEEDS.map((seed) => describeSchedule(scheduleOf(seed, LASTS_MS)).join('\n'))).size).toBe(SEEDS.length);
  });

  it('strikes everything, one blow at a target after the other, and is over in time', () => {
    for (const { target, blows } of SEEDS.flatMap((seed) => scheduleOf(seed, LASTS_MS))) {
      expect([target, blows.length > 0]).toEqual([target, true]);
      const begins = blows.map(({ atMs }) => atMs);
      const ends = blows.map(({ atMs, lastsMs }) => atMs + lastsMs);
      begins.slice(1).forEach((begin, index) => {
        expect(begin).toBeGreaterThan(ends[index] ?? Infinity);
      });
      expect(Math.max(...ends)).toBeLessThanOrEqual(LASTS_MS);
    }
  });

  it('kills, stops and continues each of them when it is long enough', () => {
    const lines = describeSchedule(scheduleOf(2, 600_000)).join('\n');
    for (const target of ['relay', 'door', 'scheduler'])
      for (const action of ['kill', 'stop']) expect(lines).toMatch(new RegExp(`${target} \\d: ${action}`));
    for (const blow of ['broker: crash', 'broker: stop', 'database: crash', 'database: stop', 'database: close', ': forget'])
      expect(lines).toContain(blow);
  });

  it('never lets a portal lose dossiers and say that it took what it refused', () => {
    for (const seed of SEEDS) {
      const lines = describeSchedule(scheduleOf(seed, 600_000)).join('\n');
      expect([seed, lines.includes(': forget'), lines.includes(': stale-reply')]).toEqual([seed, seed % 2 === 0, seed % 2 === 1]);
    }
  });
});

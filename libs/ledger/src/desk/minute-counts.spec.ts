import { describe, expect, it } from '@jest/globals';
import { MinuteCounts } from './minute-counts.ts';

const at = (time: string): Date => new Date(`2026-11-26T${time}Z`);

describe('counts by the minute', () => {
  it('are of the last hour, of one destination, and add up', () => {
    const counts = new MinuteCounts();
    counts.add([
      { destination: 'national', minute: at('07:59:00'), count: 100 },
      { destination: 'national', minute: at('08:31:00'), count: 2 },
      { destination: 'province', minute: at('08:31:00'), count: 50 },
    ]);
    counts.add([{ destination: 'national', minute: at('08:31:00'), count: 3 }]);
    expect(counts.ofLastHour('national', at('08:59:59'))).toBe(105);
    expect(counts.ofLastHour('national', at('09:00:00'))).toBe(5);
    expect(counts.ofLastHour('province', at('09:00:00'))).toBe(50);
    expect(counts.ofLastHour('national', at('09:40:00'))).toBe(0);
  });

  it('can be counted anew from a minute on', () => {
    const counts = new MinuteCounts();
    counts.add([
      { destination: 'national', minute: at('08:30:00'), count: 1 },
      { destination: 'national', minute: at('08:31:00'), count: 9 },
    ]);
    counts.forgetFrom(at('08:31:00'));
    counts.add([{ destination: 'national', minute: at('08:31:00'), count: 4 }]);
    expect(counts.ofLastHour('national', at('08:40:00'))).toBe(5);
  });
});

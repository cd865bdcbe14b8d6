import { describe, expect, it } from '@jest/globals';
import { FailingPeriods } from './failing-periods.ts';

const MINUTE_MS = 60_000;

/** A clock that stands until it is moved. */
function aClock() {
  let ms = 0;
  return {
    pass: (more: number): void => {
      ms += more;
    },
    monotonic: () => ms,
    now: () => new Date(ms),
  };
}

describe('a period that cannot be computed', () => {
  it('is left alone longer after each failure, half an hour at most, and is then tried again', () => {
    const clock = aClock();
    const failing = new FailingPeriods(clock);
    const pauses = Array.from({ length: 9 }, () => {
      const { pauseMs } = failing.failed('2026-11');
      clock.pass(pauseMs - 1);
      expect(failing.isWaiting('2026-11', undefined)).toBe(true);
      clock.pass(1);
      expect(failing.isWaiting('2026-11', undefined)).toBe(false);
      return pauseMs / MINUTE_MS;
    });
    expect(pauses).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('holds up no other one, and begins anew once it was computed or nobody asks for it', () => {
    const failing = new FailingPeriods(aClock());
    for (const period of ['2026-11', '2026-11', '2026']) failing.failed(period);
    expect(failing.isWaiting('2026-Q4', undefined)).toBe(false);
    failing.computed('2026-11');
    failing.keepOnly(new Set(['2026-11']));
    expect([...failing.all.keys()]).toEqual([]);
    expect(failing.failed('2026-11').failures).toBe(1);
  });

  it('is tried at once for whoever orders it after it failed', () => {
    const clock = aClock();
    const failing = new FailingPeriods(clock);
    clock.pass(MINUTE_MS);
    failing.failed('2026-11');
    expect(failing.isWaiting('2026-11', new Date(MINUTE_MS))).toBe(true);
    expect(failing.isWaiting('2026-11', new Date(MINUTE_MS + 1))).toBe(false);
  });
});

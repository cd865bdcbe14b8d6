import { describe, expect, it } from '@jest/globals';
import { Clock, sleep } from './clock.ts';
import { uuidv7 } from './uuid.ts';

describe('Clock', () => {
  it('follows its source, which may be hours away, and keeps the last measure when the source fails', async () => {
    const clock = new Clock();
    const shifted = (): Date => new Date(Date.now() + 3_600_000);
    await clock.follow(() => Promise.resolve(shifted()));
    expect(Math.abs(clock.now().getTime() - shifted().getTime())).toBeLessThan(1_000);
    await expect(clock.measure(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(Math.abs(clock.now().getTime() - shifted().getTime())).toBeLessThan(1_000);
    clock.close();
  });

  it('is not set back by an answer that was long under way, and follows one that contradicts it', async () => {
    const clock = new Clock();
    await clock.measure(() => Promise.resolve(new Date(1_000_000)));
    const known = clock.now().getTime() - clock.monotonic();
    const slowly = async (byMs: number): Promise<void> => {
      await clock.measure(async () => {
        const time = new Date(known + clock.monotonic() + byMs);
        await sleep(200);
        return time;
      });
    };
    await slowly(0);
    expect(Math.abs(clock.now().getTime() - clock.monotonic() - known)).toBeLessThanOrEqual(1);
    await slowly(-50);
    expect(clock.now().getTime() - clock.monotonic() - known).toBeLessThan(-100);
  });

  it('does not jump where deadlines are counted', async () => {
    const clock = new Clock();
    const before = clock.monotonic();
    await clock.measure(() => Promise.resolve(new Date(0)));
    expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
    expect(clock.now().getFullYear()).toBe(1970);
  });
});

describe('sleep', () => {
  it('ends early when it is told to', async () => {
    const nap = new AbortController();
    const slept = sleep(60_000, nap.signal);
    nap.abort();
    await slept;
    await sleep(60_000, nap.signal);
  });
});

describe('uuidv7', () => {
  it('sorts by its instant, is of version 7 and never the same', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => uuidv7(new Date(1_700_000_000_000 + index)));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(new Set(Array.from({ length: 1_000 }, () => uuidv7(new Date(0)))).size).toBe(1_000);
  });
});

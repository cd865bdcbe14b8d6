import { describe, expect, it } from '@jest/globals';
import { Nap } from './nap.ts';

describe('a nap', () => {
  it('ends by itself, or when it is woken', async () => {
    const nap = new Nap();
    await nap.sleep(1);
    const long = nap.sleep(60_000);
    nap.wake();
    await long;
    expect(nap).toEqual(new Nap());
  });

  it('is not shortened by a call that came when nobody slept', async () => {
    const nap = new Nap();
    nap.wake();
    let ended = false;
    const waiting = nap.sleep(60_000).then(() => (ended = true));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(ended).toBe(false);
    nap.wake();
    await waiting;
  });
});

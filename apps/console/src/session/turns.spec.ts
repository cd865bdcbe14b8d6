import { describe, expect, it } from '@jest/globals';
import { Overloaded } from '#runtime';
import { Turns } from './turns.ts';

/** Work that ends when it is told to. */
function work(): { readonly run: () => Promise<void>; readonly end: () => void; readonly fail: () => void } {
  let [end, fail] = [(): void => undefined, (): void => undefined];
  const done = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = () => {
      reject(new Error('it failed'));
    };
  });
  return {
    run: () => done,
    end: () => {
      end();
    },
    fail: () => {
      fail();
    },
  };
}

describe('work that takes turns', () => {
  it('is done by so many at a time, in the order in which it came, and what is too much is refused', async () => {
    const turns = new Turns(2, 2);
    const begun: number[] = [];
    const all = [work(), work(), work(), work()];
    const done = all.map(({ run }, index) =>
      turns.take(() => {
        begun.push(index);
        return run();
      }),
    );
    await expect(turns.take(() => Promise.resolve())).rejects.toBeInstanceOf(Overloaded);
    expect(begun).toEqual([0, 1]);
    all[1]?.end();
    await done[1];
    expect(begun).toEqual([0, 1, 2]);
    all[0]?.fail();
    await expect(done[0]).rejects.toThrow('it failed');
    expect(begun).toEqual([0, 1, 2, 3]);
    all.forEach(({ end }) => {
      end();
    });
    await Promise.all([done[2], done[3]]);
    const again = [work(), work()];
    const both = again.map(({ run }) => turns.take(run));
    const third = turns.take(() => Promise.resolve('after them'));
    again.forEach(({ end }) => {
      end();
    });
    expect(await third).toBe('after them');
    await Promise.all(both);
  });
});

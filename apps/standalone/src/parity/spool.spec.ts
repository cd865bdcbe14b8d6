import { describe, expect, it } from '@jest/globals';
import { Spool } from './spool.ts';

describe('a spool', () => {
  it('gives back what was put just before, to all who ask at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const spool = await Spool.open();
      const items = Array.from({ length: 8 }, (_, number) => ({ number, text: String(number).repeat(100_000) }));
      const places = [];
      for (const item of items) places.push(await spool.put(item));
      expect(await Promise.all(places.map((place) => spool.get(place)))).toEqual(items);
      await spool.close();
    }
  });

  it('takes more while it is written and read', async () => {
    const spool = await Spool.open();
    const items = Array.from({ length: 40 }, (_, number) => ({ number, text: String(number % 10).repeat(100_000) }));
    const back = await Promise.all(items.map(async (item) => spool.get(await spool.put(item))));
    expect(back).toEqual(items);
    await spool.close();
  });
});

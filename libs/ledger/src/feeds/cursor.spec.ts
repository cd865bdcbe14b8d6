import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Cursors, type Cursor } from './cursor.ts';

const cursors = new Cursors(Buffer.alloc(32, 7));
const owner = { feed: 'status-changes', clientId: 3 } as const;
const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const units = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 800 }).map((ids) => ids.sort((a, b) => a - b));
const anyCursor: fc.Arbitrary<Cursor> = fc.oneof(
  fc.record({ kind: fc.constant('walk' as const), issuedOn: fc.nat(40_000), position: number, units }),
  fc.record({
    kind: fc.constant('backfill' as const),
    ...{ issuedOn: fc.nat(40_000), position: number, until: number, unit: fc.integer({ min: 1, max: 100_000 }) },
  }),
);

describe('a cursor', () => {
  it('reads as what was written', () => {
    fc.assert(
      fc.property(anyCursor, (cursor) => {
        expect(cursors.read(cursors.write(cursor, owner), owner)).toEqual(cursor);
      }),
    );
  });

  it('does not read once a character of it was changed, added or lost', () => {
    const text = cursors.write({ kind: 'walk', issuedOn: 20_000, position: 300, units: [1, 5, 900] }, owner);
    for (let at = 0; at < text.length; at += 1) {
      for (const other of ['A', 'B', '_', '=', ' '].filter((character) => character !== text[at]))
        expect(cursors.read(text.slice(0, at) + other + text.slice(at + 1), owner)).toBeUndefined();
      expect(cursors.read(text.slice(0, at) + text.slice(at + 1), owner)).toBeUndefined();
    }
    for (const more of [`${text}A`, `${text}=`, ` ${text}`, '', 'A'.repeat(20_000)])
      expect(cursors.read(more, owner)).toBeUndefined();
  });

  it('reads for its client, in its feed and under its pepper alone', () => {
    const text = cursors.write({ kind: 'walk', issuedOn: 20_000, position: 300, units: [] }, owner);
    expect(cursors.read(text, { ...owner, clientId: 4 })).toBeUndefined();
    expect(cursors.read(text, { ...owner, feed: 'outcomes' })).toBeUndefined();
    expect(new Cursors(Buffer.alloc(32, 8)).read(text, owner)).toBeUndefined();
  });

  it('of a whole province fits into an address', () => {
    const all = Array.from({ length: 713 }, (_, index) => index + 1);
    expect(cursors.write({ kind: 'walk', issuedOn: 20_000, position: 2 ** 40, units: all }, owner).length).toBeLessThan(1_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ItemArrivals } from '../../../contract/answers.ts';
import { knownAt, momentsOf } from './known-at.ts';

const at = (minute: number): string => `2026-11-27T01:${String(minute).padStart(2, '0')}:00.000Z`;

type State = ItemArrivals['arrivals'][number]['state'];
function item(seq: number, status: number, minute: number, national: [State, number | null]): ItemArrivals {
  const [state, arrived] = national;
  const arrival = { destination: 'national', state, at: arrived === null ? null : at(arrived) };
  return { seq, kind: 'step', status, occurredAt: at(0), acceptedAt: at(minute), arrivals: [arrival] };
}

const ITEMS = [
  item(1, 2, 1, ['delivered', 3]),
  item(2, 4, 2, ['superseded', 5]),
  item(3, 4, 4, ['delivered', 5]),
  item(4, 9, 6, ['pending', null]),
  item(5, 9, 7, ['cancelled', null]),
];
const national = (minute: number): unknown => knownAt(ITEMS, at(minute)).find(({ side }) => side === 'national');

describe('what each side knew', () => {
  it.each([
    [0, null, null, []],
    [2, null, null, [1, 2]],
    [3, 2, 1, [2]],
    [4, 2, 1, [2, 3]],
    [5, 4, 3, []],
    [9, 4, 3, [4]],
  ])('at minute %i', (minute, status, lastSeq, missing) => {
    expect(national(minute)).toEqual({ side: 'national', status, lastSeq, missing });
  });

  it('is what was accepted, for the gateway', () => {
    expect(knownAt(ITEMS, at(6))[0]).toEqual({ side: 'gateway', status: 9, lastSeq: 4, missing: [] });
  });

  it('is there since it was accepted where nobody noted when it came', () => {
    expect(knownAt([item(1, 2, 1, ['delivered', null])], at(1))[1]).toEqual({
      side: 'national',
      status: 2,
      lastSeq: 1,
      missing: [],
    });
  });

  it('changes at each moment at which somebody came to know something', () => {
    expect(momentsOf(ITEMS)).toEqual([1, 2, 3, 4, 5, 6, 7].map(at));
  });
});

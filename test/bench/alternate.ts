import type { Figures } from './measure.ts';
import type { SideName } from './sides.ts';

/** The figures of the sides in one run or window; the floor is left out where only the gateway is looked at. */
export type Pair = Readonly<Partial<Record<SideName, Figures>>>;

/** Has each side measured so many times, one after the other, and each time the other one first. */
export async function alternate(
  times: number,
  sides: readonly SideName[],
  run: (side: SideName, turn: number) => Promise<Figures>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let turn = 1; turn <= times; turn += 1) {
    const pair: Partial<Record<SideName, Figures>> = {};
    for (const side of turn % 2 === 1 ? sides : sides.toReversed()) pair[side] = await run(side, turn);
    pairs.push(pair);
  }
  return pairs;
}

/** Gateway ÷ floor, of every pair that has both. */
export function ratios(pairs: readonly Pair[], read: (figures: Figures) => number): number[] {
  return pairs.flatMap(({ floor, gateway }) =>
    floor === undefined || gateway === undefined ? [] : [read(gateway) / read(floor)],
  );
}

/** The figures of all pairs with the name of the side and the number of the pair, for tables. */
export function named(pairs: readonly Pair[]): { turn: number; side: SideName; figures: Figures }[] {
  return pairs.flatMap((pair, index) =>
    (Object.entries(pair) as [SideName, Figures][]).map(([side, figures]) => ({ turn: index + 1, side, figures })),
  );
}

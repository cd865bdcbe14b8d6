import { median } from './tables.ts';

/** A figure that was aimed at. It is recorded; no test asserts it. */
export interface Target {
  readonly name: string;
  /** The ratios gateway ÷ floor, of each run or window, in order. */
  readonly ratios: readonly number[];
  readonly median: number;
  readonly wanted: string;
  readonly met: boolean;
}

/** The median of the ratios should be at least that. */
export function atLeast(least: number, name: string, ratios: readonly number[]): Target {
  const middle = median(ratios);
  return { name, ratios, median: middle, wanted: `≥ ${String(least)}`, met: middle >= least };
}

/** The median of the ratios should be at most that. */
export function atMost(most: number, name: string, ratios: readonly number[]): Target {
  const middle = median(ratios);
  return { name, ratios, median: middle, wanted: `≤ ${String(most)}`, met: middle <= most };
}

export function printTarget({ name, ratios, median: middle, wanted, met }: Target): void {
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(' ');
  console.log(`${name}: ${all}, median ${middle.toFixed(2)}, target ${wanted}: ${met ? 'met' : 'MISSED'}`);
}

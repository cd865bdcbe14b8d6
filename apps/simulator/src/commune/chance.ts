import { seeded } from '../portal/faults.ts';

/** Draws that look thrown and follow from a seed alone. */
export class Chance {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  one<T>(among: readonly [T, ...T[]]): T {
    return among[this.below(among.length)] ?? among[0];
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => String(this.below(10))).join('');
  }
}

import { createHash } from 'node:crypto';

/** Numbers that look thrown but follow from a seed alone, so that the demo's content is the same in every start. */
export class Chance {
  private rest: number[] = [];
  private round = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from 0 to `below` − 1. */
  upTo(below: number): number {
    if (this.rest.length === 0) this.rest = this.throwAgain();
    return (this.rest.pop() ?? 0) % below;
  }

  /** One of several. */
  one<T>(among: readonly [T, ...T[]]): T {
    return among[this.upTo(among.length)] ?? among[0];
  }

  private throwAgain(): number[] {
    this.round += 1;
    const bytes = createHash('sha256')
      .update(`${this.seed}|${String(this.round)}`)
      .digest();
    return Array.from({ length: 8 }, (_, at) => bytes.readUInt32BE(at * 4));
  }
}

/** A number of things, and the first few of them. */
export interface Samples<T> {
  readonly count: number;
  readonly first: readonly T[];
}

/** Counts things, and keeps the first few. */
export class Sampler<T> {
  private readonly first: T[] = [];
  private count = 0;

  constructor(private readonly most: number) {}

  add(thing: T): void {
    this.count += 1;
    if (this.first.length < this.most) this.first.push(thing);
  }

  get samples(): Samples<T> {
    return { count: this.count, first: this.first };
  }
}

import { Overloaded } from '#runtime';

/** Work of which only so much goes on at a time, and only so much may wait. */
export class Turns {
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly most: number,
    private readonly mostWaiting: number,
  ) {}

  /** Does the work when it is its turn. @throws Overloaded when too much waits already */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.underWay >= this.most) {
      if (this.waiting.length >= this.mostWaiting) throw new Overloaded();
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    } else this.underWay += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place is handed on: nobody who comes meanwhile takes it.
      if (next === undefined) this.underWay -= 1;
      else next();
    }
  }
}

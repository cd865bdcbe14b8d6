import type pg from 'pg';
import { query } from './database.ts';

/** How many calls a destination takes over all relays: `most` may be saved up. `lanesPerCall`: lanes that share one call. */
export interface CallBudget {
  readonly perSecond: number;
  readonly most: number;
  readonly lanesPerCall: number;
}

/** Calls that destinations take: a token bucket each, one row that all relays draw from. */
export class Budgets {
  constructor(private readonly pool: pg.Pool) {}

  /** Draws one call; answers how many there were, 1 or 0. */
  async take(destination: string, { perSecond, most }: CallBudget): Promise<number> {
    const [row] = await query<{ calls: number }>(this.pool, {
      name: 'budget-take',
      text: 'SELECT take_calls($1, 1, $2, $3) AS calls',
      values: [destination, perSecond, most],
    });
    return row?.calls ?? 0;
  }
}

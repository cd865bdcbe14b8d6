import type pg from 'pg';
import { query } from '../database.ts';

/**
 * Forgets the oldest replay that was over before that moment, or ready and never started, with its list; what was ordered and done stays in the
 * audit. One that is younger than a week stays. Answers whether there was one.
 */
export async function forgetReplay(pool: pg.Pool, before: Date): Promise<boolean> {
  const [row] = await query<{ gone: boolean }>(pool, {
    name: 'replay-forget',
    text: 'SELECT forget_replay($1) AS gone',
    values: [before],
  });
  return row?.gone === true;
}

import type pg from 'pg';
import { query } from '../database.ts';

/** Which lanes to wake: of a destination that has gone live, as long as fewer than `most` wait there. */
export interface WakeOrder {
  readonly destination: string;
  readonly most: number;
  readonly now: Date;
}

/** What a relay does for destinations that are in shadow, or have left it. */
export class Shadow {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Makes lanes due that still stand as the shadow left them, a few at a time: what is accepted meanwhile does not wait behind all of
   * them. Answers how many.
   */
  async wake({ destination, most, now }: WakeOrder): Promise<number> {
    const woken = await query(this.pool, { name: 'shadow-wake', text: WAKE, values: [destination, most, now] });
    return woken.length;
  }

  /** Forgets what was kept in months before that time. Answers how many whole months of it there were. */
  async forget(before: Date): Promise<number> {
    const [row] = await query<{ months: number }>(this.pool, {
      text: 'SELECT forget_shadow_items($1) AS months',
      values: [before],
    });
    return row?.months ?? 0;
  }
}

// One that is held is looked at again: as a live one its commune is told why it waits.
const WAKE = `
  WITH waiting AS (
    SELECT count(*)::int AS lanes FROM (
      SELECT FROM lane WHERE destination = $1 AND state IN ('due', 'verifying') AND due_at <= $3 LIMIT $2
    ) w
  ), found AS (
    SELECT dossier_id, destination FROM lane
    WHERE destination = $1 AND shadow AND state IN ('idle', 'held')
      AND EXISTS (SELECT FROM destination d WHERE d.id = $1 AND d.mode = 'live')
    ORDER BY dossier_id LIMIT (SELECT greatest($2 - lanes, 0) FROM waiting) FOR UPDATE SKIP LOCKED
  )
  UPDATE lane l SET state = 'due', due_at = $3, hinted_at = NULL, blocked_seq = NULL
  FROM found f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination
  RETURNING l.dossier_id`;

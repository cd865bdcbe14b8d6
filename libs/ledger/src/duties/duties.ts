import type pg from 'pg';
import { query } from '../database.ts';

/** Who does a duty, and for how long nobody else may. */
export interface DutyClaim {
  readonly holder: string;
  readonly leaseMs: number;
  readonly now: Date;
}

/** Duties that one process at a time does, each with a cursor of how far it came. */
export class Duties {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Takes a duty, or goes on with it; undefined while another process has it. One that was never done begins where its feed ends
   * now: what happened before nobody waits for.
   */
  async take(name: 'status-events' | 'outcome-events', { holder, leaseMs, now }: DutyClaim): Promise<number | undefined> {
    const feed = name === 'status-events' ? 'item' : 'outcome';
    const [row] = await query<{ cursor: number }>(this.pool, {
      name: `duty-take-${name}`,
      text: `INSERT INTO duty AS d (name, cursor, holder, lease_until)
        VALUES ($1, (SELECT coalesce(max(pos), 0) FROM ${feed}), $2, $3)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
        WHERE d.holder = $2 OR d.lease_until IS NULL OR d.lease_until <= $4
        RETURNING cursor`,
      values: [name, holder, new Date(now.getTime() + leaseMs), now],
    });
    return row?.cursor;
  }

  /** Takes a duty that follows no feed, or goes on with it; its cursor, 0 at first, or undefined while another process has it. */
  async hold(name: string, { holder, leaseMs, now }: DutyClaim): Promise<number | undefined> {
    const [row] = await query<{ cursor: number }>(this.pool, {
      name: 'duty-hold',
      text: `INSERT INTO duty AS d (name, cursor, holder, lease_until) VALUES ($1, 0, $2, $3)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
        WHERE d.holder = $2 OR d.lease_until IS NULL OR d.lease_until <= $4
        RETURNING cursor`,
      values: [name, holder, new Date(now.getTime() + leaseMs), now],
    });
    return row?.cursor;
  }

  /** Puts the cursor of a walk that begins anew when it is over. */
  async place(name: string, { holder, cursor }: { holder: string; cursor: number }): Promise<void> {
    await query(this.pool, {
      name: 'duty-place',
      text: 'UPDATE duty SET cursor = $3 WHERE name = $1 AND holder = $2',
      values: [name, holder, cursor],
    });
  }

  /** Moves the cursor on, as long as the duty is still ours. */
  async advance(name: string, { holder, cursor }: { holder: string; cursor: number }): Promise<void> {
    await query(this.pool, {
      name: 'duty-advance',
      text: 'UPDATE duty SET cursor = $3 WHERE name = $1 AND holder = $2 AND cursor < $3',
      values: [name, holder, cursor],
    });
  }

  /** Lets others go on at once. */
  async giveUp(name: string, holder: string): Promise<void> {
    await query(this.pool, {
      name: 'duty-give-up',
      text: 'UPDATE duty SET holder = NULL, lease_until = NULL WHERE name = $1 AND holder = $2',
      values: [name, holder],
    });
  }
}

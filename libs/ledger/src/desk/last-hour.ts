import type pg from 'pg';
import { query } from '../database.ts';
import { MinuteCounts, type MinuteCount } from './minute-counts.ts';

const HOUR_MS = 3_600_000;
const ROWS_PER_LOOK = 50_000;
/** Calls are settled within a few minutes of their beginning: so much is counted again. */
const RECOUNT_MS = 5 * 60_000;
const RECOUNT_EVERY_MS = 15_000;
const SLICE_MS = 10 * 60_000;

/** `rows`: how many were looked at for it · `position`: of the last of them. */
interface DeliveredRow extends MinuteCount {
  readonly rows: number;
  readonly position: number;
}

/**
 * What was delivered, and which calls failed, in the last hour. An hour may hold millions of rows: they are counted once, and after
 * that only what is new, minute by minute. One look at a time.
 */
export class LastHour {
  private readonly delivered = new MinuteCounts();
  private readonly failing = new MinuteCounts();
  private position: number | undefined;
  private countedUpTo: Date | undefined;
  private recountedAt: Date | undefined;

  constructor(private readonly pool: pg.Pool) {}

  /** Counts what is new. */
  async look(now: Date): Promise<void> {
    await this.countDelivered(now);
    const { recountedAt } = this;
    if (recountedAt !== undefined && now.getTime() - recountedAt.getTime() < RECOUNT_EVERY_MS) return;
    await this.countFailing(now);
    this.recountedAt = now;
  }

  /** Items that a destination acknowledged. */
  deliveredTo(destination: string, now: Date): number {
    return this.delivered.ofLastHour(destination, now);
  }

  /** Calls to it that ended in anything but what was hoped for. */
  failingAt(destination: string, now: Date): number {
    return this.failing.ofLastHour(destination, now);
  }

  private async countDelivered(now: Date): Promise<void> {
    let position = this.position ?? (await this.firstSince(new Date(now.getTime() - HOUR_MS)));
    let looked = ROWS_PER_LOOK;
    while (looked >= ROWS_PER_LOOK) {
      const rows = await query<DeliveredRow>(this.pool, {
        name: 'last-hour-delivered',
        text: DELIVERED,
        values: [position, ROWS_PER_LOOK],
      });
      this.delivered.add(rows);
      position = Math.max(position, ...rows.map((row) => row.position));
      this.position = position;
      looked = rows.reduce((sum, row) => sum + row.rows, 0);
    }
  }

  /** The position before the first outcome since then: positions grow with time, so that it is found by halves. */
  private async firstSince(since: Date): Promise<number> {
    const [range] = await query<{ first: number | null; last: number | null }>(this.pool, {
      name: 'last-hour-range',
      text: 'SELECT (SELECT min(pos) FROM outcome) AS first, (SELECT max(pos) FROM outcome) AS last',
    });
    let low = range?.first ?? 0;
    let high = (range?.last ?? 0) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [row] = await query<{ at: Date }>(this.pool, {
        name: 'last-hour-at',
        text: 'SELECT at FROM outcome WHERE pos >= $1 ORDER BY pos LIMIT 1',
        values: [middle],
      });
      if (row === undefined || row.at >= since) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  private async countFailing(now: Date): Promise<void> {
    const from = minuteOf(this.countedUpTo ?? new Date(now.getTime() - HOUR_MS));
    this.failing.forgetFrom(from);
    for (let at = from.getTime(); at <= now.getTime(); at += SLICE_MS) {
      const rows = await query<MinuteCount>(this.pool, {
        name: 'last-hour-failing',
        text: FAILING,
        values: [new Date(at), new Date(at + SLICE_MS)],
      });
      this.failing.add(rows);
    }
    this.countedUpTo = new Date(now.getTime() - RECOUNT_MS);
  }
}

function minuteOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 60_000) * 60_000);
}

const DELIVERED = `
  SELECT destination, date_trunc('minute', at) AS minute, count(*) FILTER (WHERE state = 'delivered')::int AS count,
    count(*)::int AS rows, max(pos) AS position
  FROM (SELECT pos, destination, at, state FROM outcome WHERE pos > $1 ORDER BY pos LIMIT $2) o GROUP BY 1, 2`;

const FAILING = `
  SELECT destination, date_trunc('minute', begun_at) AS minute, count(*)::int AS count
  FROM call WHERE begun_at >= $1 AND begun_at < $2
    AND verdict IN ('refused', 'session', 'forbidden', 'deferred', 'unknown', 'expired')
  GROUP BY 1, 2`;

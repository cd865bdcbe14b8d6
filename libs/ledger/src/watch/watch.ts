import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';
import { undecidedOn, type UndecidedUnit } from '../hand-overs/undecided.ts';
import { BROKEN_INVARIANTS, type BrokenInvariant } from '../invariants/invariants.ts';

/** How many of something there are, and since when the oldest. */
export interface Counted {
  readonly count: number;
  readonly since: Date;
}

/** What fails at one destination for one cause. */
export interface Failing extends Counted {
  readonly cause: string;
}

/** The session at a destination, and whether anything has been due there since before a moment. */
export interface SessionSeen {
  readonly obtainedAt: Date;
  readonly usableUntil: Date | null;
  readonly waits: boolean;
}

/** How much of a database is used. */
export interface DatabaseUse {
  readonly connections: number;
  readonly mostConnections: number;
  readonly bytes: number;
}

/** Which lanes wait for longer than anything sets them to, and when they are to be looked at instead; all times from now. */
export interface BringBackOrder {
  readonly destination: string;
  readonly now: Date;
  readonly most: { readonly dueMs: number; readonly leaseMs: number };
  readonly next: { readonly dueMs: number; readonly leaseMs: number };
  readonly atOnce: number;
}

/** So many of the oldest are looked at: what lies behind them is found when it gets there. */
const OLDEST = 1_000;

// Nobody calls a destination that is stopped, paused or in shadow.
const GOES = `NOT EXISTS (SELECT FROM destination d WHERE d.id = $1 AND (d.stopped_at IS NOT NULL OR d.paused_at IS NOT NULL OR d.mode <> 'live'))
  AND NOT EXISTS (SELECT FROM restoration WHERE deliver_from IS NULL OR deliver_from > $2)`;

const DUE = `SELECT due_at, hinted_at FROM lane WHERE destination = $1 AND due_at <= $2 AND state IN ('due', 'verifying')
  ORDER BY due_at LIMIT ${String(OLDEST)}`;

const BRING_BACK = `
  WITH far AS (
    SELECT dossier_id, destination FROM lane WHERE destination = $1 AND (
      (state IN ('due', 'verifying') AND due_at > $2) OR (state = 'leased' AND due_at IS NULL AND lease_until > $3))
    LIMIT $6 FOR UPDATE SKIP LOCKED
  )
  UPDATE lane l SET due_at = CASE WHEN l.state <> 'leased' THEN $4::timestamptz END,
    lease_until = CASE WHEN l.state = 'leased' THEN $5::timestamptz ELSE l.lease_until END
  FROM far WHERE l.dossier_id = far.dossier_id AND l.destination = far.destination RETURNING l.dossier_id`;

/**
 * Looks at the lanes for what should not be. Every look goes by an index that holds only what is open, and to a bound: a million lanes
 * with nothing to do, or a million that wait, cost no more than a few.
 */
export class Watch {
  constructor(private readonly pool: pg.Pool) {}

  /** Leases that ran out before that moment and that nobody has taken over. */
  async orphanedLeases(destination: string, before: Date): Promise<Counted | undefined> {
    return this.count(
      'watch-leases',
      `SELECT count(*)::int AS count, min(lease_until) AS since FROM lane
        WHERE destination = $1 AND due_at IS NULL AND state = 'leased' AND lease_until <= $2`,
      [destination, before],
    );
  }

  /** Gives lanes whose time lies too far ahead a near one; answers how many. */
  async bringBack({ destination, now, most, next, atOnce }: BringBackOrder): Promise<number> {
    const inMs = (ms: number): Date => new Date(now.getTime() + ms);
    const rows = await query(this.pool, {
      name: 'watch-bring-back',
      text: BRING_BACK,
      values: [destination, inMs(most.dueMs), inMs(most.leaseMs), inMs(next.dueMs), inMs(next.leaseMs), atOnce],
    });
    return rows.length;
  }

  /** Lanes that are due since before that moment, were hinted then for the last time, and that nobody has claimed. */
  async lostHints(destination: string, before: Date): Promise<Counted | undefined> {
    return this.count(
      'watch-hints',
      `SELECT count(*)::int AS count, min(due_at) AS since FROM (${DUE}) oldest
        WHERE hinted_at >= due_at AND hinted_at <= $2 AND ${GOES}`,
      [destination, before],
    );
  }

  /** Lanes that are due since before that moment while nobody has called the destination since. */
  async unclaimed(destination: string, before: Date): Promise<Counted | undefined> {
    return this.count(
      'watch-unclaimed',
      `SELECT count(*)::int AS count, min(due_at) AS since FROM (${DUE}) oldest
        WHERE ${GOES} AND NOT EXISTS (SELECT FROM call WHERE begun_at >= $2 AND destination = $1)
          AND NOT EXISTS (SELECT FROM lane WHERE destination = $1 AND due_at IS NULL AND state = 'leased' AND lease_until > $2)`,
      [destination, before],
    );
  }

  /** Lanes that fail since before that moment because nobody knows whether something arrived. */
  async doubtful(destination: string, before: Date): Promise<Counted | undefined> {
    return this.count(
      'watch-doubtful',
      `SELECT count(*)::int AS count, min(failing_since) AS since FROM (SELECT failing_since FROM lane
        WHERE destination = $1 AND failing_since <= $2 AND state = 'verifying' ORDER BY failing_since LIMIT ${String(OLDEST)}) oldest`,
      [destination, before],
    );
  }

  /** What fails since before that moment and is tried again and again, by its cause. */
  async failing(destination: string, before: Date): Promise<Failing[]> {
    return query<Failing>(this.pool, {
      name: 'watch-failing',
      text: `SELECT cause, count(*)::int AS count, min(failing_since) AS since FROM (
          SELECT split_part(coalesce(cause, ''), '|', 1) AS cause, failing_since FROM lane
          WHERE destination = $1 AND failing_since <= $2 AND state IN ('due', 'verifying', 'leased')
          ORDER BY failing_since LIMIT ${String(OLDEST)}) oldest
        GROUP BY cause ORDER BY count(*) DESC, cause`,
      values: [destination, before],
    });
  }

  /** Lets the lanes that are hinted since before that moment be hinted again, and calls everybody. */
  async pokeHinted(destination: string, before: Date): Promise<void> {
    await query(this.pool, {
      name: 'watch-poke',
      text: `WITH lost AS (
          SELECT dossier_id, destination FROM lane WHERE destination = $1 AND due_at <= $2 AND state IN ('due', 'verifying')
            AND hinted_at >= due_at AND hinted_at <= $2 ORDER BY due_at LIMIT ${String(OLDEST)} FOR UPDATE SKIP LOCKED
        )
        UPDATE lane l SET hinted_at = NULL FROM lost WHERE l.dossier_id = lost.dossier_id AND l.destination = lost.destination`,
      values: [destination, before],
    });
    await this.poke();
  }

  /** Calls everybody who delivers. */
  async poke(): Promise<void> {
    await query(this.pool, { text: 'NOTIFY lanes_due' });
  }

  /** The session there; undefined where there is none. `before`: what is due since then waits. */
  async session(destination: string, before: Date): Promise<SessionSeen | undefined> {
    const [row] = await query<SessionSeen>(this.pool, {
      name: 'watch-session',
      text: `SELECT obtained_at AS "obtainedAt", usable_until AS "usableUntil", EXISTS (${DUE}) AND ${GOES} AS waits
        FROM partner_session WHERE destination = $1 AND obtained_at IS NOT NULL`,
      values: [destination, before],
    });
    return row;
  }

  /** What is broken among the dossiers with an id in that range. */
  async broken(from: number, to: number): Promise<BrokenInvariant[]> {
    return query<BrokenInvariant>(this.pool, { name: 'watch-invariants', text: BROKEN_INVARIANTS, values: [from, to] });
  }

  /** The highest id of a dossier, 0 where there is none. */
  async newestDossier(): Promise<number> {
    const [row] = await query<{ id: number }>(this.pool, {
      name: 'watch-newest',
      text: 'SELECT coalesce(max(id), 0) AS id FROM dossier',
    });
    return row?.id ?? 0;
  }

  /** The clock of the database itself, and the one that everybody goes by. */
  async clocks(): Promise<{ readonly real: Date; readonly told: Date }> {
    const [row] = await query<{ real: Date; told: Date }>(this.pool, {
      name: 'watch-clocks',
      text: 'SELECT clock_timestamp() AS real, gateway_now() AS told',
    });
    if (row === undefined) throw new Error('the database tells no time');
    return row;
  }

  /** Divided units with open dossiers that nobody has handed to one of their successors. */
  undecidedUnits(day: LegalDay): Promise<UndecidedUnit[]> {
    return query<UndecidedUnit>(this.pool, undecidedOn(day));
  }

  async databaseUse(): Promise<DatabaseUse> {
    const [row] = await query<DatabaseUse>(this.pool, {
      name: 'watch-use',
      text: `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
        current_setting('max_connections')::int AS "mostConnections", pg_database_size(current_database()) AS bytes`,
    });
    if (row === undefined) throw new Error('the database tells nothing of itself');
    return row;
  }

  /** The years of which the database knows the working days, as the calendar's file was when it was prepared. */
  async calendarYears(): Promise<number[]> {
    const rows = await query<{ year: number }>(this.pool, {
      name: 'watch-calendar',
      text: 'SELECT DISTINCT extract(year FROM day)::int AS year FROM calendar_day ORDER BY year',
    });
    return rows.map(({ year }) => year);
  }

  private async count(name: string, text: string, values: readonly unknown[]): Promise<Counted | undefined> {
    const [row] = await query<Counted>(this.pool, { name, text, values: [...values] });
    return row === undefined || row.count === 0 ? undefined : row;
  }
}

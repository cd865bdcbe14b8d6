import type pg from 'pg';
import { query } from '../database.ts';
import { LastHour } from './last-hour.ts';

/** Lanes that are not idle, by their state. */
export interface OpenLanes {
  readonly due: number;
  readonly leased: number;
  readonly verifying: number;
  readonly held: number;
  readonly blocked: number;
}

/** A destination as its operators see it. */
export interface DestinationStanding {
  readonly id: string;
  readonly dialect: string;
  readonly mode: 'live' | 'shadow';
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pauseReason: string | null;
  readonly stoppedAt: Date | null;
  readonly stopCause: string | null;
  readonly probeAt: Date | null;
  /** Nothing is sent there until then because it is under maintenance. */
  readonly maintenanceUntil: Date | null;
  readonly lanes: OpenLanes;
  /** Items that wait; with more than 10,000 open lanes of a kind by what the first of them hold. */
  readonly pendingItems: number;
  /** When the oldest of them was accepted. */
  readonly oldestAcceptedAt: Date | null;
  readonly deliveredLastHour: number;
  readonly failingCallsLastHour: number;
}

interface Row
  extends Omit<DestinationStanding, 'lanes' | 'pendingItems' | 'deliveredLastHour' | 'failingCallsLastHour'>, OpenLanes {
  readonly movingSample: number;
  readonly movingPending: number;
  readonly waitingSample: number;
  readonly waitingPending: number;
}

/** So many lanes are looked into for what they hold. */
const SAMPLE = 10_000;
/** So many are counted of a destination: a second or two of the database's time. Whoever has more has a million of them. */
const MOST_COUNTED = 1_000_000;

/** How the destinations stand. Idle lanes are never looked at, however many there are. */
export class DestinationBoard {
  private readonly lastHour: LastHour;

  constructor(private readonly pool: pg.Pool) {
    this.lastHour = new LastHour(pool);
  }

  /** Every destination, by id. One look at a time. */
  async read(now: Date): Promise<DestinationStanding[]> {
    await this.lastHour.look(now);
    const rows = await query<Row>(this.pool, { name: 'desk-destinations', text: STANDINGS, values: [SAMPLE, MOST_COUNTED, now] });
    return rows.map((row) => this.toStanding(row, now));
  }

  private toStanding(row: Row, now: Date): DestinationStanding {
    const { due, leased, verifying, held, blocked, movingSample, movingPending, waitingSample, waitingPending, ...rest } = row;
    return {
      ...rest,
      lanes: { due, leased, verifying, held, blocked },
      pendingItems:
        inAll(movingPending, { of: movingSample, among: due + leased + verifying }) +
        inAll(waitingPending, { of: waitingSample, among: held + blocked }),
      deliveredLastHour: this.lastHour.deliveredTo(rest.id, now),
      failingCallsLastHour: this.lastHour.failingAt(rest.id, now),
    };
  }
}

/** What a part of them holds, said of all. */
function inAll(count: number, { of, among }: { readonly of: number; readonly among: number }): number {
  return of === 0 ? 0 : Math.round((count * Math.max(of, among)) / of);
}

/** What the first lanes of a destination `d` hold that are in one of these states. */
function holding(states: string, order: string): string {
  return `(
    SELECT count(*)::int AS sample, coalesce(sum(w.pending), 0)::int AS pending, min(w.accepted_at) AS oldest
    FROM (SELECT dossier_id FROM lane WHERE destination = d.id AND state IN (${states}) ${order} LIMIT $1) l
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE i.state = 'pending') AS pending, (
        SELECT it.accepted_at FROM item it WHERE it.dossier_id = l.dossier_id AND it.seq = min(i.seq)) AS accepted_at
      FROM lane_item i WHERE i.dossier_id = l.dossier_id AND i.destination = d.id AND i.state IN ('pending', 'refused')
    ) w)`;
}

/** How many lanes of a destination `d` are in each of these states. */
function counting(states: readonly string[]): string {
  const counts = states.map((state) => `count(*) FILTER (WHERE state = '${state}')::int AS ${state}`).join(', ');
  const among = states.map((state) => `'${state}'`).join(', ');
  return `(SELECT ${counts} FROM (SELECT state FROM lane WHERE destination = d.id AND state IN (${among}) LIMIT $2) l)`;
}

// The states of either part are those of one partial index.
const STANDINGS = `
  SELECT d.id, d.dialect, d.mode, d.paused_at AS "pausedAt", d.paused_by AS "pausedBy", d.pause_reason AS "pauseReason",
    d.stopped_at AS "stoppedAt", d.stop_cause AS "stopCause", d.probe_at AS "probeAt",
    CASE WHEN d.mode = 'live' AND d.maintenance_until > $3 THEN d.maintenance_until END AS "maintenanceUntil",
    m.due, m.leased, m.verifying, w.held, w.blocked,
    mh.sample AS "movingSample", mh.pending AS "movingPending", wh.sample AS "waitingSample", wh.pending AS "waitingPending",
    least(mh.oldest, wh.oldest) AS "oldestAcceptedAt"
  FROM destination d
  CROSS JOIN LATERAL ${counting(['due', 'leased', 'verifying'])} m
  CROSS JOIN LATERAL ${counting(['held', 'blocked'])} w
  CROSS JOIN LATERAL ${holding(`'due', 'verifying', 'leased'`, 'ORDER BY due_at')} mh
  CROSS JOIN LATERAL ${holding(`'held', 'blocked'`, '')} wh
  ORDER BY d.id`;

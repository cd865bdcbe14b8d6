import type pg from 'pg';
import type { Status } from '#canonical';
import { query } from '../database.ts';

/** Where an accepted item is at one destination, and since when; `at` null: it is not there, or nobody noted when it came. */
export interface Arrival {
  readonly destination: string;
  readonly state: 'pending' | 'delivered' | 'superseded' | 'stale' | 'refused' | 'cancelled';
  readonly at: Date | null;
}

/** An accepted item with its two times, when it happened and when the gateway knew it, and when each destination did. */
export interface ItemArrivals {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly status: Status;
  /** When it happened by its source; null for a version, which says no such time. */
  readonly occurredAt: Date | null;
  readonly acceptedAt: Date;
  readonly arrivals: readonly Arrival[];
}

interface Row extends Omit<ItemArrivals, 'arrivals'> {
  readonly destination: string | null;
  readonly state: Arrival['state'];
  readonly at: Date | null;
}

const MOST = 2_000;
const SLACK_MS = 3_600_000;

/** When each item of a dossier came to be known where, in the order of the items. */
export async function readArrivals(pool: pg.Pool, { id, acceptedAt }: { id: number; acceptedAt: Date }): Promise<ItemArrivals[]> {
  const values = [id, new Date(acceptedAt.getTime() - SLACK_MS), MOST];
  const rows = await query<Row>(pool, { name: 'story-arrivals', text: ARRIVALS, values });
  const items = new Map<number, { row: Row; arrivals: Arrival[] }>();
  for (const row of rows) {
    const item = items.get(row.seq) ?? { row, arrivals: [] };
    items.set(row.seq, item);
    if (row.destination !== null) item.arrivals.push({ destination: row.destination, state: row.state, at: row.at });
  }
  return [...items.values()].map(({ row: { seq, kind, status, occurredAt, acceptedAt: accepted }, arrivals }) => ({
    ...{ seq, kind, status, occurredAt, acceptedAt: accepted, arrivals },
  }));
}

// A version that was left out came with the next one that arrived: it holds all that the former said. What a look-up found there has no
// attempt that delivered it; its time is that of the one that found it.
const ARRIVALS = `
  WITH arrived AS (
    SELECT a.destination, a.seq, min(a.settled_at) AS at FROM attempt a
    WHERE a.dossier_id = $1 AND a.begun_at >= $2 AND a.outcome = 'delivered' GROUP BY a.destination, a.seq
  )
  SELECT i.seq, i.kind, i.status, i.occurred_at AS "occurredAt", i.accepted_at AS "acceptedAt", t.destination, t.state,
    CASE t.state
      WHEN 'delivered' THEN (SELECT at FROM arrived a WHERE a.destination = t.destination AND a.seq = i.seq)
      WHEN 'superseded' THEN (SELECT min(a.at) FROM arrived a JOIN item v ON v.dossier_id = $1 AND v.seq = a.seq
        WHERE a.destination = t.destination AND a.seq > i.seq AND v.kind = 'version')
    END AS at
  FROM (SELECT * FROM item WHERE dossier_id = $1 ORDER BY seq DESC LIMIT $3) i
    LEFT JOIN lane_item t ON t.dossier_id = i.dossier_id AND t.seq = i.seq
  ORDER BY i.seq, t.destination`;

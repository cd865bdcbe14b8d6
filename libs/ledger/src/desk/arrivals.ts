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

interface ItemRow extends Omit<ItemArrivals, 'arrivals'> {
  /** Parallel: where it is. */
  readonly destinations: readonly string[];
  readonly states: readonly Arrival['state'][];
}

interface ArrivedRow {
  readonly seq: number;
  readonly destination: string;
  readonly at: Date;
}

const MOST = 500;
const SLACK_MS = 3_600_000;

/** When each of the newest items of a dossier came to be known where, in the order of the items. */
export async function readArrivals(pool: pg.Pool, { id, acceptedAt }: { id: number; acceptedAt: Date }): Promise<ItemArrivals[]> {
  const since = new Date(acceptedAt.getTime() - SLACK_MS);
  const [items, arrived] = await Promise.all([
    query<ItemRow>(pool, { name: 'story-arrival-items', text: ITEMS, values: [id, MOST] }),
    query<ArrivedRow>(pool, { name: 'story-arrived', text: ARRIVED, values: [id, since] }),
  ]);
  const times = new Map(arrived.map(({ destination, seq, at }) => [`${destination}|${String(seq)}`, at]));
  // From the last one backwards: a version that was left out came with the first later one that arrived, which holds all that it said.
  const versions = new Map<string, Date>();
  return items
    .toReversed()
    .map(({ destinations, states, ...item }) => {
      const arrivals = destinations.map((destination, index): Arrival => {
        const state = states[index] ?? 'pending';
        const own = times.get(`${destination}|${String(item.seq)}`);
        const at = (state === 'superseded' ? versions.get(destination) : own) ?? null;
        if (item.kind === 'version' && own !== undefined) versions.set(destination, own);
        return { destination, state, at: state === 'delivered' || state === 'superseded' ? at : null };
      });
      return { ...item, arrivals };
    })
    .toReversed();
}

const ITEMS = `
  SELECT i.seq, i.kind, i.status, i.occurred_at AS "occurredAt", i.accepted_at AS "acceptedAt",
    array_remove(array_agg(t.destination ORDER BY t.destination), NULL) AS destinations,
    array_remove(array_agg(t.state ORDER BY t.destination), NULL) AS states
  FROM (SELECT * FROM item WHERE dossier_id = $1 ORDER BY seq DESC LIMIT $2) i
    LEFT JOIN lane_item t ON t.dossier_id = i.dossier_id AND t.seq = i.seq
  GROUP BY i.seq, i.kind, i.status, i.occurred_at, i.accepted_at ORDER BY i.seq`;

// What a look-up found there has an attempt of its own, of the time at which it was found.
const ARRIVED = `
  SELECT destination, seq, min(settled_at) AS at FROM attempt
  WHERE dossier_id = $1 AND begun_at >= $2 AND outcome = 'delivered' GROUP BY destination, seq`;

import type pg from 'pg';
import { uuidv7 } from '#runtime';

/** What a sync asks for, frozen when it is ordered. */
export interface SyncTask {
  /** Lists beside that of procedures. */
  readonly lists: readonly string[];
  /** Whether the second source is walked. */
  readonly crossCheck: boolean;
  readonly refreshDays: number;
  readonly leastShare: number;
  readonly recentDays: number;
  /** Kinds of change that come into force by themselves, and those of them that do not while dossiers are open. */
  readonly itself: readonly ChangeKind[];
  readonly waitsWhileOpen: readonly ChangeKind[];
}

export const CHANGE_KINDS = ['added', 'ended', 'renamed', 'field', 'details'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** `listing` lists are asked for · `running` records are · `ready` all is there, to be compared · then it is over. */
export const SYNC_STATES = ['listing', 'running', 'ready', 'done', 'failed', 'cancelled'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

export const CHANGE_STATES = ['waiting', 'active', 'rejected', 'rolled-back', 'replaced'] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

/** Who does what nobody decided. */
export const BY_ITSELF = 'catalogue';

/** A sync that is wanted: of which destination, by whom, why. */
export interface SyncOrder {
  readonly destination: string;
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
}

const ORDER_LOCK = 7_221;

/**
 * Writes a sync down, unless one is under way: then that one is answered. What it asks for is laid out by the scheduler, who knows the
 * configuration.
 */
export async function orderSync(
  db: Pick<pg.PoolClient, 'query'>,
  { destination, by, reason, now }: SyncOrder,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [ORDER_LOCK]);
  const { rows } = await db.query<{ id: string }>({ name: 'sync-under-way', text: UNDER_WAY, values: [destination] });
  if (rows[0] !== undefined) return { id: rows[0].id, isNew: false };
  const id = uuidv7(now);
  const values = [id, [destination], reason, by, now];
  await db.query({ name: 'sync-order', text: ORDER, values });
  return { id, isNew: true };
}

const UNDER_WAY = `
  SELECT id FROM job WHERE kind = 'sync' AND state IN ('listing', 'running', 'ready') AND $1 = ANY(destinations)
  ORDER BY created_at LIMIT 1`;

const ORDER = `
  INSERT INTO job (id, kind, state, task, task_hash, destinations, reason, created_by, created_at)
  VALUES ($1, 'sync', 'listing', '{}', '', $2, $3, $4, $5)`;

/** Text as a column of jsonb takes it: no U+0000 and no half of a pair, wherever the source has put them. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, (found) =>
    found === '\\\\' ? found : '\\ufffd',
  );
}

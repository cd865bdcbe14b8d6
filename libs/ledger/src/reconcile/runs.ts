import type pg from 'pg';
import { uuidv7 } from '#runtime';
import { inTransaction, query } from '../database.ts';
import type { DiscrepancyKind, Tier } from './kinds.ts';

/** `hourly`: what changed, and a part of the rest · `nightly`: all · `demand`: an operator wants it now. */
export const RUN_CAUSES = ['hourly', 'nightly', 'demand'] as const;
export type RunCause = (typeof RUN_CAUSES)[number];
export const RUN_SCOPES = ['changed', 'all'] as const;
export type RunScope = (typeof RUN_SCOPES)[number];
export const RUN_STATES = ['running', 'done', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A run that is under way. */
export interface OpenRun {
  readonly id: string;
  readonly scope: RunScope;
  readonly destinations: readonly string[];
  readonly asked: number;
  readonly wanted: number | null;
}

/** Differences by tier and kind. */
export type Cells = Readonly<Partial<Record<Tier, Readonly<Partial<Record<DiscrepancyKind, number>>>>>>;

/** A run that is due by the clock. */
export interface DueRun {
  readonly cause: Extract<RunCause, 'hourly' | 'nightly'>;
  /** The number of the hour or the day: each is begun once, by whoever comes first. */
  readonly slot: number;
  readonly destinations: readonly string[];
  /** Most lanes of an hourly run. */
  readonly wanted: number | undefined;
  readonly now: Date;
}

/** Begins a run whose time has come; answers its id, undefined where it was begun already or another one is under way. */
export function beginDueRun(pool: pg.Pool, { cause, slot, destinations, wanted, now }: DueRun): Promise<string | undefined> {
  return inTransaction(pool, async (db) => {
    const name = `reconcile-${cause}`;
    // Nothing is begun for having started: the first one comes with the next hour, or the next night.
    await db.query({
      name: 'run-due-begin',
      text: 'INSERT INTO duty (name, cursor) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      values: [name, slot],
    });
    const { rowCount } = await db.query({
      name: 'run-due-take',
      text: 'UPDATE duty SET cursor = $2 WHERE name = $1 AND cursor < $2',
      values: [name, slot],
    });
    if (rowCount !== 1) return undefined;
    const id = uuidv7(now);
    const scope: RunScope = cause === 'hourly' ? 'changed' : 'all';
    const { rows } = await db.query<{ id: string }>({
      name: 'run-due-insert',
      text: `INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at, wanted)
        SELECT $1, $2, $3, 'running', $4, 'gateway', '', $5, $6 WHERE NOT EXISTS (SELECT FROM reconcile_run WHERE state = 'running')
        RETURNING id`,
      values: [id, cause, scope, destinations, now, wanted ?? null],
    });
    return rows[0]?.id;
  });
}

/** The runs that are under way, the oldest first. */
export function openRuns(pool: pg.Pool): Promise<OpenRun[]> {
  return query<OpenRun>(pool, {
    name: 'run-open',
    text: `SELECT id, scope, destinations, asked, wanted FROM reconcile_run WHERE state = 'running' ORDER BY created_at LIMIT 4`,
  });
}

/** Ends a run that has nothing more to ask and nothing on its way, with what it found by tier and kind. */
export async function finishRun(pool: pg.Pool, id: string, now: Date): Promise<void> {
  await query(pool, { name: 'run-finish', text: FINISH, values: [id, now] });
}

const FINISH = `
  UPDATE reconcile_run r SET state = 'done', finished_at = $2, cells = coalesce((
    SELECT jsonb_object_agg(tier, kinds) FROM (
      SELECT tier, jsonb_object_agg(kind, n) AS kinds FROM (
        SELECT tier, kind, count(*) AS n FROM discrepancy WHERE seen_by = $1 AND cleared_at IS NULL GROUP BY tier, kind) k
      GROUP BY tier) t), '{}')
  WHERE r.id = $1 AND r.state = 'running' AND NOT EXISTS (SELECT FROM lane_check WHERE asked_run = $1)`;

import type pg from 'pg';
import { uuidv7 } from '#runtime';
import { inTransaction, query } from '../database.ts';
import { freeLanes } from './checks.ts';
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
  /** Those with which it is not through. */
  readonly destinations: readonly string[];
  readonly asked: number;
  readonly wanted: number | null;
}

/** How a run stands. `still`: destinations where it has more to ask; `seeing`: all that can be asked what they have. */
export interface RunStanding {
  readonly id: string;
  readonly still: readonly string[];
  readonly seeing: readonly string[];
  readonly now: Date;
}

/** Differences by tier and kind. */
export type Cells = Readonly<Partial<Record<Tier, Readonly<Partial<Record<DiscrepancyKind, number>>>>>>;

/** A run that is due by the clock. */
export interface DueRun {
  readonly cause: Extract<RunCause, 'hourly' | 'nightly'>;
  /** The number of the hour or the day: each is begun once per destination, by whoever comes first. */
  readonly slot: number;
  readonly destinations: readonly string[];
  /** Most lanes of an hourly run. */
  readonly wanted: number | undefined;
  readonly now: Date;
}

/** That a destination, by its name in the statement, is one that a run under way is not through with; of a cause, or of any. */
export function isBusy(destination: string, cause?: RunCause): string {
  const of = cause === undefined ? '' : `AND b.cause = '${cause}'`;
  return `EXISTS (SELECT FROM reconcile_run b WHERE b.state = 'running' ${of}
    AND ${destination} = ANY(b.destinations) AND NOT ${destination} = ANY(b.through))`;
}

/**
 * Begins a run whose time has come, at those destinations with which no other one is busy; answers its id, undefined where it was begun already
 * or all are busy. A destination that is busy has its hour passed over, and its night later.
 */
export function beginDueRun(pool: pg.Pool, { cause, slot, destinations, wanted, now }: DueRun): Promise<string | undefined> {
  return inTransaction(pool, async (db) => {
    const place = `reconcile-${cause}-`;
    // Nothing is begun for having started: the first one comes with the next hour, or the next night.
    await db.query({ name: 'run-due-begin', text: PLACES, values: [place, destinations, slot] });
    const due = await db.query<{ id: string }>({ name: 'run-due-look', text: DUE, values: [place, destinations, slot] });
    const ids = due.rows.map(({ id }) => id);
    if (ids.length === 0) return undefined;
    const scope: RunScope = cause === 'hourly' ? 'changed' : 'all';
    const { rows } = await db.query<{ id: string; destinations: string[] }>({
      name: 'run-due-insert',
      text: BEGIN,
      values: [uuidv7(now), cause, scope, ids, now, wanted ?? null],
    });
    const over = cause === 'hourly' ? ids : (rows[0]?.destinations ?? []);
    await db.query({ name: 'run-due-take', text: TAKE, values: [place, over, slot] });
    return rows[0]?.id;
  });
}

const PLACES = `
  INSERT INTO duty (name, cursor) SELECT $1 || d.id, $3 FROM unnest($2::text[]) AS d (id) ORDER BY d.id ON CONFLICT DO NOTHING`;

const DUE = `
  SELECT d.id FROM unnest($2::text[]) AS d (id) JOIN duty p ON p.name = $1 || d.id WHERE p.cursor < $3 ORDER BY d.id FOR UPDATE OF p`;

const TAKE = `UPDATE duty p SET cursor = $3 FROM unnest($2::text[]) AS d (id) WHERE p.name = $1 || d.id`;

const BEGIN = `
  INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at, wanted)
  SELECT $1, $2, $3, 'running', free.ids, 'gateway', '', $5, $6
  FROM (SELECT array_agg(d.id ORDER BY d.id) AS ids FROM unnest($4::text[]) AS d (id) WHERE NOT ${isBusy('d.id')}) free
  WHERE free.ids IS NOT NULL RETURNING id, destinations`;

/** The runs that are under way, the oldest first. */
export function openRuns(pool: pg.Pool): Promise<OpenRun[]> {
  return query<OpenRun>(pool, {
    name: 'run-open',
    text: `SELECT id, scope, ARRAY(SELECT d FROM unnest(destinations) d WHERE NOT d = ANY(through)) AS destinations, asked, wanted
      FROM reconcile_run WHERE state = 'running' ORDER BY created_at`,
  });
}

/**
 * Notes with which destinations a run is through: those that have nothing more to be asked and nothing on its way, and those that cannot be
 * asked any more, whose lanes are let go. Ends the run once it is through with all, with what it found by tier and kind; answers whether.
 */
export function settleRun(pool: pg.Pool, { id, still, seeing, now }: RunStanding): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'run-let-go', text: LET_GO, values: [id, seeing] });
    await db.query({ name: 'run-through', text: THROUGH, values: [id, still] });
    const { rowCount } = await db.query({ name: 'run-finish', text: FINISH, values: [id, now] });
    return rowCount === 1;
  });
}

const LET_GO = freeLanes('NOT c.destination = ANY($2::text[])');

// Rows are written only when there is something new to say.
const THROUGH = `
  UPDATE reconcile_run r SET through = r.through || n.through FROM (
    SELECT array_agg(d.id) AS through FROM reconcile_run o, unnest(o.destinations) AS d (id)
    WHERE o.id = $1 AND NOT d.id = ANY(o.through) AND NOT d.id = ANY($2::text[])
      AND NOT EXISTS (SELECT FROM lane_check c WHERE c.asked_run = $1 AND c.destination = d.id)) n
  WHERE r.id = $1 AND r.state = 'running' AND n.through IS NOT NULL`;

const FINISH = `
  UPDATE reconcile_run r SET state = 'done', finished_at = $2, cells = coalesce((
    SELECT jsonb_object_agg(tier, kinds) FROM (
      SELECT tier, jsonb_object_agg(kind, n) AS kinds FROM (
        SELECT tier, kind, count(*) AS n FROM discrepancy WHERE seen_by = $1 AND cleared_at IS NULL GROUP BY tier, kind) k
      GROUP BY tier) t), '{}')
  WHERE r.id = $1 AND r.state = 'running' AND r.destinations <@ r.through`;

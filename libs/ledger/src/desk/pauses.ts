import type pg from 'pg';
import { query } from '../database.ts';

/** An act of an operator at a destination. */
export interface PauseOrder {
  readonly destination: string;
  readonly by: string;
  readonly reason: string;
  readonly now: Date;
}

/** What came of it: done · there is no such destination · it was so already, and stays as it is. */
export type Paused = 'done' | 'unknown' | 'already';

/**
 * Holds a destination: from now on nothing is claimed for it, nobody logs in there or probes it. What is under way ends as it began,
 * and what is accepted meanwhile waits. The act and its line in the audit are one statement.
 */
export function pauseDestination(pool: pg.Pool, order: PauseOrder): Promise<Paused> {
  return act(pool, order, { name: 'desk-pause', text: PAUSE });
}

/** Lets a destination go on, at once, from where it was. */
export function resumeDestination(pool: pg.Pool, order: PauseOrder): Promise<Paused> {
  return act(pool, order, { name: 'desk-resume', text: RESUME });
}

async function act(
  pool: pg.Pool,
  { destination, by, reason, now }: PauseOrder,
  statement: { readonly name: string; readonly text: string },
): Promise<Paused> {
  const values = [destination, now, by, reason];
  const [row] = await query<{ known: boolean; done: boolean }>(pool, { ...statement, values });
  if (row?.known !== true) return 'unknown';
  return row.done ? 'done' : 'already';
}

const PAUSE = `
  WITH changed AS (
    UPDATE destination SET paused_at = $2, paused_by = $3, pause_reason = $4 WHERE id = $1 AND paused_at IS NULL RETURNING id
  ), noted AS (
    INSERT INTO audit (at, actor, act, subject, details)
    SELECT $2, $3, 'destination.pause', id, jsonb_build_object('reason', $4::text) FROM changed
  )
  SELECT EXISTS (SELECT FROM destination WHERE id = $1) AS known, EXISTS (SELECT FROM changed) AS done`;

const RESUME = `
  WITH changed AS (
    UPDATE destination d SET paused_at = NULL, paused_by = NULL, pause_reason = NULL FROM (
      SELECT id, paused_at FROM destination WHERE id = $1 FOR NO KEY UPDATE
    ) former WHERE d.id = former.id AND d.paused_at IS NOT NULL RETURNING d.id, former.paused_at
  ), noted AS (
    INSERT INTO audit (at, actor, act, subject, details)
    SELECT $2, $3, 'destination.resume', id, jsonb_build_object('reason', $4::text, 'pausedAt', paused_at) FROM changed
  ), told AS MATERIALIZED (SELECT pg_notify('lanes_due', '') FROM changed)
  SELECT EXISTS (SELECT FROM destination WHERE id = $1) AS known, EXISTS (SELECT FROM told) AS done`;

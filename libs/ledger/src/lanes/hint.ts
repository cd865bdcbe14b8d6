import type pg from 'pg';
import { query } from '../database.ts';
import { deliveryWaits } from './unsure.ts';

/** Which lanes to hint: those that became due after `since` and were not hinted for it yet. */
export interface HintOrder {
  readonly destination: string;
  readonly since: Date;
  readonly most: number;
  readonly now: Date;
}

/** Lanes that somebody should be told of, and how far in time they reach; `upTo` is undefined when there are none. `nextAt`: when the next lane becomes due, as far as that is known. */
export interface HintedLanes {
  readonly dossierIds: readonly number[];
  readonly upTo: Date | undefined;
  readonly nextAt: Date | undefined;
}

/**
 * Takes lanes that became due lately, each for one relay to tell of. Only a look at recent ones: a backlog is not walked again and
 * again, and what is overlooked here (a commit that came late, a hint that got lost) is found by the poll.
 */
export async function hintLanes(pool: pg.Pool, { destination, since, most, now }: HintOrder): Promise<HintedLanes> {
  const rows = await query<{ dossier_id: number | null; due_at: Date | null }>(pool, {
    name: 'lane-hint',
    text: `WITH due AS (
        SELECT dossier_id, destination, due_at FROM lane
        WHERE destination = $1 AND due_at >= $2 AND due_at <= $3 AND state IN ('due', 'verifying')
          AND (hinted_at IS NULL OR hinted_at < due_at)
          AND NOT EXISTS (SELECT FROM destination d
            WHERE d.id = $1 AND d.mode = 'live' AND (d.stopped_at IS NOT NULL OR d.paused_at IS NOT NULL))
          AND NOT ${deliveryWaits('$3')}
        ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
      ), hinted AS (
        UPDATE lane l SET hinted_at = $3 FROM due WHERE l.dossier_id = due.dossier_id AND l.destination = due.destination
        RETURNING l.dossier_id, due.due_at
      )
      SELECT dossier_id, due_at FROM hinted
      UNION ALL
      SELECT NULL, (SELECT due_at FROM lane WHERE destination = $1 AND due_at > $3 AND state IN ('due', 'verifying') ORDER BY due_at LIMIT 1)`,
    values: [destination, since, now, most],
  });
  const told = rows.flatMap(({ dossier_id, due_at }) => (dossier_id === null || due_at === null ? [] : [{ dossier_id, due_at }]));
  const upTo = told.reduce((latest, { due_at }) => Math.max(latest, due_at.getTime()), 0);
  return {
    dossierIds: told.map(({ dossier_id }) => dossier_id),
    upTo: told.length === 0 ? undefined : new Date(upTo),
    nextAt: rows.find(({ dossier_id }) => dossier_id === null)?.due_at ?? undefined,
  };
}

/** Takes hints back that could not be told, so that the poll does not wait for them. */
export async function takeHintsBack(pool: pg.Pool, destination: string, dossierIds: readonly number[]): Promise<void> {
  await query(pool, {
    name: 'lane-unhint',
    text: `WITH own AS (
        SELECT dossier_id, destination FROM lane WHERE destination = $1 AND dossier_id = ANY($2) ORDER BY dossier_id FOR UPDATE
      )
      UPDATE lane l SET hinted_at = NULL FROM own WHERE l.dossier_id = own.dossier_id AND l.destination = own.destination`,
    values: [destination, dossierIds],
  });
}

import type { EntityManager } from 'typeorm';
import type { DestinationMode } from '#canonical';
import type { Log } from '#runtime';

/** A destination and how it is to be worked from now on. */
export interface ModeChange {
  readonly id: string;
  readonly mode: DestinationMode;
  readonly now: Date;
  readonly log: Log;
}

/**
 * Changes how a destination is worked; nothing where it is as wanted, or new. No acknowledgement is forgotten by it: each lane and each
 * item knows by itself what was acknowledged in shadow alone, and is settled when it is worked next.
 */
export async function changeMode(source: EntityManager, { id, mode, now, log }: ModeChange): Promise<void> {
  const [former] = await source.query<{ mode: DestinationMode }[]>('SELECT mode FROM destination WHERE id = $1 FOR UPDATE', [id]);
  if (former === undefined || former.mode === mode) return;
  await source.query(
    `UPDATE destination SET mode = $2, shadow_since = CASE $2 WHEN 'shadow' THEN $3::timestamptz END,
      cut_over_at = CASE $2 WHEN 'live' THEN $3 ELSE cut_over_at END WHERE id = $1`,
    [...[id, mode, now]],
  );
  // What waits now was accepted while the other system delivered, whether it was looked at in shadow or not.
  if (mode === 'live')
    await source.query(`UPDATE lane SET shadow = true WHERE destination = $1 AND state <> 'idle' AND NOT shadow`, [id]);
  const [left] = await source.query<{ waiting: number; doubtful: number }[]>(LEFT, [id]);
  log.event('destination.mode-changed', { partner: id, from: former.mode, to: mode, ...left }, 'warn');
}

/** Lanes that are not done, and steps of which it is not known whether they arrived. */
const LEFT = `
  SELECT (SELECT count(*)::int FROM lane WHERE destination = $1 AND state <> 'idle') AS waiting,
    (SELECT count(*)::int FROM lane_item WHERE destination = $1 AND state = 'pending' AND doubt) AS doubtful`;

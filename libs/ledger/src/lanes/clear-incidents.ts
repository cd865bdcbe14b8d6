import type pg from 'pg';

/** A lane, by its key. */
interface Waiting {
  readonly id: number;
  readonly destination: string;
}

/**
 * Takes lanes that wait for a person off the lists of what they wait for, and clears what nothing waits for any more. They are locked,
 * and have to be moved on by the same transaction.
 */
export function endWaits(lanes: readonly Waiting[], now: Date): pg.QueryConfig[] {
  if (lanes.length === 0) return [];
  const values = [lanes.map(({ id }) => id), lanes.map(({ destination }) => destination), now];
  return [{ name: 'end-waits', text: 'SELECT end_waits($1, $2, $3)', values }];
}

/**
 * Clears those of the incidents for which no lane waits any more; for whoever has moved lanes on, in the same transaction and before
 * positions are taken.
 */
export function clearIncidents(fingerprints: readonly string[], now: Date): pg.QueryConfig[] {
  if (fingerprints.length === 0) return [];
  return [{ name: 'clear-incidents', text: 'SELECT clear_incidents($1, $2)', values: [[...new Set(fingerprints)], now] }];
}

/** How long something must not have happened again that no lane waits for, until nobody has to see it any more. */
const QUIET_MS = 7 * 24 * 3_600_000;

/** Clears what only happens and holds nothing up, once it has been quiet for a week. */
export function clearQuiet(now: Date): pg.QueryConfig {
  return {
    name: 'clear-quiet-incidents',
    text: `UPDATE incident SET cleared_at = $1
      WHERE cleared_at IS NULL AND kind IN ('twice', 'code-taken') AND last_at <= $2`,
    values: [now, new Date(now.getTime() - QUIET_MS)],
  };
}

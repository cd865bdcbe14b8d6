import type pg from 'pg';

/** How long an incident has to be over until that is told: what goes on for one more try may wait again a moment later. */
export const SETTLES_MS = 10_000;

/** What nobody is told of for want of a scheduler is an incident of its own after this. */
const WITHIN_MS = 60_000;

/**
 * Opens incidents again that ended a moment ago and of whose end nobody was told yet; for whoever opens incidents, in the same
 * transaction and before. A replay of what waits, or a breaker that flutters, is one incident and neither an all-clear nor a new alarm.
 * Its sample becomes that of whoever opens it: the former one may have gone on.
 */
export function reopen(fingerprints: readonly string[], now: Date): pg.QueryConfig {
  return {
    name: 'incident-reopen',
    text: REOPEN,
    values: [fingerprints, new Date(now.getTime() - WITHIN_MS)],
  };
}

// Locked in the order in which everybody locks incidents; one that somebody else has opened meanwhile is left as it is.
const REOPEN = `
  WITH again AS (
    SELECT id FROM incident WHERE cleared_at IS NOT NULL AND id IN (
      SELECT DISTINCT ON (fingerprint) id FROM incident e
      WHERE fingerprint = ANY($1) AND cleared_at > $2 AND cleared_told_at IS NULL
        AND NOT EXISTS (SELECT FROM incident o WHERE o.fingerprint = e.fingerprint AND o.cleared_at IS NULL)
      ORDER BY fingerprint, cleared_at DESC)
    ORDER BY fingerprint COLLATE "C" FOR UPDATE
  )
  UPDATE incident i SET cleared_at = NULL, sample_dossier_id = NULL FROM again WHERE i.id = again.id`;

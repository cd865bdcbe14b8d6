import type pg from 'pg';
import { homeNow } from '../hand-overs/home.ts';
import type { ReplayTask } from './replay.ts';

/** Dossiers that are looked at in one step. */
export const LISTED_PER_STEP = 5_000;

/** A step of freezing the list of a job: which lanes behind the cursor belong to it. */
export interface ListStep {
  readonly id: string;
  readonly task: ReplayTask;
  readonly destinations: readonly string[];
  readonly cursor: number;
}

/** How far a step came; `cursor` is null when there is nothing more. */
export interface Listed {
  readonly cursor: number | null;
  readonly added: number;
}

/** The statement that freezes the next lanes; it answers one row, `Listed`. Lanes of a destination in shadow are none of it. */
export function listLanes({ id, task, destinations, cursor }: ListStep): pg.QueryConfig {
  const { selection, fingerprint, units } = task;
  const common = [id, destinations, cursor, LISTED_PER_STEP];
  if (fingerprint !== undefined)
    return { name: 'replay-list-incident', text: listFrom(INCIDENT, WAITING), values: [...common, fingerprint] };
  const { filter } = selection;
  if (filter === undefined) return { name: 'replay-list-codes', text: listFrom(CODES, ALL), values: common };
  const { procedure, from, to, state } = filter;
  return {
    name: 'replay-list-filter',
    text: listFrom(DOSSIERS, MATCHING),
    values: [...common, units ?? null, procedure ?? null, from ?? null, to ?? null, state ?? null],
  };
}

// Each page is of dossiers, by their ids, so that a step is bounded whatever it finds, and begins where the last one ended.
function listFrom(page: string, conditions: string): string {
  return `
  WITH page AS MATERIALIZED (${page}), chosen AS (
    SELECT l.dossier_id, l.destination FROM page p JOIN dossier o ON o.id = p.id JOIN lane l ON l.dossier_id = o.id
    JOIN destination d ON d.id = l.destination
    WHERE l.destination = ANY($2::text[]) AND d.mode = 'live' ${conditions}
  ), added AS (
    INSERT INTO job_item (job_id, dossier_id, destination, state) SELECT $1, dossier_id, destination, 'listed' FROM chosen
    ON CONFLICT DO NOTHING RETURNING 1
  )
  SELECT CASE WHEN (SELECT count(*) FROM page) >= $4 THEN (SELECT max(id) FROM page) END AS cursor, (SELECT count(*)::int FROM added) AS added`;
}

const DOSSIERS = 'SELECT id FROM dossier WHERE id > $3 ORDER BY id LIMIT $4';

const CODES = `SELECT o.id FROM (SELECT unnest(codes) AS code FROM job WHERE id = $1) c JOIN dossier o ON o.code = c.code
  WHERE o.id > $3 ORDER BY o.id LIMIT $4`;

const INCIDENT = `SELECT DISTINCT dossier_id AS id FROM lane_wait WHERE fingerprint = $5 AND dossier_id > $3 ORDER BY 1 LIMIT $4`;

const ALL = '';

const WAITING = `
      AND EXISTS (SELECT FROM lane_wait w WHERE w.dossier_id = l.dossier_id AND w.destination = l.destination AND w.fingerprint = $5)`;

const MATCHING = `
      AND ($5::int[] IS NULL OR ${homeNow('o')} = ANY($5::int[]))
      AND ($6::text IS NULL OR o.procedure = $6 OR substring(o.procedure FROM '^\\d\\.\\d{6}') = $6)
      AND ($9::text IS NULL OR l.state = $9)
      AND (($7::timestamptz IS NULL AND $8::timestamptz IS NULL) OR EXISTS (SELECT FROM item i WHERE i.dossier_id = o.id
        AND i.accepted_at >= coalesce($7::timestamptz, '-infinity') AND i.accepted_at < coalesce($8::timestamptz, 'infinity')))`;

import type pg from 'pg';
import type { MustAct } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query, sendAll } from '../database.ts';
import { reopen } from '../incidents/reopen.ts';
import { writeSample } from '../incidents/sample.ts';
import type { DiscrepancyKind, Tier } from './kinds.ts';

interface Cause {
  readonly fingerprint: string;
  /** That of its differences, whether they are still mended or not. */
  readonly base: string;
  readonly tier: Tier;
  readonly side: string;
  readonly kind: DiscrepancyKind;
  readonly field: string;
  readonly cause: string;
  readonly must_act: MustAct;
  readonly dossier_id: number | null;
  readonly count: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly codes: readonly string[];
}

/**
 * Keeps one incident for each cause of which a difference is open, with how many there are now, and clears the others. Only causes of which
 * something has changed since the last time are looked at: the table notes them itself. One process at a time, so that nobody clears what
 * somebody has just opened. Answers of how many causes something had changed.
 */
export function tellIncidents(pool: pg.Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'discrepancy-turn', text: 'SELECT pg_advisory_xact_lock(7208)' });
    const { rows } = await db.query<{ fingerprint: string }>({ name: 'discrepancy-touched', text: TAKE_TOUCHED });
    const touched = rows.map(({ fingerprint }) => fingerprint);
    if (touched.length === 0) return 0;
    const { rows: causes } = await db.query<Cause>({ name: 'discrepancy-causes', text: CAUSES, values: [touched] });
    const still = causes.map(({ fingerprint }) => fingerprint);
    const over = touched.flatMap((base) => [base, `${base}${STOPPED}`]).filter((fingerprint) => !still.includes(fingerprint));
    await sendAll(db, [
      ...(causes.length === 0 ? [] : [reopen(still, now), open(causes, now), writeUnits(causes)]),
      { name: 'discrepancy-over', text: OVER, values: [now, over] },
    ]);
    return touched.length;
  });
}

/** Has the next turn look at every cause, whatever was noted of it: what was lost on the way is made good so. */
export async function touchAll(pool: pg.Pool): Promise<void> {
  await query(pool, { name: 'discrepancy-touch-all', text: TOUCH_ALL });
}

function open(causes: readonly Cause[], now: Date): pg.QueryConfig {
  const of = <T>(pick: (cause: Cause) => T): T[] => causes.map(pick);
  const facts = ({ tier, side, first_at, last_at }: Cause): string =>
    `tier=${tier} side=${side} first=${first_at.toISOString()} last=${last_at.toISOString()}`;
  return {
    name: 'discrepancy-open',
    text: OPEN,
    values: [
      ...[now, causes.map(() => uuidv7(now)), of(({ fingerprint }) => fingerprint)],
      ...[
        of(({ tier, side }) => (tier === 'commune' ? null : side)),
        of(({ must_act }) => must_act),
        of(({ dossier_id }) => dossier_id),
      ],
      ...[of(({ count }) => count), of(({ cause }) => cause), of(({ field }) => field)],
      of((cause) => writeSample({ facts: facts(cause), dossiers: cause.codes })),
    ],
  };
}

function writeUnits(causes: readonly Cause[]): pg.QueryConfig {
  const fingerprints = causes.map(({ fingerprint }) => fingerprint);
  return { name: 'discrepancy-units', text: UNITS, values: [fingerprints, causes.map(({ base }) => base)] };
}

const LISTED = 20;
/** Behind the fingerprint of what is not mended any more: that is a cause of its own. */
const STOPPED = '|stopped';

const TAKE_TOUCHED = `
  WITH taken AS (DELETE FROM discrepancy_touched RETURNING fingerprint) SELECT DISTINCT fingerprint FROM taken ORDER BY 1`;

const TOUCH_ALL = `
  INSERT INTO discrepancy_touched SELECT fingerprint FROM discrepancy WHERE cleared_at IS NULL
  UNION SELECT regexp_replace(fingerprint, '\\${STOPPED}$', '') FROM incident WHERE cleared_at IS NULL AND kind = 'discrepancy'`;

const CAUSES = `
  SELECT d.fingerprint || CASE WHEN d.heal_state = 'stopped' THEN '${STOPPED}' ELSE '' END AS fingerprint, d.fingerprint AS base,
    min(d.tier) AS tier, min(d.side) AS side, min(d.kind) AS kind, min(d.field) AS field,
    CASE WHEN bool_or(d.heal_state = 'stopped') THEN 'heal.stopped' ELSE min(d.cause) END AS cause, min(d.must_act) AS must_act,
    min(d.dossier_id) AS dossier_id, count(*)::int AS count, min(d.first_at) AS first_at, max(d.last_at) AS last_at,
    (array_agg(d.dossier_code ORDER BY d.first_at, d.dossier_code COLLATE "C"))[1:${String(LISTED)}] AS codes
  FROM discrepancy d WHERE d.cleared_at IS NULL AND d.fingerprint = ANY($1) GROUP BY 1, 2 ORDER BY 1`;

const OPEN = `
  INSERT INTO incident AS i (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, opened_at, last_at, cause, field, sample)
  SELECT n.id, n.fingerprint, 'discrepancy', n.destination, n.must_act, n.dossier_id, n.count, $1, $1, n.cause, n.field, n.sample
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::text[])
    AS n (id, fingerprint, destination, must_act, dossier_id, count, cause, field, sample)
  ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET count = excluded.count, last_at = excluded.last_at, sample = excluded.sample,
    must_act = excluded.must_act, sample_dossier_id = coalesce(excluded.sample_dossier_id, i.sample_dossier_id)
  WHERE (i.count, i.sample) IS DISTINCT FROM (excluded.count, excluded.sample)`;

// A unit in which nothing of it is open any more is none that it concerns.
const UNITS = `
  WITH here AS MATERIALIZED (
    SELECT i.id AS incident_id, d.unit_id, count(*) AS count FROM unnest($1::text[], $2::text[]) AS n (fingerprint, base)
    JOIN incident i ON i.fingerprint = n.fingerprint AND i.cleared_at IS NULL
    JOIN discrepancy d ON d.fingerprint = n.base AND d.cleared_at IS NULL AND (d.heal_state = 'stopped') = (n.fingerprint <> n.base)
    GROUP BY i.id, d.unit_id
  ), gone AS (
    DELETE FROM incident_unit u USING incident i WHERE i.fingerprint = ANY($1) AND i.cleared_at IS NULL AND u.incident_id = i.id
      AND (u.incident_id, u.unit_id) NOT IN (SELECT incident_id, unit_id FROM here)
  )
  INSERT INTO incident_unit AS u (incident_id, unit_id, count) SELECT incident_id, unit_id, count FROM here
  ON CONFLICT (incident_id, unit_id) DO UPDATE SET count = excluded.count WHERE u.count <> excluded.count`;

const OVER = `
  UPDATE incident SET cleared_at = $1 WHERE cleared_at IS NULL AND kind = 'discrepancy' AND fingerprint = ANY($2)`;

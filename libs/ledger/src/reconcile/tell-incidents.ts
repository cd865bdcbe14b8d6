import type pg from 'pg';
import type { MustAct } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, sendAll } from '../database.ts';
import { reopen } from '../incidents/reopen.ts';
import { writeSample } from '../incidents/sample.ts';
import type { DiscrepancyKind, Tier } from './kinds.ts';

interface Cause {
  readonly fingerprint: string;
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
 * Keeps one incident for each cause of which a difference is open, with how many there are now, and clears the others. One process at a
 * time, so that nobody clears what somebody has just opened.
 */
export function tellIncidents(pool: pg.Pool, now: Date): Promise<void> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'discrepancy-turn', text: 'SELECT pg_advisory_xact_lock(7208)' });
    const { rows: causes } = await db.query<Cause>({ name: 'discrepancy-causes', text: CAUSES });
    const fingerprints = causes.map(({ fingerprint }) => fingerprint);
    await sendAll(db, [
      ...(causes.length === 0
        ? []
        : [reopen(fingerprints, now), open(causes, now), { name: 'discrepancy-units', text: UNITS, values: [fingerprints] }]),
      { name: 'discrepancy-over', text: OVER, values: [now, fingerprints] },
    ]);
  });
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

const LISTED = 20;
const STOPPED = `d.fingerprint || CASE WHEN d.heal_state = 'stopped' THEN '|stopped' ELSE '' END`;

const CAUSES = `
  SELECT ${STOPPED} AS fingerprint, min(d.tier) AS tier, min(d.side) AS side, min(d.kind) AS kind, min(d.field) AS field,
    CASE WHEN bool_or(d.heal_state = 'stopped') THEN 'heal.stopped' ELSE min(d.cause) END AS cause, min(d.must_act) AS must_act,
    min(d.dossier_id) AS dossier_id, count(*)::int AS count, min(d.first_at) AS first_at, max(d.last_at) AS last_at,
    (array_agg(d.dossier_code ORDER BY d.first_at, d.dossier_code COLLATE "C"))[1:${String(LISTED)}] AS codes
  FROM discrepancy d WHERE d.cleared_at IS NULL GROUP BY 1 ORDER BY 1`;

const OPEN = `
  INSERT INTO incident AS i (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, opened_at, last_at, cause, field, sample)
  SELECT n.id, n.fingerprint, 'discrepancy', n.destination, n.must_act, n.dossier_id, n.count, $1, $1, n.cause, n.field, n.sample
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::text[])
    AS n (id, fingerprint, destination, must_act, dossier_id, count, cause, field, sample)
  ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET count = excluded.count, last_at = excluded.last_at, sample = excluded.sample,
    must_act = excluded.must_act, sample_dossier_id = coalesce(excluded.sample_dossier_id, i.sample_dossier_id)
  WHERE (i.count, i.sample) IS DISTINCT FROM (excluded.count, excluded.sample)`;

const UNITS = `
  INSERT INTO incident_unit AS u (incident_id, unit_id, count)
  SELECT i.id, d.unit_id, count(*) FROM discrepancy d JOIN incident i ON i.fingerprint = ${STOPPED} AND i.cleared_at IS NULL
  WHERE d.cleared_at IS NULL AND i.fingerprint = ANY($1) GROUP BY i.id, d.unit_id
  ON CONFLICT (incident_id, unit_id) DO UPDATE SET count = excluded.count WHERE u.count <> excluded.count`;

const OVER = `
  UPDATE incident SET cleared_at = $1 WHERE cleared_at IS NULL AND kind = 'discrepancy' AND NOT (fingerprint = ANY($2))`;

import type pg from 'pg';
import { ownerNow } from '../hand-overs/home.ts';
import { uuidv7 } from '#runtime';
import { reopen } from '../incidents/reopen.ts';
import type { LaneKey } from './lane.ts';
import type { IncidentToOpen, Settlement } from './settlement.ts';
import { LONGEST_CODE } from './unmapped.ts';

type Opened = IncidentToOpen & { readonly lane: LaneKey };

/**
 * Opens or counts up what a person must see: one row per fingerprint, always in the same order, so that no two relays wait for each
 * other; with the units that it concerns. The database itself lists a lane that waits under its cause.
 */
export function openIncidents(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const all = settlements.flatMap(({ lane, incidents }): Opened[] => incidents.map((incident) => ({ ...incident, lane })));
  if (all.length === 0) return [];
  const fingerprints = [...new Set(all.map(({ fingerprint }) => fingerprint))].sort();
  return [reopen(fingerprints, now), upsert(all, fingerprints, now), countUnits(all), ...listUnderOthers(settlements, now)];
}

function upsert(all: readonly Opened[], fingerprints: readonly string[], now: Date): pg.QueryConfig {
  const rows = fingerprints.flatMap((fingerprint) => {
    const same = all.filter((one) => one.fingerprint === fingerprint);
    return same.slice(0, 1).map((first) => ({ ...first, count: same.length }));
  });
  return {
    name: 'settle-incidents',
    text: UPSERT,
    values: [
      ...[now, rows.map(() => uuidv7(now)), rows.map(({ fingerprint }) => fingerprint), rows.map(({ kind }) => kind)],
      ...[rows.map(({ lane }) => lane.destination), rows.map(({ mustAct }) => mustAct)],
      ...[rows.map(({ lane }) => lane.dossierId), rows.map(({ count }) => count)],
      ...[rows.map(({ refusal }) => refusal?.service ?? null), rows.map(({ refusal }) => refusal?.cause ?? null)],
      ...[rows.map(({ refusal }) => refusal?.code ?? null), rows.map(({ refusal }) => refusal?.field ?? null)],
      ...[rows.map(({ missing }) => missing?.partner ?? null), rows.map(({ missing }) => missing?.table ?? null)],
      rows.map(({ missing }) => (missing !== undefined && missing.code.length <= LONGEST_CODE ? missing.code : null)),
      rows.map(({ sample }) => sample ?? null),
    ],
  };
}

const UPSERT = `
  INSERT INTO incident (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, opened_at, last_at, service, cause, code,
    field, partner, table_name, from_code, sample)
  SELECT id, fingerprint, kind, destination, must_act, sample_dossier_id, count, $1, $1, service, cause, code, field, partner, table_name,
    from_code, sample
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[]) AS n (id, fingerprint, kind, destination,
    must_act, sample_dossier_id, count, service, cause, code, field, partner, table_name, from_code, sample)
  ON CONFLICT (fingerprint) WHERE cleared_at IS NULL
  DO UPDATE SET count = incident.count + excluded.count, last_at = excluded.last_at,
    sample_dossier_id = coalesce(incident.sample_dossier_id, excluded.sample_dossier_id)`;

// The incidents are locked by now, so that their counts are changed by one at a time.
function countUnits(all: readonly Opened[]): pg.QueryConfig {
  return {
    name: 'settle-incident-units',
    text: `INSERT INTO incident_unit AS u (incident_id, unit_id, count)
      SELECT i.id, ${ownerNow('o')}, count(*) FROM unnest($1::text[], $2::bigint[]) AS n (fingerprint, dossier_id)
      JOIN incident i ON i.fingerprint = n.fingerprint AND i.cleared_at IS NULL JOIN dossier o ON o.id = n.dossier_id
      GROUP BY 1, 2
      ON CONFLICT (incident_id, unit_id) DO UPDATE SET count = u.count + excluded.count`,
    values: [all.map(({ fingerprint }) => fingerprint), all.map(({ lane }) => lane.dossierId)],
  };
}

/** Of a record that lacks several codes all are asked for at once; its lane waits until it lacks none. */
function listUnderOthers(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const others = settlements.flatMap(({ lane, cause, next, incidents }) =>
    next.kind === 'held'
      ? incidents.filter(({ fingerprint }) => fingerprint !== cause).map(({ fingerprint }) => ({ lane, fingerprint }))
      : [],
  );
  if (others.length === 0) return [];
  return [
    {
      name: 'settle-other-waits',
      text: `INSERT INTO lane_wait (dossier_id, destination, fingerprint, since)
        SELECT dossier_id, destination, fingerprint, $1 FROM unnest($2::bigint[], $3::text[], $4::text[])
          AS n (dossier_id, destination, fingerprint)
        ON CONFLICT DO NOTHING`,
      values: [
        ...[now, others.map(({ lane }) => lane.dossierId), others.map(({ lane }) => lane.destination)],
        others.map(({ fingerprint }) => fingerprint),
      ],
    },
  ];
}

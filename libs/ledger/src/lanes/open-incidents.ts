import type pg from 'pg';
import { uuidv7 } from '#runtime';
import type { Settlement } from './settlement.ts';

/** Opens or counts up what a person must see: one row per fingerprint, always in the same order, so that no two relays wait for each other. */
export function openIncidents(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const all = settlements.flatMap(({ lane, incidents }) => incidents.map((incident) => ({ ...incident, lane })));
  const fingerprints = [...new Set(all.map(({ fingerprint }) => fingerprint))].sort();
  const rows = fingerprints.flatMap((fingerprint) => {
    const same = all.filter((one) => one.fingerprint === fingerprint);
    return same.slice(0, 1).map((first) => ({ ...first, count: same.length }));
  });
  if (rows.length === 0) return [];
  return [
    {
      name: 'settle-incidents',
      text: `INSERT INTO incident (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, sample, opened_at, last_at)
        SELECT id, fingerprint, kind, destination, must_act, sample_dossier_id, count, sample, $1, $1
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[])
          AS n (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, sample)
        ON CONFLICT (fingerprint) WHERE cleared_at IS NULL
        DO UPDATE SET count = incident.count + excluded.count, last_at = excluded.last_at`,
      values: [
        ...[now, rows.map(() => uuidv7(now)), rows.map(({ fingerprint }) => fingerprint), rows.map(({ kind }) => kind)],
        ...[rows.map(({ lane }) => lane.destination), rows.map(({ mustAct }) => mustAct)],
        ...[rows.map(({ lane }) => lane.dossierId), rows.map(({ count }) => count), rows.map(({ sample }) => sample ?? null)],
      ],
    },
  ];
}

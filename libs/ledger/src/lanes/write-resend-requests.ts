import type pg from 'pg';
import { uuidv7 } from '#runtime';
import type { Settlement } from './settlement.ts';

/** Held over the positions of resend requests and the commit, after those of items and outcomes. */
export const RESEND_POSITION_LOCK = 7204;

/** Cause of a request: the memory came back from a backup. */
export const RESTORED = 'restored';

/** Asks the communes of these lanes for what their portal shows and we do not know; each thing once per restoration. */
export function insertResendRequests(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const wanted = settlements.flatMap(({ lane, reconciliation }) =>
    reconciliation?.want === undefined ? [] : [{ dossierId: lane.dossierId, ...reconciliation, want: reconciliation.want }],
  );
  if (wanted.length === 0) return [];
  return [
    {
      name: 'insert-resend-requests',
      text: INSERT,
      values: [
        ...[now, wanted.map(() => uuidv7(now)), wanted.map(({ dossierId }) => dossierId)],
        ...[wanted.map(({ restoration }) => restoration), wanted.map(({ want }) => want)],
      ],
    },
  ];
}

const INSERT = `
  WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(RESEND_POSITION_LOCK)}))
  INSERT INTO resend_request (pos, id, client_id, dossier_id, restoration_id, want, cause, since, at)
  SELECT nextval('resend_position'), n.id, o.client_id, n.dossier_id, r.id, n.want, '${RESTORED}', r.since, $1
  FROM locked, unnest($2::uuid[], $3::bigint[], $4::int[], $5::text[]) AS n (id, dossier_id, restoration_id, want)
    JOIN dossier o ON o.id = n.dossier_id JOIN restoration r ON r.id = n.restoration_id
  ON CONFLICT DO NOTHING`;

import type pg from 'pg';
import { query } from '../database.ts';
import type { Portion } from './portion.ts';

/** What a client is asked to send again. `dossierCode` null: everything that it sent since then. */
export interface ResendEntry {
  readonly pos: number;
  readonly id: string;
  readonly dossierCode: string | null;
  readonly want: 'dossier' | 'steps' | 'both';
  /** Why; stable. */
  readonly cause: string;
  readonly since: Date;
  readonly at: Date;
}

/** Reads the requests to a client behind a position, in their order. They are few, and found by their client. */
export async function readResendRequests(
  pool: pg.Pool,
  { clientId, after, limit }: { clientId: number; after: number; limit: number },
): Promise<Portion<ResendEntry>> {
  const rows = await query<ResendEntry>(pool, {
    name: 'feed-resend-walk',
    text: `SELECT r.pos, r.id, coalesce(r.dossier_code, o.code) AS "dossierCode", r.want, r.cause, r.since, r.at
      FROM resend_request r LEFT JOIN dossier o ON o.id = r.dossier_id
      WHERE r.client_id = $1 AND r.pos > $2 AND r.closed_at IS NULL ORDER BY r.pos LIMIT $3`,
    values: [clientId, after, limit + 1],
  });
  const entries = rows.slice(0, limit);
  return { entries, position: entries.at(-1)?.pos ?? after, hasMore: rows.length > limit };
}

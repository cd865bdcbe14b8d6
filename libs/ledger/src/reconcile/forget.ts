import type pg from 'pg';
import { query } from '../database.ts';

/** What reconciliation leaves behind. */
export const LEFT_BEHIND = ['manifest', 'bucket', 'discrepancy', 'request', 'run'] as const;
export type LeftBehind = (typeof LEFT_BEHIND)[number];

const ROWS_PER_TURN = 5_000;

/** Forgets what reconciliation needs no more; nothing that is open, and nothing that it hangs on. */
export class ForgetReconciliation {
  constructor(private readonly pool: pg.Pool) {}

  /** Forgets some of a kind that came, was asked for or was over before then; answers how many, and whether there may be more. */
  async forget(kind: LeftBehind, before: Date): Promise<{ count: number; hasMore: boolean }> {
    const rows = await query(this.pool, { name: `forget-${kind}`, text: FORGET[kind], values: [before, ROWS_PER_TURN] });
    return { count: rows.length, hasMore: rows.length === ROWS_PER_TURN };
  }
}

const isNamed = (id: string): string =>
  ['found_by', 'seen_by']
    .map((by) => `EXISTS (SELECT FROM discrepancy d WHERE d.${by} = ${id} AND d.cleared_at IS NULL)`)
    .join(' OR ');

const FORGET = {
  // The last one of each system stays: it tells since when nothing came. What differs is compared with the time of the one that saw it.
  manifest: `
    DELETE FROM manifest WHERE id IN (
      SELECT m.id FROM manifest m WHERE m.received_at < $1 AND NOT (${isNamed('m.id')})
        AND EXISTS (SELECT FROM manifest n WHERE n.client_id = m.client_id AND n.received_at > m.received_at)
      ORDER BY m.received_at LIMIT $2)
    RETURNING 1`,
  // It is counted anew when somebody asks for it. Whoever asks just now has it locked, and then it is none of the old ones.
  bucket: `
    DELETE FROM manifest_bucket b USING (
      SELECT side, unit_id, day FROM manifest_bucket WHERE read_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED) old
    WHERE b.side = old.side AND b.unit_id = old.unit_id AND b.day = old.day RETURNING 1`,
  discrepancy: `
    DELETE FROM discrepancy WHERE id IN (
      SELECT d.id FROM discrepancy d WHERE d.cleared_at < $1
        AND NOT EXISTS (SELECT FROM resend_request r WHERE r.discrepancy_id = d.id AND r.closed_at IS NULL)
      ORDER BY d.cleared_at LIMIT $2)
    RETURNING 1`,
  // Those of a restoration are never closed, and stay.
  request: `
    DELETE FROM resend_request WHERE pos IN (
      SELECT pos FROM resend_request WHERE closed_at < $1 AND discrepancy_id IS NOT NULL ORDER BY closed_at LIMIT $2)
    RETURNING 1`,
  run: `
    DELETE FROM reconcile_run WHERE id IN (
      SELECT r.id FROM reconcile_run r WHERE r.finished_at < $1 AND r.state <> 'running' AND NOT (${isNamed('r.id')})
      ORDER BY r.finished_at LIMIT $2)
    RETURNING 1`,
} as const satisfies Readonly<Record<LeftBehind, string>>;

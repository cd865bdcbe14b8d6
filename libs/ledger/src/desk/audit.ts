import type pg from 'pg';
import { query } from '../database.ts';

/** Who did what to what, and when; `id` grows. */
export interface AuditLine {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Which lines of the audit: those before that id, of that subject alone where one is named. */
export interface AuditOrder {
  readonly before: number | undefined;
  readonly subject: string | undefined;
  readonly limit: number;
}

/** Lines of the audit, the latest first, and whether there are more. */
export async function readAudit(
  pool: pg.Pool,
  { before, subject, limit }: AuditOrder,
): Promise<{ readonly lines: readonly AuditLine[]; readonly hasMore: boolean }> {
  const values = [before ?? Number.MAX_SAFE_INTEGER, limit + 1];
  const lines = await query<AuditLine>(
    pool,
    subject === undefined
      ? { name: 'audit-latest', text: `${LINES} WHERE id < $1 ORDER BY id DESC LIMIT $2`, values }
      : {
          name: 'audit-of',
          text: `${LINES} WHERE id < $1 AND subject = $3 ORDER BY id DESC LIMIT $2`,
          values: [...values, subject],
        },
  );
  return { lines: lines.slice(0, limit), hasMore: lines.length > limit };
}

const LINES = 'SELECT id, at, actor, act, subject, details FROM audit';

import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';
import type { CodeLine, TableName } from './code-line.ts';

/** A row as it was ever believed, with who said so and who ended it; null = the files, or not ended. */
export interface CodePast extends CodeLine {
  readonly id: number;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly recordedAt: Date;
  readonly by: string | null;
  readonly reason: string | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedReason: string | null;
}

/** A change of a table as a whole. `undoneBy`: the change that took it back. */
export interface CodeChange {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly by: string | null;
  readonly reason: string | null;
  readonly added: number;
  readonly ended: number;
  readonly undoes: number | null;
  readonly undoneBy: number | null;
}

/** Everything that was ever believed of a table, or of one code of it; the latest first. */
export function readPast(pool: pg.Pool, { partner, table, direction }: TableName, fromCode?: string): Promise<CodePast[]> {
  return query<CodePast>(pool, { name: 'code-past', text: PAST, values: [partner, table, direction, fromCode ?? null] });
}

/** The changes of a table, the latest first. */
export function readChanges(pool: pg.Pool, { partner, table, direction }: TableName): Promise<CodeChange[]> {
  return query<CodeChange>(pool, { name: 'code-changes', text: CHANGES, values: [partner, table, direction] });
}

const MOST = 1_000;

// What was ended at the instant at which it was recorded was never believed.
const PAST = `
  SELECT r.id, r.from_code AS "fromCode", r.to_code AS "toCode", lower(r.valid)::text AS "validFrom", upper(r.valid)::text AS "validTo",
    r.legal_basis AS "legalBasis", lower(r.recorded) AS "recordedAt", r.recorded_by AS by, a.reason, upper(r.recorded) AS "endedAt",
    e.by AS "endedBy", e.reason AS "endedReason"
  FROM code_row r LEFT JOIN code_change a ON a.id = r.added_in LEFT JOIN code_change e ON e.id = r.removed_in
  WHERE r.partner = $1 AND r.table_name = $2 AND r.direction = $3 AND NOT isempty(r.recorded) AND ($4::text IS NULL OR r.from_code = $4)
  ORDER BY lower(r.recorded) DESC, r.id DESC LIMIT ${String(MOST)}`;

const CHANGES = `
  SELECT c.id, c.at, c.kind, c.by, c.reason, c.added, c.ended, c.undoes, u.id AS "undoneBy"
  FROM code_change c LEFT JOIN code_change u ON u.undoes = c.id
  WHERE c.partner = $1 AND c.table_name = $2 AND c.direction = $3 ORDER BY c.id DESC LIMIT ${String(MOST)}`;

import type pg from 'pg';
import { sha256 } from '#canonical';
import type { CodeTableRow, TableName } from './code-line.ts';

/** The rows of a table that are believed; or were, at an instant. */
export async function readTable(
  db: Pick<pg.ClientBase, 'query'>,
  { partner, table, direction }: TableName,
  knownAt?: Date,
): Promise<CodeTableRow[]> {
  const values = [partner, table, direction];
  const { rows } = await (knownAt === undefined
    ? db.query<CodeTableRow>({ name: 'code-table-now', text: `${ROWS} upper_inf(recorded) ${ORDER}`, values })
    : db.query<CodeTableRow>({
        ...{ name: 'code-table-then', text: `${ROWS} recorded @> $4::timestamptz ${ORDER}` },
        values: [...values, knownAt],
      }));
  return rows;
}

/** Names what is believed of a table, and what it is to become by a text: whoever has it has seen this difference and no other. */
export function basisOf(rows: readonly CodeTableRow[], csv: string): string {
  return sha256(JSON.stringify([rows.map(({ id }) => id).toSorted((one, other) => one - other), csv])).slice(0, 32);
}

const ROWS = `
  SELECT id, direction, from_code AS "fromCode", to_code AS "toCode", lower(valid)::text AS "validFrom", upper(valid)::text AS "validTo",
    legal_basis AS "legalBasis", lower(recorded) AS "recordedAt", recorded_by AS by
  FROM code_row WHERE partner = $1 AND table_name = $2 AND direction = $3 AND`;
const ORDER = 'ORDER BY from_code, lower(valid) NULLS FIRST';

import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';
import { addProcedure, mapCode, type CodeToMap, type Mapped, type NewProcedure } from './map-code.ts';
import type { Act } from './write-down.ts';

/** A table of codes of a partner. */
export interface CodeTableHead {
  readonly partner: string;
  readonly table: string;
  readonly direction: string;
  readonly rows: number;
}

/** A row that is believed now; the days are half open, null = without limit. `by`: the operator who added it, null = the files. */
export interface CodeTableRow {
  readonly fromCode: string;
  readonly toCode: string;
  readonly direction: string;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly recordedAt: Date;
  readonly by: string | null;
}

/** A code that may be mapped to: one that the table leads to already, or a procedure. `of`: one of our codes that leads there. */
export interface CodeTarget {
  readonly code: string;
  readonly of: string | null;
  readonly name: string | null;
}

/** The tables of codes, as operators read and complete them. */
export class CodeDesk {
  constructor(private readonly pool: pg.Pool) {}

  list(): Promise<CodeTableHead[]> {
    return query<CodeTableHead>(this.pool, {
      name: 'code-tables',
      text: `SELECT partner, table_name AS "table", direction, count(*)::int AS rows FROM code_row WHERE upper_inf(recorded)
        GROUP BY partner, table_name, direction ORDER BY partner, table_name, direction`,
    });
  }

  /** The rows of a table, and what it may lead to; without rows there is no such table. */
  async read(partner: string, table: string): Promise<{ rows: CodeTableRow[]; targets: CodeTarget[] }> {
    const values = [partner, table];
    const [rows, targets] = await Promise.all([
      query<CodeTableRow>(this.pool, { name: 'code-table-rows', text: ROWS, values }),
      query<CodeTarget>(this.pool, { name: 'code-table-targets', text: TARGETS, values }),
    ]);
    return { rows, targets };
  }

  /** Adds a row. What waited for it is released by the relays. */
  map(wanted: CodeToMap, act: Act): Promise<Mapped> {
    return mapCode(this.pool, wanted, act);
  }

  addProcedure(wanted: NewProcedure, act: Act): Promise<Mapped> {
    return addProcedure(this.pool, wanted, act);
  }
}

const ROWS = `
  SELECT from_code AS "fromCode", to_code AS "toCode", direction, lower(valid) AS "validFrom", upper(valid) AS "validTo",
    lower(recorded) AS "recordedAt", recorded_by AS by
  FROM code_row WHERE partner = $1 AND table_name = $2 AND upper_inf(recorded)
  ORDER BY direction, from_code, lower(valid) NULLS FIRST`;

// Aliases of procedures lead to national codes, all of which are known; any other table leads where some row of it leads.
const TARGETS = `
  SELECT to_code AS code, min(from_code) AS of, NULL AS name FROM code_row
  WHERE partner = $1 AND table_name = $2 AND $2 <> 'procedure' AND upper_inf(recorded) AND trim(to_code) <> '' GROUP BY to_code
  UNION ALL
  SELECT code, NULL, (array_agg(name ORDER BY lower(valid) DESC NULLS LAST))[1] FROM procedure
  WHERE $2 = 'procedure' AND upper_inf(recorded) GROUP BY code
  ORDER BY 1`;

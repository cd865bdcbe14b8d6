import type pg from 'pg';
import type { CodeDirection } from '#canonical';
import { CodeChanges } from '../code-tables/code-changes.ts';
import { readChanges, readPast, type CodeChange, type CodePast } from '../code-tables/code-history.ts';
import type { CodeTableRow, TableName } from '../code-tables/code-line.ts';
import { readTable } from '../code-tables/read-table.ts';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { addProcedure, mapCode, type CodeToMap, type Mapped, type NewProcedure } from './map-code.ts';
import { readUnknownProcedures, type UnknownProcedure } from './sent-names.ts';
import type { Act } from './write-down.ts';

/** A table of codes of a partner. */
export interface CodeTableHead {
  readonly partner: string;
  readonly table: string;
  readonly direction: CodeDirection;
  readonly rows: number;
  /** When it was changed last. */
  readonly changedAt: Date;
}

/** A code that may be mapped to: one that the table leads to already, or a procedure. `of`: one of our codes that leads there. */
export interface CodeTarget {
  readonly code: string;
  readonly of: string | null;
  readonly name: string | null;
}

/** The tables of codes, as operators read and complete them. */
export class CodeDesk {
  readonly changes: CodeChanges;

  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
  ) {
    this.changes = new CodeChanges(pool);
  }

  list(): Promise<CodeTableHead[]> {
    return query<CodeTableHead>(this.pool, {
      name: 'code-tables',
      text: `SELECT partner, table_name AS "table", direction, count(*)::int AS rows,
          max(lower(recorded)) AS "changedAt" FROM code_row WHERE upper_inf(recorded)
        GROUP BY partner, table_name, direction ORDER BY partner, table_name, direction`,
    });
  }

  /** The rows of a table, as they are believed now or were at an instant, and what it may lead to. Without any there is no such table. */
  async read(name: TableName, knownAt?: Date): Promise<{ rows: CodeTableRow[]; targets: CodeTarget[] }> {
    const [rows, targets] = await Promise.all([
      readTable(this.pool, name, knownAt),
      query<CodeTarget>(this.pool, {
        ...{ name: 'code-table-targets', text: TARGETS },
        values: [name.partner, name.table, name.direction],
      }),
    ]);
    return { rows, targets };
  }

  /** Everything that was ever believed of a table, or of one code of it; the latest first. */
  readPast(name: TableName, fromCode?: string): Promise<CodePast[]> {
    return readPast(this.pool, name, fromCode);
  }

  /** The changes of a table as wholes, the latest first. */
  readChanges(name: TableName): Promise<CodeChange[]> {
    return readChanges(this.pool, name);
  }

  /** The codes of procedures that something waits for, with the names that were sent. */
  readUnknownProcedures(): Promise<UnknownProcedure[]> {
    return readUnknownProcedures(this.pool, this.cipher);
  }

  /** Adds a row. What waited for it is released by the relays. */
  map(wanted: CodeToMap, act: Act): Promise<Mapped> {
    return mapCode(this.pool, wanted, act);
  }

  addProcedure(wanted: NewProcedure, act: Act): Promise<Mapped> {
    return addProcedure(this.pool, wanted, act);
  }
}

// Aliases of procedures lead to national codes, all of which are known; any other table leads where some row of it leads.
const TARGETS = `
  SELECT to_code AS code, min(from_code) AS of, NULL AS name FROM code_row
  WHERE partner = $1 AND table_name = $2 AND direction = $3 AND $2 <> 'procedure' AND upper_inf(recorded) AND trim(to_code) <> '' GROUP BY to_code
  UNION ALL
  SELECT code, NULL, (array_agg(name ORDER BY lower(valid) DESC NULLS LAST))[1] FROM procedure
  WHERE $2 = 'procedure' AND upper_inf(recorded) GROUP BY code
  ORDER BY 1`;

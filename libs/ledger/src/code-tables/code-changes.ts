import pg from 'pg';
import { instantOf, legalDay, PROCEDURE_ALIASES, type LegalDay } from '#canonical';
import type { RowFault } from '#runtime';
import { inTransaction } from '../database.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { contentOf, type CodeLine, type CodeTableRow, type TableName } from './code-line.ts';
import { compareLines, lackingOwn, newTargets, type Difference } from './compare-lines.ts';
import { countWaiting, type Waiting } from './count-waiting.ts';
import { faultsOfLines, type KnownValues } from './judge-lines.ts';
import { readLines } from './read-lines.ts';
import { basisOf, readTable } from './read-table.ts';
import { keyOf, lockTable, writeRows, type ChangeKind, type Run } from './write-rows.ts';

/** A whole table as an operator hands it in; `own`: the gateway's own values of that table, where they are listed. */
export interface TableToImport {
  readonly name: TableName;
  readonly csv: string;
  readonly own: readonly string[] | undefined;
}

/** What an import would do. `basis` names exactly this, for whoever then says yes to it. */
export interface Preview extends Difference, Waiting {
  readonly kind: 'preview';
  readonly basis: string;
  /** Nothing is known of such a table until now. */
  readonly isNew: boolean;
  readonly newTargets: readonly string[];
  /** The gateway's own values that would have no row today. */
  readonly lacking: readonly string[];
}

/** What was written. */
export interface CodesChanged extends Waiting {
  readonly kind: 'changed';
  readonly change: number;
  readonly added: number;
  readonly ended: number;
}

/** Why nothing was written: the text has faults · the table has changed since it was shown · there is no such thing · it would say nothing new. */
export type CodesRefused =
  | { readonly kind: 'faulty'; readonly faults: readonly RowFault[] }
  | { readonly kind: 'outdated' | 'table-unknown' | 'row-unknown' | 'change-unknown' | 'nothing-new' };

/** What one row is to say instead. */
export type RowCorrection = Omit<CodeLine, 'fromCode'>;

const EXCLUSION_VIOLATION = '23P01';
const UNIQUE_VIOLATION = '23505';

/** Changes of code tables by operators: each in one transaction, written down, and told to the processes. */
export class CodeChanges {
  constructor(private readonly pool: pg.Pool) {}

  /** What an import would do; nothing is written. */
  preview(wanted: TableToImport, now: Date): Promise<Preview | CodesRefused> {
    return inTransaction(this.pool, (db) => judge(db, wanted, now));
  }

  /** Imports a table, if the difference is still the one that was shown. */
  import(wanted: TableToImport, basis: string, act: Act): Promise<CodesChanged | CodesRefused> {
    return this.write(wanted.name, async (db) => {
      const found = await judge(db, wanted, act.now);
      if (found.kind !== 'preview') return found;
      if (found.basis !== basis) return { kind: 'outdated' };
      return { ends: found.ended, adds: found.added, kind: 'import', act };
    });
  }

  /** Lets a row say something else; `validTo` alone ends it at a day. What it said stays known. */
  correct(
    name: TableName,
    id: number,
    { to, act, own }: { to: RowCorrection; act: Act; own: readonly string[] | undefined },
  ): Promise<CodesChanged | CodesRefused> {
    return this.write(name, async (db) => {
      const believed = await readTable(db, name);
      const row = believed.find((one) => one.id === id);
      if (row === undefined) return { kind: 'row-unknown' };
      const line = { ...to, fromCode: row.fromCode };
      if (contentOf(line) === contentOf(row)) return { kind: 'nothing-new' };
      const lines = [line, ...believed.filter((one) => one !== row)].map((one, at) => ({ ...one, line: at + 1 }));
      const faults = faultsOfLines(lines, name, await readKnown(db, own)).filter((fault) => fault.line === 1);
      if (faults.length > 0) return { kind: 'faulty', faults };
      return { ends: [row], adds: [line], kind: 'edit', act };
    });
  }

  /** Takes a whole change back: what it added is ended, and what it ended is said again. */
  async undo(change: number, act: Act): Promise<CodesChanged | CodesRefused> {
    const name = await this.tableOf(change);
    if (name === undefined) return { kind: 'change-unknown' };
    return this.write(name, async (db) => {
      const { rows } = await db.query<CodeTableRow & { is_added: boolean }>({
        name: 'code-change-rows',
        text: OF_CHANGE,
        values: [change],
      });
      const [ends, adds] = [rows.filter(({ is_added }) => is_added), rows.filter(({ is_added }) => !is_added)];
      const rest = (await readTable(db, name)).filter(({ id }) => !ends.some((row) => row.id === id));
      const lines = [...rest, ...adds].map((one, at) => ({ ...one, line: at + 1 }));
      const faults = faultsOfLines(lines, name, await readKnown(db, undefined));
      return faults.length > 0 ? { kind: 'faulty', faults } : { ends, adds, kind: 'undo', act, undoes: change };
    });
  }

  private async tableOf(change: number): Promise<TableName | undefined> {
    const { rows } = await this.pool.query<TableName>({
      ...{ name: 'code-change-table', values: [change] },
      text: 'SELECT partner, table_name AS "table", direction FROM code_change WHERE id = $1',
    });
    return rows[0];
  }

  private async write(
    name: TableName,
    decide: (db: pg.PoolClient) => Promise<Decided | CodesRefused>,
  ): Promise<CodesChanged | CodesRefused> {
    try {
      return await inTransaction(this.pool, async (db) => {
        await lockTable(runOn(db), name);
        const decided = await decide(db);
        return 'ends' in decided ? await carryOut(db, name, decided) : decided;
      });
    } catch (error) {
      if (error instanceof Outdated || isTaken(error)) return { kind: 'outdated' };
      throw error;
    }
  }
}

interface Decided {
  readonly kind: ChangeKind;
  readonly ends: readonly CodeTableRow[];
  readonly adds: readonly CodeLine[];
  readonly act: Act;
  readonly undoes?: number;
}

/** Something else has been written meanwhile; rolls back. */
class Outdated extends Error {}

async function carryOut(db: pg.PoolClient, name: TableName, decided: Decided): Promise<CodesChanged | CodesRefused> {
  const { kind, ends, adds, act, undoes } = decided;
  if (ends.length + adds.length === 0) return { kind: 'nothing-new' };
  const written = await writeRows(runOn(db), name, {
    ...{ kind, adds, ends: ends.map(({ id }) => id) },
    ...{ by: act.by, reason: act.reason, now: act.now },
    ...(undoes === undefined ? {} : { undoes }),
  });
  if (written.kind === 'changed') throw new Outdated();
  const waiting = await countWaiting(db, name, { lines: adds, now: act.now });
  const details = {
    change: written.id,
    added: adds.length,
    ended: ends.length,
    ...waiting,
    ...(undoes !== undefined && { undoes }),
  };
  await writeDown(db, act, { act: `codes.${kind}`, subject: keyOf(name), details });
  await db.query('NOTIFY codes_changed');
  return { kind: 'changed', change: written.id, added: adds.length, ended: ends.length, ...waiting };
}

async function judge(db: pg.PoolClient, { name, csv, own }: TableToImport, now: Date): Promise<Preview | CodesRefused> {
  const believed = await readTable(db, name);
  if (believed.length === 0 && !(await isPartner(db, name.partner))) return { kind: 'table-unknown' };
  const { lines, faults } = readLines(csv, name, await readKnown(db, own));
  if (faults.length > 0) return { kind: 'faulty', faults };
  const difference = compareLines(
    believed,
    lines.map(({ line: _line, ...said }) => said),
  );
  const day: LegalDay = legalDay(instantOf(now));
  return {
    ...{ kind: 'preview', ...difference, basis: basisOf(believed, csv), isNew: believed.length === 0 },
    newTargets: name.table === PROCEDURE_ALIASES ? [] : newTargets(believed, difference),
    lacking: lackingOwn(lines, name, { own, day }),
    ...(await countWaiting(db, name, { lines: difference.added, now })),
  };
}

async function readKnown(db: pg.PoolClient, own: readonly string[] | undefined): Promise<KnownValues> {
  const { rows } = await db.query<{ code: string }>({
    name: 'code-procedures',
    text: 'SELECT DISTINCT code FROM procedure WHERE upper_inf(recorded)',
  });
  return { own, procedures: new Set(rows.map(({ code }) => code)) };
}

async function isPartner(db: pg.PoolClient, partner: string): Promise<boolean> {
  const { rowCount } = await db.query({ name: 'code-partner', text: PARTNER, values: [partner] });
  return rowCount === 1;
}

function isTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === EXCLUSION_VIOLATION || error.code === UNIQUE_VIOLATION);
}

function runOn(db: pg.PoolClient): Run {
  return async <R>(text: string, values: readonly unknown[]) => (await db.query(text, [...values])).rows as R[];
}

// Whose tables there are: who has some already, and whoever something is sent to.
const PARTNER = `
  SELECT 1 WHERE EXISTS (SELECT FROM code_row WHERE partner = $1) OR EXISTS (SELECT FROM destination WHERE id = $1)`;

const OF_CHANGE = `
  SELECT id, from_code AS "fromCode", to_code AS "toCode", lower(valid)::text AS "validFrom", upper(valid)::text AS "validTo",
    legal_basis AS "legalBasis", coalesce(added_in = $1, false) AS is_added
  FROM code_row WHERE added_in = $1 OR removed_in = $1 ORDER BY id`;

import type pg from 'pg';
import { Agencies, CodeSnapshot } from '#canonical';
import { inTransaction } from '../database.ts';
import { readUnitRows } from '../unit-rows.ts';
import { readCodeRows } from './code-rows.ts';
import { nameOf, readVersionsIn, type Versions } from './versions.ts';

/** What a process looks up. */
export interface CodesWanted {
  /** Whether it delivers, and so has to know under which identifiers units go. */
  readonly delivers: boolean;
  /** Whether it is asked what was believed before. */
  readonly isHistoryKept: boolean;
}

/**
 * Reads code tables, procedures and units as immutable snapshots. After the first one only what is new is read, and everything that is
 * the same is shared with the snapshot before. The version of a snapshot names the versions of its lists: whoever has an attempt's has all
 * that was believed for it (`made_in <= version < ended_in`).
 */
export class CodeReader {
  private last: { readonly versions: Versions; readonly snapshot: CodeSnapshot } | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly wanted: CodesWanted,
  ) {}

  /** The snapshot that was read last. */
  get snapshot(): CodeSnapshot | undefined {
    return this.last?.snapshot;
  }

  /** Reads what is new; answers whether anything was. */
  async read(): Promise<boolean> {
    const fresh = await inTransaction(this.pool, async (db) => {
      // All of it as it was at one moment.
      await db.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      return this.readIn(db);
    });
    if (fresh === undefined) return false;
    this.last = fresh;
    return true;
  }

  private async readIn(db: pg.PoolClient): Promise<typeof this.last> {
    const versions = await readVersionsIn(db);
    const { delivers, isHistoryKept } = this.wanted;
    const knowsUnits = delivers || isHistoryKept;
    const version = nameOf(versions, knowsUnits);
    const former = isBehind(this.last?.versions, versions) ? this.last : undefined;
    if (former?.snapshot.version === version) return undefined;
    const rows = await readCodeRows(db, { since: former?.versions, isHistoryKept });
    const isSameUnits = former?.versions.units === versions.units;
    const agencies = delivers && !isSameUnits ? new Agencies(await readUnitRows(db)) : undefined;
    const before = former?.snapshot ?? new CodeSnapshot('', [], []);
    return { versions, snapshot: before.next(version, rows, { agencies, keepsHistory: isHistoryKept }) };
  }
}

/** Versions only grow, unless another database stands in the place of the former one: then everything is read anew. */
function isBehind(former: Versions | undefined, fresh: Versions): boolean {
  return (
    former !== undefined && former.codes <= fresh.codes && former.procedures <= fresh.procedures && former.units <= fresh.units
  );
}

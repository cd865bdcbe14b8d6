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
  /** Since when it holds what is believed no longer; absent: it holds nothing of that. */
  readonly historySince?: () => Date;
}

/** What is held moves on with time: by then everything is read anew, so that a process that runs for long holds no more than one that starts. */
const RENEWED_AFTER_MS = 86_400_000;

interface Held {
  readonly versions: Versions;
  readonly snapshot: CodeSnapshot;
  readonly historyFrom: Date | undefined;
}

/**
 * Reads code tables, procedures and units as immutable snapshots. After the first one only what is new is read, and everything that is
 * the same is shared with the snapshot before. The version of a snapshot names the versions of its lists: whoever has an attempt's has all
 * that was believed for it (`made_in <= version < ended_in`).
 */
export class CodeReader {
  private last: Held | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly wanted: CodesWanted,
  ) {}

  /** The snapshot that was read last. */
  get snapshot(): CodeSnapshot | undefined {
    return this.last?.snapshot;
  }

  /** From when on what was believed is held; undefined: only what is believed now. */
  get historyFrom(): Date | undefined {
    return this.last?.historyFrom;
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

  private async readIn(db: pg.PoolClient): Promise<Held | undefined> {
    const versions = await readVersionsIn(db);
    const { delivers } = this.wanted;
    const since = this.wanted.historySince?.();
    const isHistoryKept = since !== undefined;
    const version = nameOf(versions, delivers || isHistoryKept);
    const former = isBehind(this.last?.versions, versions) && !isLongAgo(this.last?.historyFrom, since) ? this.last : undefined;
    if (former?.snapshot.version === version) return undefined;
    const rows = await readCodeRows(db, { since: former?.versions, historyFrom: since });
    const isSameUnits = former?.versions.units === versions.units;
    const agencies = delivers && !isSameUnits ? new Agencies(await readUnitRows(db)) : undefined;
    const before = former?.snapshot ?? new CodeSnapshot('', [], []);
    const snapshot = before.next(version, rows, { agencies, keepsHistory: isHistoryKept });
    return { versions, snapshot, historyFrom: former?.historyFrom ?? since };
  }
}

function isLongAgo(held: Date | undefined, since: Date | undefined): boolean {
  return held !== undefined && since !== undefined && since.getTime() - held.getTime() > RENEWED_AFTER_MS;
}

/** Versions only grow, unless another database stands in the place of the former one: then everything is read anew. */
function isBehind(former: Versions | undefined, fresh: Versions): boolean {
  return (
    former !== undefined && former.codes <= fresh.codes && former.procedures <= fresh.procedures && former.units <= fresh.units
  );
}

import type pg from 'pg';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import type { Log } from '#runtime';
import { databaseTime, openPool } from '../database.ts';
import { DailySheets } from './daily-sheets.ts';

const APPLICATION = 'daily-sheets';
const CONNECTIONS = 2;
/** All units of a province at once, on a machine that has other things to do. */
const STATEMENT_MS = 300_000;

/** The daily sheets as the owner of the database reads them, beside a running gateway. */
export class SheetArchive {
  private constructor(
    private readonly pool: pg.Pool,
    readonly sheets: DailySheets,
    /** The legal day that it is by the database's clock. */
    readonly today: LegalDay,
  ) {}

  static async open(ownerUrl: string, log: Log): Promise<SheetArchive> {
    const pool = openPool(ownerUrl, { application: APPLICATION, size: CONNECTIONS, log, statementTimeoutMs: STATEMENT_MS });
    try {
      const now = await databaseTime(pool);
      return new SheetArchive(pool, new DailySheets(pool, () => now), legalDay(instantOf(now)));
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

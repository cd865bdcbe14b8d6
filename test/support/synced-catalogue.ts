import pg from 'pg';
import type { SourceProcedure } from '#canonical';
import { openDutyLedger, type DutyLedger, type FinishedSync, type SyncTask } from '#ledger';
import { Clock, openLog } from '#runtime';
import { openDeskStage, type CatalogueDeskStage } from './catalogue-stage.ts';
import { openTestLedger, type TestLedger } from './open-test-ledger.ts';

/** What a sync of the tests is asked to do. */
export const TASK: SyncTask = {
  ...{ lists: ['LayDanhMucDanToc'], crossCheck: true, refreshDays: 30, leastShare: 0.5, recentDays: 30 },
  ...{ itself: ['added', 'details'], waitsWhileOpen: [] },
};
export const PARTS = [
  { part: 'LayDanhSachTTHC', kind: 'procedures' },
  { part: 'LayDanhMucDanToc', kind: 'list' },
  { part: 'formalities', kind: 'cross' },
] as const;
export const HOLD = { holder: 'relay', leaseMs: 60_000 };

/** A procedure as the source says it. */
export interface Source {
  readonly code: string;
  readonly name: string;
  readonly fieldCode?: string;
  readonly fieldName?: string;
  readonly fee?: string;
  readonly inForce?: boolean;
}

function recordOf({
  code,
  name,
  fieldCode = 'G99-TT01',
  fieldName = 'Lĩnh vực',
  fee = '8.000',
  inForce = true,
}: Source): SourceProcedure {
  const terms = { channel: 'direct', kind: '2', amount: null, amountText: fee, unit: '', note: '', url: '' } as const;
  return {
    ...{ code, name, fieldCode, fieldName, isInForce: inForce, level: null, cases: [], papers: [] },
    ...{ fees: [terms], durations: [], results: [], legalBases: [] },
  };
}

/** The second source where it says the same. */
export function crossOf(said: readonly Source[]) {
  return said.map(({ code, name }) => ({ code, name, link: 'https://x', level: '4' as const }));
}

/** A catalogue over a database of its own, synced from what a test lets the source say. */
export class SyncedCatalogue {
  private constructor(
    readonly t: TestLedger,
    readonly db: pg.Client,
    readonly duty: DutyLedger,
    readonly stage: CatalogueDeskStage,
  ) {}

  /** What the source says where a test does not give it something else. */
  source: readonly Source[] = [];

  static async open(): Promise<SyncedCatalogue> {
    const t = await openTestLedger();
    const db = new pg.Client({ connectionString: t.url });
    await db.connect();
    const duty = await openDutyLedger({ url: t.url, clock: new Clock(), log: openLog('test'), poolSize: 2 });
    const synced = new SyncedCatalogue(t, db, duty, await openDeskStage(t.url));
    const { rows } = await db.query<Source>(
      'SELECT code, name, field_code AS "fieldCode", field_name AS "fieldName" FROM procedure ORDER BY code',
    );
    synced.source = rows;
    return synced;
  }

  /** A whole sync over what the source says; answers what it asked for. */
  async sync(
    said: readonly Source[] = this.source,
    { cross = crossOf(said), rows = [{ a: 'x\u0000\ud800' }] }: { cross?: ReturnType<typeof crossOf>; rows?: unknown[] } = {},
  ): Promise<FinishedSync & { asked: string[] }> {
    const { syncs } = this.t.ledger;
    await this.duty.syncs.orderNightly({ destination: 'national', due: new Date(Date.now() + 1), now: new Date() });
    await this.duty.syncs.layOut('national', TASK, { parts: PARTS, now: new Date() });
    const asked: string[] = [];
    for (;;) {
      const job = await syncs.hold('national', HOLD);
      if (job === undefined) break;
      const part = await syncs.wantedPart(job);
      if (part !== undefined) {
        asked.push(part.part);
        if (part.kind === 'cross') await syncs.storePage(job, { part: part.part, items: cross, next: undefined });
        else
          await syncs.storeList(job, {
            part: part.part,
            rows,
            procedures: part.kind === 'list' ? [] : said,
            problems: [],
          });
        continue;
      }
      if (job.state === 'listing') {
        await syncs.wantRecords(job);
        continue;
      }
      const code = await syncs.wantedCode(job);
      if (code === undefined) {
        await syncs.finish(job);
        break;
      }
      asked.push(code);
      const found = said.find((one) => one.code === code);
      await syncs.storeRecord(job, {
        code,
        procedure: found && recordOf(found),
        raw: { MATTHC: code, fee: found?.fee ?? '' },
        problems: [],
      });
    }
    const finished = await this.duty.syncs.finishNext(new Date());
    if (finished === undefined) throw new Error('nothing was ready');
    return { ...finished, asked };
  }

  async changesOf(id?: string): Promise<string[]> {
    const found = await this.stage.desk.catalogue.changes({ sync: id, after: 0, limit: 10_000 });
    return found.map(({ code, kind, state }) => `${code} ${kind} ${state}`);
  }

  async believed(code: string): Promise<unknown[]> {
    const { rows } = await this.db.query<Record<string, unknown>>(
      `SELECT name, field_code, valid::text, recorded_by FROM procedure WHERE code = $1 AND upper_inf(recorded) ORDER BY valid`,
      [code],
    );
    return rows;
  }

  async close(): Promise<void> {
    await Promise.all([this.db.end(), this.duty.close(), this.stage.close()]);
    await this.t.close();
  }
}

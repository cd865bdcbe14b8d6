import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { CodeSnapshot, LegalDay } from '#canonical';
import { openDeskLedger, openLedger, type DeskLedger, type Ledger } from '#ledger';
import { Clock, sleep } from '#runtime';
import { editAtRandom } from '../../support/codes/edit-at-random.ts';
import { aLookUp, lookUp, lookUpNaively, readEdges } from '../../support/codes/look-ups.ts';
import { eventually } from '../../support/eventually.ts';
import { Chance } from '../../support/harness/chance.ts';
import { openTestLedger, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';

const SILENT = { event: () => undefined, error: () => undefined };
const TODAY = '2026-11-27' as LegalDay;
const EDITS = 150;
const LOOK_UPS = 400;

let t: TestLedger;
let db: pg.Pool;
let road: Ledger;
let desk: DeskLedger;

const openRoad = (): Promise<Ledger> =>
  openLedger({ url: t.url, application: 'relay', clock: new Clock(), log: SILENT, secrets: TEST_SECRETS, accepts: false });
const openDesk = (): Promise<DeskLedger> => {
  const sessions = { lifetimeMs: 1, idleMs: 1 };
  return openDeskLedger({ url: t.url, clock: new Clock(), log: SILENT, secrets: TEST_SECRETS, poolSize: 3, sessions });
};

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Pool({ connectionString: t.url, max: 2 });
  [road, desk] = await Promise.all([openRoad(), openDesk()]);
});

afterAll(async () => {
  await Promise.all([road.close(), desk.close()]);
  await db.end();
  await t.close();
});

async function addCode(from: string, to: string): Promise<void> {
  await db.query(
    `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
     VALUES ('test', 'national', 'out', $1, $2, '(,)', tstzrange(clock_timestamp(), NULL), 'lam')`,
    [from, to],
  );
}

const seenBy = (ledger: Ledger, from: string): string | undefined => ledger.codes().translate('national', 'test', from, TODAY);

describe('what processes hold of codes', () => {
  it('is the same object until something changes, whatever notices come', async () => {
    const before = [t.ledger.codes(), road.codes(), desk.codes()];
    await db.query('NOTIFY codes_changed');
    await addCode('same', '1');
    await eventually(() => seenBy(road, 'same') === '1' && seenBy(t.ledger, 'same') === '1');
    expect(road.codes()).not.toBe(before[1]);
    expect(before[1]?.translate('national', 'test', 'same', TODAY)).toBeUndefined();
    const [door, relay] = [t.ledger.codes(), road.codes()];
    for (let notice = 0; notice < 5; notice += 1) {
      await db.query('NOTIFY codes_changed');
      await sleep(20);
    }
    await sleep(300);
    expect([t.ledger.codes() === door, road.codes() === relay]).toEqual([true, true]);
  });

  it('is fresh although nobody hears a notice', async () => {
    await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%-listen'`,
    );
    await addCode('unheard', '2');
    await eventually(() => [t.ledger, road].every((ledger) => seenBy(ledger, 'unheard') === '2'));
    await db.query(`UPDATE code_row SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE from_code = 'unheard'`);
    await eventually(() => [t.ledger, road].every((ledger) => seenBy(ledger, 'unheard') === undefined));
    const version = road.codes().version;
    expect(version).not.toBe('');
    await db.query(
      `UPDATE unit_successor SET legal_basis = 'thử' WHERE old_unit_id = (SELECT min(old_unit_id) FROM unit_successor)`,
    );
    await eventually(() => road.codes().version !== version);
  });

  it('names units by what was written a moment ago, at the door as well', async () => {
    const client = t.ledger.clients.byId(t.a);
    const named = (): unknown =>
      client &&
      t.ledger.clients.resolveUnit(client, { dossierCode: 'H56.MOI-261127-0001' } as never, '2026-11-27T00:00:00Z' as never);
    const unit = client?.units[0];
    await db.query(
      `INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded) SELECT id, 'decision-20', 'H56.MOI', '(,)', tstzrange(clock_timestamp(), NULL)
       FROM unit WHERE id <> $1 ORDER BY id LIMIT 1`,
      [unit],
    );
    await eventually(() => JSON.stringify(named()) === JSON.stringify({ problem: 'unit.out-of-scope' }));
  });

  it('is read bit by bit to the same as all at once, and both are what plain SQL finds, on both axes of time', async () => {
    await editAtRandom(db, new Chance(20), EDITS);
    await addCode('last', '3');
    await eventually(() => desk.codes().translate('national', 'test', 'last', TODAY) === '3');
    await eventually(() => seenBy(road, 'last') === '3');
    const [freshDesk, freshRoad] = await Promise.all([openDesk(), openRoad()]);
    try {
      expect([desk.codes().version, road.codes().version]).toEqual([freshDesk.codes().version, freshRoad.codes().version]);
      const [chance, edges] = [new Chance(21), await readEdges(db)];
      const found = new Set<string>();
      for (let at = 0; at < LOOK_UPS; at += 1) {
        const wanted = aLookUp(chance, edges);
        const expected = await lookUpNaively(db, wanted);
        expect([wanted, lookUp(desk.codes(), wanted), lookUp(freshDesk.codes(), wanted)]).toEqual([wanted, expected, expected]);
        const now = { ...wanted, knownAt: undefined };
        if (wanted.kind !== 'unit') expect([now, lookUp(road.codes(), now)]).toEqual([now, lookUp(freshDesk.codes(), now)]);
        found.add(`${wanted.kind} ${String(expected === 'undefined')}`);
      }
      expect(found.size).toBe(6);
    } finally {
      await Promise.all([freshDesk.close(), freshRoad.close()]);
    }
  });

  it('can be told again from the version that a call was made with', async () => {
    const { version } = road.codes();
    const [codes = ''] = version.split('-');
    await db.query(`UPDATE code_row SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE from_code = 'last'`);
    await eventually(() => seenBy(road, 'last') === undefined);
    const { rows } = await db.query<{ to_code: string }>(
      `SELECT to_code FROM code_row WHERE from_code = 'last' AND made_in <= $1 AND (ended_in IS NULL OR ended_in > $1)`,
      [Number.parseInt(codes, 36)],
    );
    expect(rows).toEqual([{ to_code: '3' }]);
  });

  it('is, of what is believed no longer, what was of the last year; what is older is read when somebody asks for it', async () => {
    const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    for (const [from, begun, ended] of [
      ['old', 800, 400],
      ['recent', 300, 100],
    ] as const)
      await db.query(
        `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
         VALUES ('test', 'national', 'out', $1, '7', '(,)', tstzrange($2, $3), 'lam')`,
        [from, daysAgo(begun), daysAgo(ended)],
      );
    const fresh = await openDesk();
    const toOf = (codes: CodeSnapshot, code: string, at: Date): string | undefined =>
      codes.find({ partner: 'national', table: 'test', direction: 'out', code }, { day: TODAY, knownAt: at.getTime() * 1_000 })
        ?.to;
    try {
      expect([toOf(fresh.codes(), 'old', daysAgo(500)), toOf(fresh.codes(), 'recent', daysAgo(200))]).toEqual([undefined, '7']);
      expect(await fresh.codesKnownAt(daysAgo(200))).toBe(fresh.codes());
      const before = await fresh.codesKnownAt(daysAgo(500));
      expect([toOf(before, 'old', daysAgo(500)), toOf(before, 'recent', daysAgo(500))]).toEqual(['7', undefined]);
      // A process that runs for long forgets as well.
      await db.query(`UPDATE clock_shift SET shift = interval '300 days'`);
      await db.query('NOTIFY clock_shifted');
      await eventually(async () => {
        await addCode(`later ${String(Date.now())}`, '8');
        expect(toOf(fresh.codes(), 'recent', daysAgo(200))).toBeUndefined();
      });
    } finally {
      await fresh.close();
      await db.query(`UPDATE clock_shift SET shift = interval '0'`);
      await db.query('NOTIFY clock_shifted');
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openLedger, type Ledger, type Portion, type StatusEntry, type Walked } from '#ledger';
import { Clock, openLog } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  aStep,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

type Page = Extract<Walked<StatusEntry>, { kind: 'page' }>;
type Grown = Extract<Walked<StatusEntry>, { kind: 'scope-grown' }>;

const GATE = 991_002;

let t: TestLedger;
let db: pg.Client;
let unitA = 0;
let unitB = 0;

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client({ connectionString: t.url });
  await db.connect();
  [unitA, unitB] = [await unitOf('14797'), await unitOf('14758')];
});

afterAll(async () => {
  await db.end();
  await t.close();
});

async function unitOf(code: string): Promise<number> {
  const { rows } = await db.query<{ id: number }>('SELECT unit_id AS id FROM unit_alias WHERE code = $1', [code]);
  return rows[0]?.id ?? 0;
}

/** A former unit that was merged into another on that day. */
async function mergeInto(unit: number, code: string, day: string): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `WITH u AS (INSERT INTO unit (name, type, valid) VALUES ($1, 'commune', '(,)') RETURNING id),
      a AS (INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded) SELECT id, 'administrative', $1, '(,)', '(,)' FROM u),
      s AS (INSERT INTO unit_successor (old_unit_id, new_unit_id, kind, on_date) SELECT id, $2, 'merged', $3 FROM u)
    SELECT id FROM u`,
    [code, unit, day],
  );
  return rows[0]?.id ?? 0;
}

/** As if the dossier had been received there in its day. */
async function receivedIn(unit: number, dossierCode: string): Promise<void> {
  await db.query('UPDATE dossier SET received_unit_id = $1 WHERE code = $2', [unit, dossierCode]);
}

function walk(
  units: readonly number[],
  after: string | undefined,
  { limit = 100, id = t.a, ledger = t.ledger }: { limit?: number; id?: number; ledger?: Ledger } = {},
): Promise<Walked<StatusEntry>> {
  return ledger.feeds.walkStatusChanges({ client: { id, units }, after, limit });
}

async function page(...order: Parameters<typeof walk>): Promise<Page> {
  const walked = await walk(...order);
  if (walked.kind !== 'page') throw new Error(walked.kind);
  return walked;
}

/** A walk to its end: what it showed, and the cursor that it ended with. */
async function walkAll(
  units: readonly number[],
  from?: string,
  options: { limit?: number; ledger?: Ledger } = {},
): Promise<{ seen: string[]; next: string }> {
  const seen: string[] = [];
  let next = from;
  for (;;) {
    const { entries, hasMore, next: further } = await page(units, next, options);
    seen.push(...entries.map(nameOf));
    next = further;
    if (!hasMore) return { seen, next };
  }
}

const nameOf = ({ dossierCode, seq }: StatusEntry): string => `${dossierCode} ${String(seq)}`;

describe('the status feed', () => {
  const [one, two] = ['H56.14797-261130-0001', 'H56.14797-261130-0002'];
  const theirs = 'H56.14758-261130-0001';

  beforeAll(async () => {
    await receipts(submit(t.ledger, t.a, [aDossier(one), aDossier(two)]));
    await receipts(submit(t.ledger, t.b, [aDossier(theirs)]));
    await receipts(
      submit(t.ledger, t.a, [aStep(one, 4, '2026-11-30T09:00:00+07:00', { officer: 'Trần C', content: 'Xem xét' })]),
    );
    await receipts(submit(t.ledger, t.b, [aStep(theirs, 4, '2026-11-30T09:00:00+07:00')]));
    // A late milestone: it is sent on, and changes nothing.
    await receipts(submit(t.ledger, t.a, [aStep(one, 5, '2026-11-30T08:30:00+07:00')]));
    await receipts(submit(t.ledger, t.a, [aDossier(two, { status: 4 })]));
  });

  it('shows every change of the current status once, in order, with what its step says', async () => {
    const { entries, hasMore } = await page([unitA], undefined);
    expect(hasMore).toBe(false);
    expect(entries.map((entry) => [nameOf(entry), entry.status, entry.origin, entry.content, entry.officer])).toEqual([
      [`${one} 1`, 2, 'client', null, null],
      [`${two} 1`, 2, 'client', null, null],
      [`${one} 2`, 4, 'client', 'Xem xét', 'Trần C'],
      [`${two} 2`, 4, 'client', null, null],
    ]);
  });

  it.each([1, 2, 3, 4])('comes to the same in pages of %i', async (limit) => {
    const { entries } = await page([unitA], undefined);
    const { seen, next } = await walkAll([unitA], undefined, { limit });
    expect(seen).toEqual(entries.map(nameOf));
    const again = await page([unitA], next);
    expect(again).toEqual({ kind: 'page', entries: [], next: again.next, hasMore: false });
    expect((await walkAll([unitA], again.next)).seen).toEqual([]);
  });

  it('shows of a unit what it received, whoever asks and whoever sent it', async () => {
    expect((await walkAll([unitB])).seen).toEqual([`${theirs} 1`, `${theirs} 2`]);
    expect((await walkAll([])).seen).toEqual([]);
    expect((await walkAll([unitA, unitB])).seen).toHaveLength(6);
  });

  it('is read by positions too, of all units and up to a position', async () => {
    const read = (more: object): Promise<Portion<StatusEntry>> =>
      t.ledger.feeds.readStatusChanges({ scope: 'all', after: 0, limit: 100, ...more });
    const all = await read({});
    expect(all.entries).toHaveLength(6);
    const [, second, third] = all.entries;
    const part = await read({ limit: 2 });
    expect(part).toEqual({ entries: all.entries.slice(0, 2), position: second?.pos, hasMore: true });
    expect((await read({ after: part.position })).entries).toEqual(all.entries.slice(2));
    expect(await read({ until: third?.pos })).toEqual({ entries: all.entries.slice(0, 3), position: third?.pos, hasMore: false });
    expect(await read({ limit: 3, until: third?.pos })).toMatchObject({ position: third?.pos, hasMore: false });
  });

  it('looks at a bounded number of positions at once, and moves on without an entry', async () => {
    const { next } = await walkAll([unitB]);
    const { next: ofA } = await walkAll([unitA]);
    await db.query(`INSERT INTO item (dossier_id, seq, id, kind, origin, status, accepted_at, hash, body_enc, key_id, client_id, request_id,
        stale, changes_status, pos)
      SELECT (SELECT id FROM dossier WHERE code = '${two}'), 1000 + n, gen_random_uuid(), 'version', 'client', 4, now(), '', '', 1, 1,
        gen_random_uuid(), false, true, nextval('item_position') FROM generate_series(1, 7000) n`);
    await receipts(submit(t.ledger, t.b, [aStep(theirs, 5, '2026-11-30T10:00:00+07:00')]));
    const first = await page([unitB], next);
    expect(first).toMatchObject({ entries: [], hasMore: true });
    const second = await page([unitB], first.next);
    expect(second).toMatchObject({ hasMore: false });
    expect(second.entries.map(nameOf)).toEqual([`${theirs} 4`]);
    expect((await walkAll([unitA], ofA, { limit: 1_000 })).seen).toHaveLength(7_000);
    await db.query('DELETE FROM item WHERE seq > 1000');
  });
});

describe('a cursor', () => {
  it('is refused in other hands, in another feed, and when anything of it was changed', async () => {
    const { next } = await page([unitA], undefined, { limit: 1 });
    expect((await walk([unitA], next, { id: t.b })).kind).toBe('invalid');
    expect((await t.ledger.feeds.walkOutcomes({ client: { id: t.a, units: [] }, after: next, limit: 1 })).kind).toBe('invalid');
    const changed = `${next.slice(0, 4)}${next[4] === 'A' ? 'B' : 'A'}${next.slice(5)}`;
    for (const wrong of [changed, next.slice(1), '', 'hello', '🙂']) expect((await walk([unitA], wrong)).kind).toBe('invalid');
    expect((await walk([unitA], next)).kind).toBe('page');
  });

  it('is too old after the days for which feeds are kept', async () => {
    const clock = new Clock();
    let ahead = 0;
    const now = clock.now.bind(clock);
    clock.now = () => new Date(now().getTime() + ahead * 86_400_000);
    const options = { url: t.url, application: 'later', clock, log: openLog('test'), secrets: TEST_SECRETS };
    const ledger = await openLedger(options);
    const { next } = await page([unitA], undefined, { ledger });
    ahead = 400;
    expect((await walk([unitA], next, { ledger })).kind).toBe('page');
    ahead = 401;
    expect((await walk([unitA], next, { ledger })).kind).toBe('expired');
    ahead = 400;
    const { next: renewed } = await page([unitA], next, { ledger });
    ahead = 800;
    expect((await walk([unitA], renewed, { ledger })).kind).toBe('page');
    await ledger.close();
  });
});

describe('a scope', () => {
  let serial = 0;
  const dossierIn = async (unit: number): Promise<string> => {
    const code = `H56.14797-261201-${String((serial += 1)).padStart(4, '0')}`;
    await receipts(submit(t.ledger, t.a, [aDossier(code)]));
    await receivedIn(unit, code);
    return `${code} 1`;
  };

  it('holds the predecessors, however far back, of mergers that have taken place', async () => {
    const parent = await mergeInto(unitB, 'OLD-1', '2025-07-01');
    const grandparent = await mergeInto(parent, 'OLDER-1', '2020-01-01');
    const future = await mergeInto(unitB, 'SOON-1', '2999-01-01');
    const seen = [await dossierIn(parent), await dossierIn(grandparent)];
    const unseen = await dossierIn(future);
    await receipts(submit(t.ledger, t.b, [aStep(seen[0]?.split(' ')[0] ?? '', 4, '2026-12-01T09:00:00+07:00')]));
    const ledger = await openLedger({
      ...{ url: t.url, application: 'other', clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS },
    });
    const all = (await walkAll([unitB], undefined, { ledger })).seen;
    expect(all).toEqual(expect.arrayContaining(seen));
    expect(all).not.toContain(unseen);
    await ledger.close();
  });

  it('that has grown gives cursors by which nothing is missed and nothing comes twice', async () => {
    const added = await mergeInto(unitA, 'ADDED-1', '2999-01-01');
    const early = [await dossierIn(added), await dossierIn(unitA), await dossierIn(added)];
    const before = await walkAll([unitA]);
    const late = [await dossierIn(added), await dossierIn(unitA)];

    const grown = (await walk([unitA, added], before.next)) as Grown;
    expect(grown).toMatchObject({ kind: 'scope-grown', backfill: [{ unit: 'ADDED-1' }] });
    const after = await walkAll([unitA, added], grown.next);
    expect(after.seen).toEqual(late);
    const backfill = await walkAll([unitA, added], grown.backfill[0]?.cursor, { limit: 1 });
    expect(backfill.seen).toEqual([early[0], early[2]]);
    const all = [...before.seen, ...after.seen, ...backfill.seen];
    expect([...all].sort()).toEqual((await walkAll([unitA, added])).seen.sort());

    // Walked once, it is exhausted: what comes later belongs to the other walk.
    await dossierIn(added);
    expect(await page([unitA, added], backfill.next)).toMatchObject({ entries: [], hasMore: false });
    expect((await walkAll([unitA, added], after.next)).seen).toHaveLength(1);
    // Whoever lost that answer asks again, and gets as much.
    expect(await walk([unitA, added], before.next)).toEqual(grown);
  });

  it('that has shrunk shows less, also to a cursor that walks what is gone', async () => {
    const lost = await mergeInto(unitA, 'LOST-1', '2999-01-01');
    await dossierIn(lost);
    const grown = (await walk([unitA, lost], (await walkAll([unitA])).next)) as Grown;
    const both = await walkAll([unitA, lost]);
    await dossierIn(lost);
    expect((await walkAll([unitA], both.next)).seen).toEqual([]);
    expect((await walkAll([unitA], grown.backfill[0]?.cursor)).seen).toEqual([]);
  });
});

describe('what commits late', () => {
  it('is not skipped: it stands behind what a reader has passed, whatever its id and its time say', async () => {
    const other = await openLedger({
      ...{ url: t.url, application: 'other', clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS },
    });
    const { next } = await walkAll([unitA, unitB]);
    // It has its ids and its time, and waits before it takes its positions.
    await db.query(`
      CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${String(GATE)}); RETURN NULL; END $$;
      CREATE TRIGGER gate AFTER INSERT ON lane FOR EACH ROW EXECUTE FUNCTION wait_at_gate();
      SELECT pg_advisory_lock(${String(GATE)});`);
    const slow = receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261202-0001')]));
    await eventually(async () => {
      const { rows } = await db.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
      expect(rows).toHaveLength(1);
    });
    await receipts(submit(other, t.b, [aStep('H56.14758-261130-0001', 8, '2026-12-02T09:00:00+07:00')]));
    const passed = await walkAll([unitA, unitB], next);
    await db.query(`SELECT pg_advisory_unlock(${String(GATE)})`);
    await slow;
    const rest = await walkAll([unitA, unitB], passed.next);
    expect([passed.seen, rest.seen]).toEqual([['H56.14758-261130-0001 6'], ['H56.14797-261202-0001 1']]);
    expect((await walkAll([unitA, unitB], next, { limit: 1 })).seen).toEqual([...passed.seen, ...rest.seen]);
    await other.close();
  });
});

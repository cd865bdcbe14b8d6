import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { bucketDigest, factsOf, legalDay, NO_STEPS, p1Of, withStep, type Dossier, type Step } from '#canonical';
import { sideOfClient, type Manifest, type ManifestBucket, type ManifestItem, type ManifestTaken } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, instant, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let db: pg.Client;
let serial = 0;

/** Everything here was received on that day, but where a test says otherwise. */
const RECEIVED = '2026-11-23T08:15:00+07:00';
const DAY = legalDay(instant(RECEIVED));

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client(t.url);
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await t.close();
});

function code(): string {
  serial += 1;
  return `H56.14797-261123-${String(serial).padStart(4, '0')}`;
}

async function send(...items: Parameters<typeof submit>[2][number][]): Promise<void> {
  const problems = (await receipts(submit(t.ledger, t.a, items))).flatMap((receipt) => receipt.problems);
  expect(problems).toEqual([]);
}

/** A row as a source makes it from its own database, by its own count. */
function rowOf(dossier: Dossier, steps: readonly Step[] = []): ManifestItem {
  return { code: dossier.dossierCode, p1: p1Of(factsOf(dossier, steps.reduce(withStep, NO_STEPS))) };
}

const unit = (): number => t.ledger.clients.unitCoded('14797', DAY) ?? 0;

function bucket(items: readonly ManifestItem[], more: Partial<ManifestBucket> = {}): ManifestBucket {
  const digest = bucketDigest(items.map(({ p1 }) => p1));
  return { unitId: unit(), unit: '14797', day: DAY, count: items.length, digest, items, ...more };
}

let bodies = 0;
function take(
  level: Manifest['level'],
  buckets: readonly ManifestBucket[],
  more: Partial<Manifest> = {},
): Promise<ManifestTaken> {
  return t.ledger.manifests.take({
    ...{ clientId: t.a, side: sideOfClient('a'), level, buckets, settlesWithinMs: 0, asOf: new Date(Date.now() + 1_000) },
    bodyHash: createHash('sha256')
      .update(String((bodies += 1)))
      .digest(),
    ...more,
  });
}

interface Open {
  readonly kind: string;
  readonly field: string;
  readonly dossier_code: string;
  readonly heal: string;
  readonly cause: string;
}

async function open(): Promise<Open[]> {
  const { rows } = await db.query<Open>(
    'SELECT kind, field, dossier_code, heal, cause FROM discrepancy WHERE cleared_at IS NULL ORDER BY dossier_code, kind, field',
  );
  return rows;
}

async function ours(): Promise<ManifestItem[]> {
  const { rows } = await db.query<ManifestItem>(
    `SELECT code, encode(p1, 'hex') AS p1 FROM dossier WHERE received_on = $1 AND client_id = $2 ORDER BY code`,
    [DAY, t.a],
  );
  return rows;
}

/** Leaves nothing open: a list that agrees. */
async function settle(): Promise<void> {
  await take('list', [bucket(await ours())]);
  expect(await open()).toEqual([]);
}

describe('what a source says of a dossier', () => {
  it('is kept by the transaction that accepts it, as the source counts it', async () => {
    const dossier = aDossier(code(), { channel: 'direct', dueAt: instant('2026-11-26T17:00:00+07:00') });
    const steps = [
      aStep(dossier.dossierCode, 4, '2026-11-23T09:00:00+07:00'),
      aStep(dossier.dossierCode, 9, '2026-11-25T10:00:00+07:00'),
    ];
    await send(dossier);
    expect(await ours()).toContainEqual(rowOf(dossier));
    await send(...steps);
    // The step set the status, as in the source's own database; the time of finishing is not the source's.
    expect(await ours()).toContainEqual(rowOf({ ...dossier, status: 9 }, steps));
    const corrected = { ...steps[1], content: 'Đã xong' } as Step;
    await send(corrected);
    expect(await ours()).toContainEqual(rowOf({ ...dossier, status: 9 }, steps));
    // Who changes something else and leaves that time empty, by either door, has not got it by that.
    const changed = { ...dossier, status: 9, channel: 'online' } as const;
    const { dossierCode } = dossier;
    await send({ kind: 'changes', changes: { dossierCode, channel: 'online' }, emptied: ['/finishedAt'], warnings: [] });
    expect(await ours()).toContainEqual(rowOf(changed, steps));
    await send({ ...changed, channel: 'post' });
    expect(await ours()).toContainEqual(rowOf({ ...changed, channel: 'post' }, steps));
    const own = { ...changed, finishedAt: instant('2026-11-25T11:00:00+07:00') };
    await send(own);
    expect(await ours()).toContainEqual(rowOf(own, steps));
  });

  it('is computed for dossiers of before, and for what a process of before has changed', async () => {
    const before = await ours();
    await db.query('UPDATE dossier SET p1 = NULL, p1_seq = NULL, source_steps = NULL, source_step_at = NULL');
    await send(aStep(before[0]?.code ?? '', 10, '2026-11-25T15:00:00+07:00'));
    expect((await ours())[0]?.p1).toBeNull();
    while ((await t.ledger.reconciliation.fill()).hasMore);
    expect((await ours()).slice(1)).toEqual(before.slice(1));
    expect((await ours())[0]?.p1).toHaveLength(64);
    await db.query('UPDATE dossier SET p1 = p1, p1_seq = p1_seq - 1');
    const { rows } = await db.query<{ p1_seq: number }>('UPDATE dossier SET p1_seq = last_seq RETURNING p1_seq');
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('a manifest', () => {
  it('in agreement differs nowhere, at any level, and is counted once', async () => {
    await send(aDossier(code()), aDossier(code()));
    const items = await ours();
    const first = await take('counts', [bucket([], { count: items.length })]);
    expect(first).toMatchObject({ differing: [], counted: 1 });
    expect(await take('digests', [bucket(items)])).toMatchObject({ differing: [], counted: 0 });
    expect(await take('list', [bucket(items)])).toMatchObject({ differing: [], counted: 0, cells: {} });
    const one = aDossier(code());
    await send(one);
    expect(await take('digests', [bucket(await ours())])).toMatchObject({ differing: [], counted: 1 });
    await send({ ...one, channel: 'online' });
    expect(await take('digests', [bucket(await ours())])).toMatchObject({ differing: [], counted: 1 });
  });

  it('tells what to send finer, and a day that was left out', async () => {
    const items = await ours();
    const other = aDossier('H56.14797-261121-0001', { receivedAt: instant('2026-11-21T08:00:00+07:00') });
    await send(other);
    expect(await take('counts', [bucket(items, { count: items.length + 1 })])).toMatchObject({
      differing: [{ unit: '14797', day: DAY }],
    });
    const days = ['2026-11-20', DAY].map((day) => bucket(day === DAY ? items : [], { day: day as typeof DAY }));
    expect(await take('counts', days)).toMatchObject({ differing: [{ unit: '14797', day: '2026-11-21' }] });
    const [first, ...rest] = items;
    const changed = bucket([{ code: first?.code ?? '', p1: '0'.repeat(64) }, ...rest]);
    expect(await take('digests', [changed])).toMatchObject({ differing: [{ unit: '14797', day: DAY }] });
  });

  it('finds what is missing there, missing here and not alike, and clears it when both agree', async () => {
    const [there, twice, field] = [aDossier(code()), aDossier(code()), aDossier(code())];
    const steps = [4, 9].map((status, at) => aStep(twice.dossierCode, status as 4, `2026-11-24T0${String(at + 8)}:00:00+07:00`));
    await send(there, twice, ...steps, field);
    const late = { ...field, receivedAt: instant('2026-11-23T15:15:00+07:00') };
    const rows = (await ours()).filter((row) => ![there.dossierCode, twice.dossierCode, field.dossierCode].includes(row.code));
    const stranger = { code: 'H56.14797-261123-9999', p1: '1'.repeat(64) };
    const taken = await take('list', [bucket([...rows, rowOf(twice, steps.slice(0, 1)), rowOf(late), stranger])]);
    expect(taken.cells).toEqual({ 'missing-there': 1, 'missing-here': 1, steps: 1, field: 1 });
    expect(await open()).toEqual([
      { kind: 'missing-there', field: 'dossier', dossier_code: there.dossierCode, heal: 'task', cause: 'commune.lacks' },
      { kind: 'steps', field: 'steps.missing', dossier_code: twice.dossierCode, heal: 'task', cause: 'commune.lacks-steps' },
      { kind: 'field', field: 'receivedAt', dossier_code: field.dossierCode, heal: 'resend', cause: 'content.differs' },
      { kind: 'missing-here', field: 'dossier', dossier_code: stranger.code, heal: 'resend', cause: 'gateway.lacks' },
    ]);
    await t.ledger.reconciliation.tell();
    const { rows: incidents } = await db.query<{ count: number }>(
      `SELECT count(*)::int FROM incident WHERE kind = 'discrepancy' AND cleared_at IS NULL`,
    );
    expect(incidents).toEqual([{ count: 4 }]);
    await take('digests', [bucket(await ours())]);
    expect(await open()).toEqual([]);
    await t.ledger.reconciliation.tell();
    const { rows: cleared } = await db.query(`SELECT FROM incident WHERE kind = 'discrepancy' AND cleared_at IS NULL`);
    expect(cleared).toEqual([]);
  });

  it('does not take what is on its way for a difference', async () => {
    await settle();
    const asOf = new Date(Date.now() - 500);
    const fresh = aDossier(code());
    await send(fresh);
    const rows = (await ours()).filter((row) => row.code !== fresh.dossierCode);
    expect(await take('list', [bucket(rows)], { asOf })).toMatchObject({ differing: [] });
    expect(await take('list', [bucket(rows)], { settlesWithinMs: 60_000 })).toMatchObject({ differing: [] });
    expect(await take('list', [bucket(rows)])).toMatchObject({ cells: { 'missing-there': 1 } });
    const older = await ours();
    await send({ ...fresh, channel: 'online' });
    expect(await take('list', [bucket(older)], { settlesWithinMs: 60_000 })).toMatchObject({ differing: [] });
    expect(await take('list', [bucket(older)])).toMatchObject({ cells: { field: 1 } });
    await settle();
  });

  it('leaves to its person what was tried often enough, when it is seen once more', async () => {
    const one = aDossier(code());
    await send(one);
    const other = (await ours()).map((row) => (row.code === one.dossierCode ? { ...row, p1: 'f'.repeat(64) } : row));
    await take('list', [bucket(other)]);
    await db.query('UPDATE discrepancy SET tries = 2 WHERE cleared_at IS NULL');
    await t.ledger.reconciliation.heal([], { perRun: 9, perSide: 9, perHour: 9, tries: 2 });
    const left = async (): Promise<unknown[]> =>
      (await db.query<object>('SELECT heal_state, must_act FROM discrepancy WHERE cleared_at IS NULL')).rows;
    expect(await left()).toEqual([{ heal_state: 'stopped', must_act: 'province' }]);
    await take('list', [bucket(other)]);
    expect(await left()).toEqual([{ heal_state: 'stopped', must_act: 'province' }]);
    await settle();
  });

  it('with the code of another client asks nobody to send it', async () => {
    const theirs = aDossier('H56.14758-261123-0001');
    await receipts(submit(t.ledger, t.b, [theirs]));
    await take('list', [bucket([...(await ours()), rowOf(theirs)])]);
    expect(await open()).toMatchObject([{ kind: 'missing-here', heal: 'task', cause: 'code.of-another' }]);
    await settle();
  });

  it('that comes again is answered as the first time', async () => {
    const bodyHash = Buffer.alloc(32, 5);
    const first = await take('counts', [bucket([], { count: 1 })], { bodyHash });
    const again = await take('counts', [bucket([], { count: 2 })], { bodyHash });
    expect(again).toEqual({ id: first.id, differing: first.differing });
  });

  it('names a dossier that both have on different days once, and the bucket that it left is counted anew', async () => {
    const moved = aDossier(code());
    await send(moved);
    await take('digests', [bucket(await ours())]);
    await send({ ...moved, receivedAt: instant('2026-11-22T09:00:00+07:00') });
    expect(await take('digests', [bucket(await ours())])).toMatchObject({ differing: [], counted: 1 });
    const old = rowOf(moved);
    await take('list', [bucket([...(await ours()), old])]);
    expect(await open()).toMatchObject([{ kind: 'field', dossier_code: moved.dossierCode }]);
    const there = { ...moved, receivedAt: instant('2026-11-22T09:00:00+07:00') };
    await take('list', [bucket([rowOf(there)], { day: legalDay(there.receivedAt) })]);
    expect(await open()).toEqual([]);
  });

  it('of a portal in which other code tables hold today is asked for as a list, at which that is found and stays', async () => {
    const items = await ours();
    const side = { name: 'national', tier: 'national' } as const;
    const facts = { unit: unit(), day: DAY };
    await db.query(
      `INSERT INTO lane_check (dossier_id, destination, told, told_seq) SELECT d.id, 'national', 'p1|x|x||2|1||||0|||0', l.ack_seq FROM dossier d
        JOIN lane l ON l.dossier_id = d.id WHERE d.received_unit_id = $1 AND d.received_on = $2 ON CONFLICT (dossier_id, destination) DO UPDATE
        SET told = excluded.told, told_seq = excluded.told_seq`,
      Object.values(facts),
    );
    await db.query(
      `UPDATE lane SET state = 'idle', due_at = NULL, present = true, ack_seq = (SELECT last_seq FROM dossier WHERE id = dossier_id)`,
    );
    await db.query('UPDATE lane_check c SET told_seq = l.ack_seq FROM lane l WHERE l.dossier_id = c.dossier_id');
    const recode = async (told: string | null): Promise<void> => {
      await db.query('UPDATE lane_check SET told_now = $1', [told]);
      await db.query('UPDATE manifest_bucket SET stale = true');
    };
    expect(await take('digests', [bucket(items)], { side })).toMatchObject({ differing: [] });
    await recode('p1|x|y||2|1||||0|||0');
    expect(await take('digests', [bucket(items)], { side })).toMatchObject({ differing: [{ day: DAY }] });
    expect((await take('list', [bucket(items)], { side })).cells).toEqual({ codes: items.length });
    await take('digests', [bucket(items)], { side });
    expect(await open()).toHaveLength(items.length);
    await recode(null);
    await take('digests', [bucket(items)], { side });
    expect(await open()).toEqual([]);
  });

  it('of earlier data that comes late clears nothing that was seen in later ones', async () => {
    await settle();
    const rows = await ours();
    const [first, ...rest] = rows as [ManifestItem, ...ManifestItem[]];
    const stranger = { code: 'H56.14797-261123-9998', p1: '1'.repeat(64) };
    await take('list', [bucket([{ ...first, p1: '0'.repeat(64) }, ...rest, stranger])]);
    const late = { asOf: new Date(Date.now() - 60_000), settlesWithinMs: -120_000 };
    await take('list', [bucket(rows)], late);
    await take('digests', [bucket(rows)], late);
    expect(await open()).toMatchObject([{ dossier_code: first.code }, { kind: 'missing-here' }]);
    await settle();
  });

  it('waits for nobody who tells people, and for no list of another system, even when its dossiers change meanwhile', async () => {
    const stranger = { code: 'H56.14797-261123-9995', p1: '1'.repeat(64) };
    await take('list', [bucket([...(await ours()), stranger])]);
    const agreeing = new pg.Client(t.url);
    await agreeing.connect();
    await agreeing.query(
      `BEGIN; SELECT pg_advisory_xact_lock(7208); SELECT FROM discrepancy WHERE side = 'client:a' AND cleared_at IS NULL FOR UPDATE`,
    );
    const compared = take('list', [bucket(await ours())]);
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await eventually(async () => (await db.query(waiting)).rowCount !== 0);
    await send(aDossier(code()));
    expect(await take('counts', [bucket([])], { clientId: t.b, side: sideOfClient('b') })).toMatchObject({ counted: 1 });
    await agreeing.query('COMMIT');
    await compared;
    await agreeing.end();
    await settle();
  });

  it('in which every row is made wrongly does not keep others waiting', async () => {
    const dossiers = Array.from({ length: 120 }, () => aDossier(code()));
    const minutes = Array.from({ length: 10 }, (_, at) => `2026-11-24T08:${String(at + 10)}:00+07:00`);
    await send(...dossiers, ...dossiers.flatMap(({ dossierCode }) => minutes.map((minute) => aStep(dossierCode, 4, minute))));
    const items = (await ours()).map((item, at) => ({ ...item, p1: String(at).padStart(64, '0'), steps: 10 }));
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const began = performance.now();
    const { cells } = await take('list', [bucket(items)]);
    const took = performance.now() - began;
    clearInterval(beat);
    expect(Object.values(cells ?? {}).reduce((sum, count) => sum + count, 0)).toBe(items.length);
    expect(longest).toBeLessThan(took / 4);
    await settle();
  });
});

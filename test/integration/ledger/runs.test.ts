import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '#runtime';
import { aDossier, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

const DOSSIERS = 3;

let t: TestLedger;
let db: pg.Client;
let slot = 0;

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client(t.url);
  await db.connect();
  const codes = Array.from({ length: DOSSIERS }, (_, at) => `H56.14797-261123-000${String(at + 1)}`);
  await receipts(
    submit(
      t.ledger,
      t.a,
      codes.map((code) => aDossier(code)),
    ),
  );
  // What a run by the clock was last begun for is noted with the first look.
  for (const cause of ['hourly', 'nightly'] as const) await begin(cause, ['national', 'other']);
});

afterAll(async () => {
  await db.end();
  await t.close();
});

beforeEach(async () => {
  await db.query('TRUNCATE reconcile_run, lane_check');
  await db.query(`UPDATE lane SET state = 'idle', due_at = NULL, asked = NULL, asked_by = NULL, present = true`);
  await db.query(`INSERT INTO lane_check (dossier_id, destination) SELECT id, 'national' FROM dossier`);
});

function begin(cause: 'hourly' | 'nightly', destinations: readonly string[]): Promise<string | undefined> {
  slot += 1;
  return t.ledger.reconciliation.beginDue({ cause, slot, destinations, wanted: undefined });
}

async function order(...destinations: string[]): Promise<string> {
  return orderOf('all', destinations);
}

async function orderOf(scope: 'changed' | 'all', destinations: readonly string[]): Promise<string> {
  const id = uuidv7(new Date());
  await db.query(
    `INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at)
     VALUES ($1, 'demand', $2, 'running', $3, 'lam', '', now())`,
    [id, scope, destinations],
  );
  return id;
}

const ask = (run: string, most = 100): ReturnType<typeof t.ledger.reconciliation.ask> =>
  t.ledger.reconciliation.ask({ run, destination: 'national', most, least: 1, settlesWithinMs: 0 });

async function destinationsOf(run: string | undefined): Promise<readonly string[]> {
  const { rows } = await db.query<{ destinations: string[] }>('SELECT destinations FROM reconcile_run WHERE id = $1', [run]);
  return rows[0]?.destinations ?? [];
}

async function asked(): Promise<number> {
  const { rows } = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM lane WHERE asked IS NOT NULL');
  return rows[0]?.n ?? 0;
}

describe('a run of a destination that nobody can ask any more', () => {
  it('is over, and lets go of the lanes that it had asked', async () => {
    const run = await order('national');
    expect(await ask(run)).toMatchObject({ asked: DOSSIERS });
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: [], seeing: ['other'] })).toBe(true);
    expect(await asked()).toBe(0);
    expect(await t.ledger.reconciliation.open()).toEqual([]);
    // Nothing was to be sent, and whoever claims such a lane lets it rest.
    await db.query(`UPDATE lane SET state = 'idle', due_at = NULL`);
    expect(await ask(await order('national'))).toMatchObject({ asked: DOSSIERS });
  });
});

describe('a destination that takes its time', () => {
  const seeing = ['national', 'other'];

  it('keeps its run open, and holds back no run of another one', async () => {
    const run = await order(...seeing);
    await ask(run);
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: [], seeing })).toBe(false);
    expect(await t.ledger.reconciliation.open()).toMatchObject([{ id: run, destinations: ['national'] }]);
    const next = await begin('hourly', seeing);
    expect(await destinationsOf(next)).toEqual(['other']);
    expect(await begin('hourly', seeing)).toBeUndefined();
    await db.query('UPDATE lane_check SET asked_run = NULL');
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: [], seeing })).toBe(true);
    expect(await destinationsOf(await begin('hourly', seeing))).toEqual(['national']);
  });

  it('has more to be asked while there is no room, or while somebody holds its lanes, and nothing once all were asked', async () => {
    const run = await order('national');
    const few = DOSSIERS - 1;
    expect(await ask(run, few)).toEqual({ asked: few, hasMore: true });
    expect(await ask(run, few)).toEqual({ asked: 0, hasMore: true });
    const holder = new pg.Client(t.url);
    await holder.connect();
    await holder.query(`BEGIN; SELECT FROM lane WHERE state = 'idle' FOR UPDATE`);
    const whileHeld = await ask(run);
    await holder.end();
    expect(whileHeld).toEqual({ asked: 0, hasMore: true });
    expect(await ask(run)).toEqual({ asked: 1, hasMore: true });
    expect(await ask(run)).toEqual({ asked: 0, hasMore: false });
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: [], seeing: ['other'] })).toBe(true);
  });

  it('has nothing more to be asked by a run that has asked what it wanted', async () => {
    const run = await order('national');
    await db.query('UPDATE reconcile_run SET wanted = 1 WHERE id = $1', [run]);
    expect(await ask(run)).toEqual({ asked: 1, hasMore: true });
    expect(await ask(run)).toEqual({ asked: 0, hasMore: false });
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: [], seeing: ['other'] })).toBe(true);
  });

  it('is not through with a run that has more to ask', async () => {
    const run = await order(...seeing);
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: ['national'], seeing })).toBe(false);
    expect(await t.ledger.reconciliation.open()).toMatchObject([{ destinations: ['national'] }]);
  });

  it('has its night later, and its hour with the next one', async () => {
    const run = await order('national');
    slot += 1;
    const night = { cause: 'nightly', slot, destinations: ['national'], wanted: undefined } as const;
    expect(await t.ledger.reconciliation.beginDue(night)).toBeUndefined();
    const hour = { ...night, cause: 'hourly' } as const;
    expect(await t.ledger.reconciliation.beginDue(hour)).toBeUndefined();
    expect(await t.ledger.reconciliation.settleRun({ id: run, still: [], seeing })).toBe(true);
    expect(await t.ledger.reconciliation.beginDue(hour)).toBeUndefined();
    expect(await destinationsOf(await t.ledger.reconciliation.beginDue(night))).toEqual(['national']);
    expect(await t.ledger.reconciliation.beginDue(night)).toBeUndefined();
  });
});

describe('a destination that is busy when the night comes', () => {
  it('has it later, although it has begun at another one', async () => {
    const run = await order('national');
    slot += 1;
    const night = { cause: 'nightly', slot, destinations: ['national', 'other'], wanted: undefined } as const;
    expect(await destinationsOf(await t.ledger.reconciliation.beginDue(night))).toEqual(['other']);
    expect(await t.ledger.reconciliation.beginDue(night)).toBeUndefined();
    await db.query(`UPDATE reconcile_run SET state = 'done' WHERE id = $1`, [run]);
    expect(await destinationsOf(await t.ledger.reconciliation.beginDue(night))).toEqual(['national']);
    expect(await t.ledger.reconciliation.beginDue(night)).toBeUndefined();
  });
});

describe('what a run compares', () => {
  const change = (lanes: number): Promise<unknown> =>
    db.query(
      `UPDATE lane_check SET changed_at = now() WHERE dossier_id IN (SELECT dossier_id FROM lane_check ORDER BY 1 LIMIT $1)`,
      [lanes],
    );

  it('is only what changed since it was verified, where somebody wants no more than that', async () => {
    await change(1);
    const run = await orderOf('changed', ['national']);
    expect(await ask(run)).toEqual({ asked: 1, hasMore: true });
    expect(await ask(run)).toEqual({ asked: 0, hasMore: false });
  });

  it('is what changed, and a part of the rest, in a run of the hour', async () => {
    await change(1);
    expect(await ask((await begin('hourly', ['national'])) ?? '')).toMatchObject({ asked: DOSSIERS });
  });

  it('is not what changes while it is under way: that is for the next one', async () => {
    const run = await order('national');
    expect(await ask(run)).toMatchObject({ asked: DOSSIERS });
    await db.query(`UPDATE lane SET state = 'idle', due_at = NULL, asked = NULL, asked_by = NULL`);
    await db.query('UPDATE lane_check SET asked_run = NULL, verified_at = now()');
    await change(2);
    expect(await ask(run)).toEqual({ asked: 0, hasMore: false });
    expect(await ask(await orderOf('changed', ['national']))).toMatchObject({ asked: 2 });
  });
});

describe('lanes that were told by other code tables', () => {
  it('are looked for when there are new tables, and not at every look', async () => {
    const lanes = async (codesVersion: string): Promise<number> =>
      (await t.ledger.reconciliation.lanesToTell({ destination: 'national', codesVersion })).length;
    await db.query(
      `UPDATE lane_check c SET told_codes = 'first', told_seq = l.ack_seq FROM lane l WHERE l.dossier_id = c.dossier_id`,
    );
    expect(await lanes('second')).toBe(DOSSIERS);
    expect(await lanes('first')).toBe(0);
    await db.query(`UPDATE lane_check SET told_codes = 'zeroth'`);
    expect(await lanes('first')).toBe(0);
    expect(await lanes('second')).toBe(DOSSIERS);
    await db.query(`UPDATE lane_check SET changed_at = now()`);
    expect(await lanes('first')).toBe(DOSSIERS);
  });

  it('have what they were told by them kept beside that of today, until they are told once more or nobody knew it', async () => {
    const told = async (text: string, codesVersion: string): Promise<unknown> => {
      const { rows } = await db.query<{ dossierId: number; ackSeq: number }>(
        `SELECT dossier_id::int AS "dossierId", ack_seq AS "ackSeq" FROM lane ORDER BY 1 LIMIT 1`,
      );
      const order = { destination: 'national', codesVersion, told: rows.map((row) => ({ ...row, text })) };
      await t.ledger.reconciliation.writeTold(order);
      const noted = await db.query('SELECT told, told_now FROM lane_check WHERE dossier_id = $1', [rows[0]?.dossierId]);
      return noted.rows[0];
    };
    expect(await told('a', 'first')).toEqual({ told: 'a', told_now: null });
    expect(await told('b', 'second')).toEqual({ told: 'a', told_now: 'b' });
    await db.query('UPDATE lane_check SET changed_at = now()');
    expect(await told('b', 'second')).toEqual({ told: 'b', told_now: null });
    await db.query('UPDATE lane_check SET told = NULL');
    expect(await told('c', 'third')).toEqual({ told: 'c', told_now: null });
  });
});

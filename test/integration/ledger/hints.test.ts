import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Among, ClaimedLane } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { aDossier, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let db: pg.Client;
let serial = 0;

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client({ connectionString: t.url });
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await t.close();
});

const LONG_AGO = new Date(0);

const claim = (among: Among, hints: { hintsSince?: Date } = {}): Promise<ClaimedLane[]> =>
  t.ledger.lanes.claim({ destination: 'national', among, most: 100, holder: 'test', leaseMs: 60_000, ...hints });

/** Accepts a dossier; answers its id, by which hints name its lane. */
async function accept(): Promise<number> {
  serial += 1;
  const code = `H56.14797-261124-${String(serial).padStart(4, '0')}`;
  await receipts(submit(t.ledger, t.a, [aDossier(code)]));
  const { rows } = await db.query<{ id: string }>('SELECT id FROM dossier WHERE code = $1', [code]);
  return Number(rows[0]?.id);
}

async function hint(since = LONG_AGO): Promise<readonly number[]> {
  return (await t.ledger.lanes.hint({ destination: 'national', since, most: 1_000 })).dossierIds;
}

const idsOf = (lanes: readonly ClaimedLane[]): number[] => lanes.map(({ dossierId }) => dossierId);

/** Gives a lane back, to be looked at again after that many milliseconds. */
async function giveBack(lane: ClaimedLane | undefined, waitMs: number): Promise<void> {
  if (lane === undefined) throw new Error('nothing was claimed');
  const next = { kind: 'later', state: 'due', waitMs } as const;
  await t.ledger.lanes.settle({ lane, call: undefined, items: [], next, failures: 1, cause: 'test', incidents: [] });
}

describe('a hint', () => {
  it('is given once while the lane is due', async () => {
    const id = await accept();

    expect(await hint()).toContain(id);
    expect(await hint()).not.toContain(id);
  });

  it('claims what is due, and nothing that was claimed or that rests', async () => {
    const id = await accept();

    expect(idsOf(await claim([id]))).toEqual([id]);
    expect(await claim([id])).toEqual([]);
  });

  it('waits for who has its lane locked, as when an item is just being accepted', async () => {
    const id = await accept();
    await db.query('BEGIN');
    await db.query('SELECT 1 FROM lane WHERE dossier_id = $1 FOR UPDATE', [id]);
    const claiming = claim([id]);
    const observer = new pg.Client({ connectionString: t.url });
    await observer.connect();
    await eventually(async () => {
      const { rows } = await observer.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rows).toHaveLength(1);
    });
    await observer.end();
    await db.query('COMMIT');

    expect(idsOf(await claiming)).toEqual([id]);
  });

  it('is given anew for a lane that is due again, even by a clock that is behind', async () => {
    const id = await accept();
    await hint();
    const [lane] = await claim([id]);
    await giveBack(lane, 0);
    await db.query(`UPDATE lane SET due_at = due_at - interval '1 second' WHERE dossier_id = $1`, [id]);

    expect(await hint()).toContain(id);
  });

  it('leads also a relay whose clock is behind that of who gave it', async () => {
    const id = await accept();
    await hint();
    await db.query(
      `UPDATE lane SET due_at = due_at + interval '5 seconds', hinted_at = hinted_at + interval '5 seconds' WHERE dossier_id = $1`,
      [id],
    );

    expect(idsOf(await claim([id]))).toEqual([id]);
  });

  it('is not given before its time, but says when that is', async () => {
    const id = await accept();
    const [lane] = await claim([id]);
    await giveBack(lane, 3_000);
    const { dossierIds, nextAt } = await t.ledger.lanes.hint({ destination: 'national', since: LONG_AGO, most: 1_000 });
    const { rows } = await db.query<{ due_at: Date }>('SELECT due_at FROM lane WHERE dossier_id = $1', [id]);

    expect(dossierIds).not.toContain(id);
    expect(await claim([id])).toEqual([]);
    expect(nextAt).toEqual(rows[0]?.due_at);
  });

  it('that could not be told is taken back', async () => {
    const id = await accept();
    await hint();
    await t.ledger.lanes.takeHintsBack('national', [id]);

    expect(await hint()).toContain(id);
  });

  it('that led nobody to its lane is made up for after half a minute, and not before', async () => {
    const id = await accept();
    await hint();
    await db.query(`UPDATE lane SET due_at = due_at - interval '40 seconds' WHERE dossier_id = $1`, [id]);
    const before = idsOf(await claim('forgotten'));
    await db.query(`UPDATE lane SET hinted_at = hinted_at - interval '31 seconds' WHERE dossier_id = $1`, [id]);

    expect(before).not.toContain(id);
    expect(idsOf(await claim('forgotten'))).toContain(id);
  });

  it('and was taken before a relay started is made up for by it at once', async () => {
    const id = await accept();
    await hint();
    // The ledger's clock and this one are never quite equal.
    const started = new Date(Date.now() + 1_000);
    await db.query(`UPDATE lane SET due_at = due_at - interval '6 seconds' WHERE dossier_id = $1`, [id]);

    expect(idsOf(await claim('forgotten', { hintsSince: new Date(started.getTime() - 60_000) }))).not.toContain(id);
    expect(idsOf(await claim('forgotten', { hintsSince: started }))).toContain(id);
  });
});

describe('a lane that is kept', () => {
  it('is read again by its holder, and by nobody who lost it', async () => {
    const id = await accept();
    const [lane] = await claim([id]);
    if (lane === undefined) throw new Error('nothing was claimed');
    const kept = await t.ledger.lanes.settle({
      ...{ lane, call: undefined, items: [], next: { kind: 'go-on' }, failures: 0, cause: undefined, incidents: [] },
      keepMs: 60_000,
    });
    const again = await t.ledger.lanes.readAgain(lane);

    expect(kept).toBe('kept');
    expect(again).toMatchObject({ dossierId: id, fence: lane.fence + 1, pending: [{ seq: 1 }] });
    await db.query('UPDATE lane SET fence = fence + 1 WHERE dossier_id = $1', [id]);
    expect(await t.ledger.lanes.readAgain(lane)).toBeUndefined();
  });
});

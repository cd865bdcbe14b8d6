import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Among, ClaimedLane } from '#ledger';
import { aDossier, aStep, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

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

const newCode = (): string => `H56.14797-261128-${String((serial += 1)).padStart(4, '0')}`;
const claim = (among: Among, most = 100, more: object = {}): Promise<ClaimedLane[]> =>
  t.ledger.lanes.claim({ destination: 'national', among, most, holder: 'test', leaseMs: 60_000, ...more });
const codesOf = (lanes: readonly ClaimedLane[]): string[] => lanes.map(({ dossierCode }) => dossierCode);
const closing = (code: string): ReturnType<typeof aStep> => aStep(code, 9, '2026-11-24T10:00:00+07:00');

/** Accepts a dossier; its lane has waited for so many seconds since. */
async function accept(seconds: number, stepOf?: (code: string) => ReturnType<typeof aStep>): Promise<string> {
  const code = newCode();
  await receipts(submit(t.ledger, t.a, [aDossier(code), ...(stepOf === undefined ? [] : [stepOf(code)])]));
  await wait(code, seconds);
  return code;
}

async function wait(code: string, seconds: number): Promise<void> {
  await db.query(
    `UPDATE lane l SET due_at = l.due_at - make_interval(secs => $2) FROM dossier o WHERE o.id = l.dossier_id AND o.code = $1`,
    [code, seconds],
  );
}

async function closes(code: string): Promise<boolean | undefined> {
  const { rows } = await db.query<{ closes: boolean }>(
    'SELECT l.closes FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE o.code = $1',
    [code],
  );
  return rows[0]?.closes;
}

async function settle(lane: ClaimedLane, seqs: readonly number[]): Promise<void> {
  const item = { outcome: 'delivered', cause: 'test', state: 'delivered', doubt: false, possiblyTwice: false } as const;
  const items = seqs.map((seq) => ({ seq, ...item }));
  const common = { failures: 0, cause: undefined, present: true, incidents: [] } as const;
  await t.ledger.lanes.settle({ lane, items, ...common, call: undefined, next: { kind: 'go-on' } });
}

describe('lanes with a finishing step', () => {
  it('are claimed by themselves once they have waited, the one that waited longest first', async () => {
    const [plain, young] = [await accept(60), await accept(0, closing)];
    const [second, first] = [await accept(10, closing), await accept(20, closing)];
    expect(codesOf(await claim('closing', 1))).toEqual([first]);
    expect(codesOf(await claim('closing'))).toEqual([second]);
    await wait(young, 6);
    expect(codesOf(await claim('closing'))).toEqual([young]);
    expect(codesOf(await claim('all'))).toEqual([plain]);
  });

  it('are no more than there are calls for', async () => {
    for (let count = 0; count < 3; count += 1) await accept(10, closing);
    const budget = { perSecond: 0.001, most: 2, lanesPerCall: 1 };
    expect(await claim('closing', 100, { budget })).toHaveLength(2);
    await claim('all');
  });

  it('are those to which it was added while they waited, and those that hold it for a person', async () => {
    const code = await accept(10);
    expect(await closes(code)).toBe(false);
    await receipts(submit(t.ledger, t.a, [closing(code)]));
    expect(await closes(code)).toBe(true);
    const [lane] = await claim('closing');
    expect(lane?.dossierCode).toBe(code);
  });

  it.each([3, 8, 9, 10] as const)('count for the status %i, and no longer once it has arrived', async (status) => {
    const code = await accept(10, (one) => aStep(one, status, '2026-11-24T10:00:00+07:00'));
    const [lane] = await claim('closing');
    if (lane === undefined) throw new Error('nothing is due');
    const version = lane.pending[0]?.seq ?? 0;
    await settle(lane, [version]);
    expect(await closes(code)).toBe(true);
    await wait(code, 10);
    const [again] = await claim('closing');
    if (again === undefined) throw new Error('nothing is due');
    await settle(
      again,
      again.pending.map(({ seq }) => seq),
    );
    expect(await closes(code)).toBe(false);
  });

  it('are still those whose step was refused, and may wait again', async () => {
    const code = await accept(10, closing);
    const [lane] = await claim('closing');
    if (lane === undefined) throw new Error('nothing is due');
    const [version, step] = lane.pending.map(({ seq }) => seq);
    await settle(lane, [version ?? 0]);
    await wait(code, 10);
    const [again] = await claim('closing');
    if (again === undefined || step === undefined) throw new Error('nothing is due');
    const item = { seq: step, outcome: 'refused', cause: 'test', state: 'refused', doubt: false, possiblyTwice: false } as const;
    const common = { failures: 0, cause: 'refused|province|forbidden.content|x', present: true, incidents: [] } as const;
    await t.ledger.lanes.settle({ lane: again, items: [item], ...common, call: undefined, next: { kind: 'blocked', seq: step } });
    expect(await claim('closing')).toEqual([]);
    // What a firewall refused waits again with whatever comes after it.
    await receipts(submit(t.ledger, t.a, [aDossier(code, { status: 9, note: 'Bổ sung' })]));
    await wait(code, 10);
    expect(codesOf(await claim('closing'))).toEqual([code]);
  });

  it('do not count for another status', async () => {
    await accept(10, (one) => aStep(one, 4, '2026-11-24T10:00:00+07:00'));
    expect(await claim('closing')).toEqual([]);
    await claim('all');
  });

  it('are found by an index of theirs alone, however many others wait', async () => {
    await db.query('BEGIN');
    await db.query('SET LOCAL enable_seqscan = off');
    const { rows } = await db.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT dossier_id FROM lane WHERE destination = 'national' AND closes AND due_at <= now() AND state IN ('due', 'verifying')
       ORDER BY due_at LIMIT 10`,
    );
    await db.query('ROLLBACK');
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('lane_closing');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { LegalDay } from '#canonical';
import { openLedger, type ClaimedLane, type Ledger, type Settlement } from '#ledger';
import { Clock, openLog, uuidv7 } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  NATIONAL_ROW,
  openTestLedger,
  PROVINCE_ROW,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

let t: TestLedger;
let db: pg.Client;
/** The ledger as a relay opens it. */
let road: Ledger;
let serial = 0;

beforeAll(async () => {
  t = await openTestLedger({ destinations: [NATIONAL_ROW, PROVINCE_ROW] });
  db = new pg.Client({ connectionString: t.url });
  await db.connect();
  const parts = { clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS };
  road = await openLedger({ url: t.url, application: 'road', accepts: false, ...parts });
});

afterAll(async () => {
  await Promise.all([road.close(), db.end()]);
  await t.close();
});

const claimAll = (destination: string): Promise<ClaimedLane[]> =>
  road.lanes.claim({ destination, among: 'all', most: 100, holder: 'test', leaseMs: 60_000 });

async function accept(more: Parameters<typeof aDossier>[1] = {}, prefix = 'H56.14797'): Promise<string> {
  serial += 1;
  const code = `${prefix}-261124-${String(serial).padStart(4, '0')}`;
  await receipts(submit(t.ledger, t.a, [aDossier(code, more)]));
  return code;
}

async function claim(destination: string, code: string): Promise<ClaimedLane> {
  // Two clocks are never quite equal: what was accepted by the one may be due a little later by the other.
  for (let tries = 0; tries < 40; tries += 1) {
    const lane = (await claimAll(destination)).find(({ dossierCode }) => dossierCode === code);
    if (lane !== undefined) return lane;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not due: ${code} at ${destination}`);
}

async function begin(lane: ClaimedLane, leaseMs: number): Promise<unknown> {
  const begunAt = new Date();
  const parts = [{ lane, epoch: lane.epoch, possiblyTwice: false, superseded: [], items: [] }];
  const call = { id: uuidv7(begunAt), begunAt, service: 'update', wokenBy: 'poll', codesVersion: 'x', parts } as const;
  return road.lanes.begin(call, { leaseMs, holder: 'test' });
}

/** Everything of the lane is there. */
function arrived(lane: ClaimedLane, more: Partial<Settlement> = {}): Settlement {
  const items = lane.pending.map(
    ({ seq }) => ({ seq, outcome: 'delivered', cause: 'test', state: 'delivered', doubt: false, possiblyTwice: false }) as const,
  );
  const next = { kind: 'go-on' } as const;
  return {
    lane,
    call: undefined,
    items,
    next,
    failures: 0,
    cause: undefined,
    present: true,
    ackVersionSeq: 1,
    incidents: [],
    ...more,
  };
}

async function lanes(code: string): Promise<Record<string, Readonly<{ state: string; fence: string; reassert: boolean }>>> {
  const { rows } = await db.query<{ destination: string; state: string; fence: string; reassert: boolean }>(
    'SELECT l.destination, l.state, l.fence, l.reassert FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE o.code = $1',
    [code],
  );
  return Object.fromEntries(rows.map(({ destination, ...lane }) => [destination, lane]));
}

describe('a dossier with two destinations', () => {
  it('has a lane at each, and what becomes of one is no matter of the other', async () => {
    const code = await accept();
    const lane = await claim('province', code);
    await road.lanes.settle(arrived(lane));
    expect(await lanes(code)).toMatchObject({ province: { state: 'idle' }, national: { state: 'due' } });
  });

  it('holds each lane for as long as its own destination says, although both begin at once', async () => {
    const code = await accept();
    const [national, province] = [await claim('national', code), await claim('province', code)];
    await Promise.all([begin(national, 60_000), begin(province, 1_000)]);
    const { rows } = await db.query<{ destination: string; left: number }>(
      `SELECT l.destination, extract(epoch FROM l.lease_until - gateway_now())::float8 AS left FROM lane l
       JOIN dossier o ON o.id = l.dossier_id WHERE o.code = $1 ORDER BY 1`,
      [code],
    );
    expect(rows[0]?.left).toBeGreaterThan(30);
    expect(rows[1]?.left).toBeLessThan(5);
    await Promise.all([road.lanes.settle(arrived(national)), road.lanes.settle(arrived(province))]);
  });

  it('settles what is right for one, although what is settled for the other at once is wrong', async () => {
    const code = await accept();
    const [national, province] = [await claim('national', code), await claim('province', code)];
    const wrong = arrived(province, { cause: 'a text column takes no \0' });
    const [good, bad] = await Promise.allSettled([road.lanes.settle(arrived(national)), road.lanes.settle(wrong)]);
    expect([good.status, bad.status]).toEqual(['fulfilled', 'rejected']);
    expect(await lanes(code)).toMatchObject({ national: { state: 'idle' }, province: { state: 'leased' } });
    await road.lanes.settle(arrived(province));
  });

  it('is looked at again where it was kept, at each destination by itself', async () => {
    const code = await accept();
    const [national, province] = [await claim('national', code), await claim('province', code)];
    const keep = { items: [], keepMs: 60_000, present: false } as const;
    await Promise.all([national, province].map((lane) => road.lanes.settle({ ...arrived(lane), ...keep })));
    const again = await Promise.all([national, province].map((lane) => road.lanes.readAgain(lane)));
    expect(again.map((lane) => [lane?.destination, lane?.pending.length])).toEqual([
      ['national', 1],
      ['province', 1],
    ]);
  });
});

describe('the unit of a dossier', () => {
  it('comes with its lane, and goes by an identifier in what a relay knows', async () => {
    const lane = await claim('province', await accept());
    const { agencies } = road.codes();
    expect(agencies.on(lane.receivedUnit, '2026-11-24' as LegalDay)).toEqual({
      identifier: 'H56.14797',
      name: 'Phường Hạc Thành',
    });
    expect(agencies.codeOf(lane.receivedUnit)).toBe('14797');
    expect(t.ledger.codes().agencies.on(lane.receivedUnit, '2026-11-24' as LegalDay)).toBeUndefined();
  });

  it('of before the mergers is itself on a day before, and its successor on a day after', async () => {
    const { rows } = await db.query<{ id: number }>(
      `SELECT u.id FROM unit u JOIN unit_alias a ON a.unit_id = u.id WHERE a.code = 'H56.14755'`,
    );
    const { agencies } = road.codes();
    const on = (day: string): string | undefined => agencies.on(rows[0]?.id ?? 0, day as LegalDay)?.identifier;
    expect([on('2025-05-15'), on('2025-07-01')]).toEqual(['H56.14755', 'H56.14758']);
  });

  it('that has no identifier holds its dossiers until it gets one', async () => {
    const code = await accept();
    const lane = await claim('province', code);
    const { rows } = await db.query<{ id: number }>(
      `INSERT INTO unit (name, type, valid) VALUES ('Mới', 'xã', '(,)') RETURNING id`,
    );
    const unit = rows[0]?.id ?? 0;
    await db.query('UPDATE dossier SET received_unit_id = $1 WHERE code = $2', [unit, code]);
    const fingerprint = 'unmapped|province|unit|Mới';
    const incidents = [{ fingerprint, kind: 'unmapped', mustAct: 'province' }] as const;
    await road.lanes.settle(arrived(lane, { items: [], cause: fingerprint, incidents, next: { kind: 'held', seq: 1 } }));
    await road.lanes.claim({ destination: 'none', among: 'all', most: 1, holder: 'test', leaseMs: 1_000 });
    expect(await lanes(code)).toMatchObject({ province: { state: 'held' } });

    await db.query(
      `INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded) VALUES ($1, 'decision-20', 'H56.MOI', '(,)', tstzrange(now(), NULL))`,
      [unit],
    );
    await db.query('NOTIFY codes_changed');
    await eventually(async () => {
      expect(await lanes(code)).toMatchObject({ province: { state: 'due' } });
    });
    const { rows: open } = await db.query('SELECT 1 FROM incident WHERE fingerprint = $1 AND cleared_at IS NULL', [fingerprint]);
    expect(open).toEqual([]);
  });
});

describe('a witness', () => {
  const witness = (other?: string, skip = 0): Promise<ClaimedLane | undefined> =>
    road.lanes.claimWitness({ destination: 'province', other, skip, holder: 'test', leaseMs: 60_000 });

  it('is a dossier that was acknowledged, asserted once more, also of a destination that is stopped', async () => {
    const now = new Date();
    for (const lane of await claimAll('province')) await road.lanes.settle(arrived(lane));
    const older = await accept();
    await road.lanes.settle(arrived(await claim('province', older)));
    const newer = await accept();
    await road.lanes.settle(arrived(await claim('province', newer)));
    await road.destinations.stop('province', { cause: 'test', now, probeAt: now });

    const first = await witness();
    expect(first).toMatchObject({ dossierCode: newer, reassert: true, acked: { seq: 1 } });
    expect(await lanes(newer)).toMatchObject({ province: { state: 'leased', reassert: true }, national: { reassert: false } });
    const second = await witness(older);
    expect([older, newer]).not.toContain(second?.dossierCode);
    for (const lane of [first, second]) if (lane !== undefined) await road.lanes.settle(arrived(lane, { reassert: false }));
    expect((await witness(undefined, 1))?.dossierCode).toBe(older);
    await road.destinations.resume('province', now);
  });

  it('is one that waits where nothing was acknowledged, and nobody where nothing waits', async () => {
    const { rows } = await db.query<{ code: string }>(
      `UPDATE lane l SET present = false, state = CASE WHEN o.code = (SELECT max(code) FROM dossier) THEN 'due' ELSE 'blocked' END,
         due_at = CASE WHEN o.code = (SELECT max(code) FROM dossier) THEN now() - interval '1 minute' END
       FROM dossier o WHERE o.id = l.dossier_id AND l.destination = 'province' RETURNING o.code`,
    );
    const youngest = rows
      .map(({ code }) => code)
      .sort()
      .at(-1);
    expect(await witness(youngest)).toBeUndefined();
    expect(await witness()).toMatchObject({ dossierCode: youngest, reassert: false });
    expect(await witness()).toBeUndefined();
  });
});

describe('a session at a partner', () => {
  it('keeps until when the partner said that it is good, for all relays', async () => {
    const now = new Date();
    const usableUntil = new Date(now.getTime() + 90_000);
    const take = (number: number) => road.sessions.takeLogin('province', { number, holder: 'one', now, untilMs: 1_000 });
    await take(0);
    await road.sessions.store('province', { number: 0, holder: 'one', session: 'tk', usableUntil, now });
    expect((await road.sessions.read('province')).current).toMatchObject({ session: 'tk', usableUntil, number: 1 });
    await take(1);
    await road.sessions.store('province', { number: 1, holder: 'one', session: 'tk-2', usableUntil: undefined, now });
    expect((await road.sessions.read('province')).current).toMatchObject({ session: 'tk-2', usableUntil: undefined });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { prepareDatabase, type ClaimedLane, type Settled, type Settlement } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';
import { PREPARATION } from '../../support/preparation.ts';

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

const ORDER = { destination: 'national', among: 'all', most: 100, holder: 'test', leaseMs: 60_000 } as const;

function configure(mode: 'live' | 'shadow', roles?: Parameters<typeof prepareDatabase>[0]['roles']): Promise<void> {
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test', mode } as const];
  return prepareDatabase({ ownerUrl: t.url, ...PREPARATION, roles, destinations });
}

async function accepted(...statuses: readonly (4 | 9)[]): Promise<string> {
  serial += 1;
  const code = `H56.14797-261207-${String(serial).padStart(4, '0')}`;
  const steps = statuses.map((status, at) => aStep(code, status, `2026-12-07T1${String(at)}:00:00+07:00`));
  await receipts(submit(t.ledger, t.a, [aDossier(code), ...steps]));
  return code;
}

async function claim(code: string, mode: 'live' | 'shadow'): Promise<ClaimedLane> {
  const lane = (await t.ledger.lanes.claim({ ...ORDER, mode })).find(({ dossierCode }) => dossierCode === code);
  if (lane === undefined) throw new Error(`${code} is not due`);
  return lane;
}

function keep(lane: ClaimedLane, service: 'create' | 'steps', seqs: readonly number[]): Promise<Settled> {
  const items = seqs.map((seq) => ({ seq, wire: { MaHoSo: lane.dossierCode, seq } }));
  const settlement: Settlement = {
    ...{ lane, call: undefined, items: [], next: { kind: 'go-on' }, failures: 0, cause: undefined, incidents: [] },
    shadow: { service, codesVersion: 'v', items },
    ...(service === 'create' && { present: true, ackVersionSeq: seqs[0] ?? 0 }),
  };
  return t.ledger.lanes.settle(settlement);
}

async function rows<R extends pg.QueryResultRow>(text: string, ...values: readonly unknown[]): Promise<R[]> {
  return (await db.query<R>(text, [...values])).rows;
}

describe('a lane in shadow', () => {
  beforeAll(() => configure('shadow'));

  it('is claimed for the shadow alone', async () => {
    const code = await accepted();
    await expect(claim(code, 'live')).rejects.toThrow('is not due');
    expect(await claim(code, 'shadow')).toMatchObject({ mode: 'shadow', inShadow: false });
  });

  it('keeps nothing of a call in which a step was replaced meanwhile', async () => {
    const code = await accepted();
    await keep(await claim(code, 'shadow'), 'create', [1]);
    await receipts(
      submit(t.ledger, t.a, [aStep(code, 4, '2026-12-07T10:00:00+07:00'), aStep(code, 5, '2026-12-07T11:00:00+07:00')]),
    );
    const lane = await claim(code, 'shadow');
    const [steps] = [lane.pending.filter(({ kind }) => kind === 'step').map(({ seq }) => seq)];
    await receipts(submit(t.ledger, t.a, [aStep(code, 4, '2026-12-07T10:00:00+07:00', { content: 'Sửa' })]));
    expect(await keep(lane, 'steps', steps)).toBe('settled');

    const kept = await rows<{ seq: number }>(
      'SELECT seq FROM shadow_item WHERE dossier_id = $1 ORDER BY position',
      lane.dossierId,
    );
    expect(kept).toEqual([{ seq: 1 }]);
    const again = await claim(code, 'shadow');
    expect(again.pending.map(({ seq, kind }) => [seq, kind])[0]).toEqual([6, 'step']);
  });

  it('is kept once, whoever lost it in between', async () => {
    const code = await accepted();
    const lane = await claim(code, 'shadow');
    await db.query(`UPDATE lane SET fence = fence + 2 WHERE dossier_id = $1`, [lane.dossierId]);
    expect(await keep(lane, 'create', [1])).toBe('lost');
    expect(await rows('SELECT 1 FROM shadow_item WHERE dossier_id = $1', lane.dossierId)).toEqual([]);
    const next = { ...lane, fence: lane.fence + 2 };
    expect(await keep(next, 'create', [1])).toBe('settled');
    expect(await keep(next, 'create', [1])).toBe('lost');
    expect(await rows('SELECT 1 FROM shadow_item WHERE dossier_id = $1', lane.dossierId)).toHaveLength(1);
  });

  it('marks what waits when the destination goes live, and nothing when it goes back', async () => {
    const waiting = await accepted(4);
    await configure('live');
    expect(await claim(waiting, 'live')).toMatchObject({ mode: 'live', inShadow: true });
    const later = await accepted();
    await configure('shadow');
    expect(await claim(later, 'shadow')).toMatchObject({ inShadow: false });
  });
});

describe('a destination in shadow', () => {
  it('is neither probed nor tried by a lane, whoever was started to send there', async () => {
    await configure('live');
    const code = await accepted();
    const lane = await claim(code, 'live');
    await t.ledger.lanes.settle({
      ...{
        lane,
        call: undefined,
        next: { kind: 'go-on' },
        failures: 0,
        cause: undefined,
        incidents: [],
        present: true,
        ackVersionSeq: 1,
      },
      items: [{ seq: 1, outcome: 'delivered', cause: 'test', state: 'delivered', doubt: false, possiblyTwice: false }],
    });
    const now = new Date(Date.now() + 60_000);
    const probe = { stopped: true, now, until: now };
    const witness = { destination: 'national', other: undefined, skip: 0, holder: 'test', leaseMs: 60_000 };
    await t.ledger.destinations.stop('national', { cause: 'test', now: new Date(), probeAt: new Date() });
    await configure('shadow');
    expect(await t.ledger.destinations.takeProbe('national', probe)).toBeUndefined();
    expect(await t.ledger.lanes.claimWitness(witness)).toBeUndefined();
    await configure('live');
    expect(await t.ledger.destinations.takeProbe('national', probe)).toEqual({ failures: 0 });
    expect(await t.ledger.lanes.claimWitness(witness)).toMatchObject({ dossierCode: code, reassert: true });
    await t.ledger.destinations.resume('national', now);
  });
});

describe('what was kept', () => {
  it('is forgotten by whole months, and only what is older', async () => {
    await db.query(`SELECT ensure_partitions('2025-03-10', 1)`);
    const insert = `INSERT INTO shadow_item (id, written_at, position, destination, dossier_id, seq, service, codes_version, body_enc, key_id)
      SELECT gen_random_uuid(), at, nextval('shadow_position'), 'old', 1, 1, 'create', '', '', 1 FROM unnest($1::timestamptz[]) AS u (at)`;
    await db.query(insert, [['2024-12-31T23:59:59Z', '2025-03-31T23:00:00Z', '2025-04-01T01:00:00Z']]);
    const left = (): Promise<unknown[]> =>
      rows(
        `SELECT to_char(written_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month FROM shadow_item WHERE destination = 'old' ORDER BY 1`,
      );
    expect(await left()).toHaveLength(3);
    const backup = new pg.Client({ connectionString: t.url });
    await backup.connect();
    await backup.query('SELECT pg_advisory_lock_shared(7205)');
    expect(await t.ledger.shadow.forget(new Date('2025-04-20T00:00:00Z'))).toBe(0);
    await backup.end();
    await eventually(async () => {
      expect(await t.ledger.shadow.forget(new Date('2025-04-20T00:00:00Z'))).toBe(1);
    });
    expect(await left()).toEqual([{ month: '2025-04' }]);
    expect(await rows(`SELECT to_regclass('shadow_item_202503') AS gone`)).toEqual([{ gone: null }]);
  });

  it('may be added and forgotten by the role of the relay, which may not look at it', async () => {
    const role = `road_${randomBytes(6).toString('hex')}`;
    await db.query(`CREATE ROLE ${role}`);
    try {
      await configure('shadow', { door: role, road: role, duty: role, desk: role });
      const asRole = async (text: string): Promise<void> => {
        await db.query(`SET ROLE ${role}`);
        await db.query(text).finally(() => db.query('RESET ROLE'));
      };
      await asRole(
        `INSERT INTO shadow_item SELECT gen_random_uuid(), now(), nextval('shadow_position'), 'x', 1, 1, 'steps', '', '', 1`,
      );
      await asRole(`SELECT forget_shadow_items(now() - interval '1 year')`);
      await expect(asRole('SELECT * FROM shadow_item')).rejects.toThrow('permission denied');
      await expect(asRole('DELETE FROM shadow_item')).rejects.toThrow('permission denied');
      await expect(asRole(`UPDATE destination SET mode = 'live'`)).rejects.toThrow('permission denied');
    } finally {
      await db.query(`DROP OWNED BY ${role}`);
      await db.query(`DROP ROLE ${role}`);
    }
  });
});

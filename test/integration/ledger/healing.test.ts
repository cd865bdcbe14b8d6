import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '#runtime';
import { aDossier, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

const CAPS = { perRun: 1_000, perSide: 1_000, perHour: 1_000, tries: 2 };
const DOSSIERS = 6;

let t: TestLedger;
let db: pg.Client;
let dossiers: number[];

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
  dossiers = (await db.query<{ id: number }>('SELECT id::int FROM dossier ORDER BY code')).rows.map(({ id }) => id);
});

afterAll(async () => {
  await db.end();
  await t.close();
});

beforeEach(async () => {
  await db.query('DELETE FROM resend_request; DELETE FROM discrepancy');
  await db.query(`UPDATE lane SET state = 'idle', due_at = NULL, asked = NULL, asked_by = NULL, present = true`);
});

/** What a manifest of a system, or a run at the portal, found: as many dossiers as are named, each in one field. */
async function find(
  side: string,
  options: { run?: string; of?: readonly number[]; fields?: readonly string[] } = {},
): Promise<string> {
  const { run = uuidv7(new Date()), of = dossiers, fields = ['p1'] } = options;
  const tier = side === 'national' ? 'national' : 'commune';
  await db.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, dossier_id, client_id, unit_id, day, fingerprint, must_act, first_at, last_at,
       found_by, seen_by, heal, heal_state, cause, tries)
     SELECT gen_random_uuid(), $1, $2, 'field', f.field, d.code, d.id, d.client_id, d.received_unit_id, d.received_on, 'x', 'nobody', now(), now(), $3, $3,
       CASE $2 WHEN 'commune' THEN 'resend' ELSE 'converge' END, 'waiting', 'content.differs', 0
     FROM dossier d, unnest($5::text[]) AS f (field) WHERE d.id = ANY($4)`,
    [side, tier, run, of, fields],
  );
  return run;
}

const heal = (caps: Partial<typeof CAPS> = {}): Promise<number> =>
  t.ledger.reconciliation.heal(['national'], { ...CAPS, ...caps });

async function count(sql: string): Promise<number> {
  return Number((await db.query<{ n: string }>(`SELECT count(*) AS n ${sql}`)).rows[0]?.n);
}

describe.each([
  ['a commune', 'client:a', 'FROM resend_request'],
  ['the national portal', 'national', 'FROM lane WHERE asked IS NOT NULL'],
])('what is mended by itself at %s', (_, side, asked) => {
  it('is everything, where no cap stands before it, and once', async () => {
    await find(side);
    expect([await heal(), await heal()]).toEqual([DOSSIERS, 0]);
    expect(await count(asked)).toBe(DOSSIERS);
  });

  it('is no more per run than it may be, however often it is looked; another run has a share of its own', async () => {
    await find(side, { of: dossiers.slice(0, 4) });
    expect([await heal({ perRun: 3 }), await heal({ perRun: 3 })]).toEqual([3, 0]);
    await find(side, { of: dossiers.slice(4) });
    expect(await heal({ perRun: 3 })).toBe(2);
  });

  it('has its share of a run whose differences another one had found before', async () => {
    await find(side);
    const again = uuidv7(new Date());
    await db.query('UPDATE discrepancy SET seen_by = $1', [again]);
    expect([await heal({ perRun: 2 }), await heal({ perRun: 2 })]).toEqual([2, 0]);
  });

  it('is no more at the same time than it may be, and goes on when something of it is over', async () => {
    await find(side);
    expect([await heal({ perSide: 4 }), await heal({ perSide: 4 })]).toEqual([4, 0]);
    await db.query(`UPDATE discrepancy SET cleared_at = now() WHERE heal_state = 'asked'`);
    expect(await heal({ perSide: 4 })).toBe(2);
  });

  it('is no more in an hour than it may be, at all sides together', async () => {
    await find(side);
    await find(side === 'national' ? 'client:a' : 'national', { of: dossiers.slice(0, 2) });
    expect(await heal({ perHour: 5 })).toBe(5);
    expect(await heal({ perHour: 5 })).toBe(0);
    await db.query(`UPDATE discrepancy SET asked_at = asked_at - interval '61 minutes'`);
    expect(await heal({ perHour: 5 })).toBe(3);
  });

  it('is tried so often, and then left to a person', async () => {
    await find(side, { of: dossiers.slice(0, 1) });
    for (const expected of [1, 1, 0]) {
      expect(await heal()).toBe(expected);
      await db.query(`UPDATE discrepancy SET heal_state = 'waiting' WHERE heal_state = 'asked'`);
      await db.query(`UPDATE lane SET state = 'idle', due_at = NULL, asked = NULL, asked_by = NULL`);
    }
    expect(await count(`FROM discrepancy WHERE heal_state = 'stopped' AND must_act = 'province' AND tries = 2`)).toBe(1);
  });
});

it('mends a dossier once for all that was found in it', async () => {
  await find('national', { of: dossiers.slice(0, 2), fields: ['ChuHoSo', 'NgayHenTra'] });
  expect(await heal({ perRun: 2 })).toBe(2);
  expect(await count(`FROM discrepancy WHERE heal_state = 'asked' AND tries = 1`)).toBe(4);
});

it.each([{ perSide: 2 }, { perHour: 2 }])(
  'takes one place of a cap for each dossier, whatever was found in it: %o',
  async (caps) => {
    await find('national', { of: dossiers.slice(0, 1), fields: ['ChuHoSo', 'NgayHenTra', 'TrichYeu'] });
    expect(await heal(caps)).toBe(1);
    await find('national', { of: dossiers.slice(1) });
    expect([await heal(caps), await heal(caps)]).toEqual([1, 0]);
  },
);

it.each(['client:a', 'national'])(
  'waits for nobody who just writes differences of %s, and heals those at the next look',
  async (side) => {
    await find(side);
    await db.query('UPDATE discrepancy SET tries = 2 WHERE dossier_id = $1', [dossiers[1]]);
    const writing = new pg.Client(t.url);
    await writing.connect();
    await writing.query('BEGIN');
    await writing.query('UPDATE discrepancy SET last_at = now() WHERE dossier_id = ANY($1)', [dossiers.slice(0, 2)]);
    expect(await heal()).toBe(DOSSIERS - 2);
    await writing.query('COMMIT');
    await writing.end();
    expect(await heal()).toBe(1);
    expect(await count(`FROM discrepancy WHERE heal_state = 'stopped'`)).toBe(1);
  },
);

it('leaves alone lanes that are busy, and a portal that is worked in shadow', async () => {
  await find('national', { of: dossiers.slice(0, 2) });
  await db.query(`UPDATE lane SET state = 'due', due_at = now() WHERE dossier_id = $1`, [dossiers[0]]);
  expect(await heal()).toBe(1);
  await db.query(`UPDATE discrepancy SET heal_state = 'waiting'`);
  await db.query(`UPDATE lane SET state = 'idle', due_at = NULL, asked = NULL, asked_by = NULL`);
  await db.query(`UPDATE destination SET mode = 'shadow'`);
  expect(await heal()).toBe(0);
  await db.query(`UPDATE destination SET mode = 'live'`);
});

describe('a run that was cancelled', () => {
  it('leaves no lane behind that is never asked again', async () => {
    await db.query(
      `INSERT INTO lane_check (dossier_id, destination, asked_run) SELECT id, 'national', gen_random_uuid() FROM dossier`,
    );
    const run = uuidv7(new Date());
    await db.query(
      `INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at)
       VALUES ($1, 'demand', 'all', 'running', '{national}', 'lam', '', now())`,
      [run],
    );
    const order = { run, destination: 'national', most: 100, least: 1, settlesWithinMs: 0 };
    expect(await t.ledger.reconciliation.ask(order)).toEqual({ asked: DOSSIERS, hasMore: true });
    expect(await t.ledger.reconciliation.ask(order)).toEqual({ asked: 0, hasMore: false });
    expect(await count(`FROM lane_check WHERE asked_run = '${run}'`)).toBe(DOSSIERS);
  });
});

it('asks of very many differences as quickly as of a few, whatever is known of the table', async () => {
  const run = uuidv7(new Date());
  await db.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, day, fingerprint, must_act, first_at, last_at, found_by,
       seen_by, heal, heal_state, cause, tries, asked_at, asked_for)
     SELECT gen_random_uuid(), 'client:a', 'commune', 'missing-here', 'dossier', 'H56.14797-261123-' || (100000 + n), $2, 1, date '2026-11-23', 'x', 'commune',
       now(), now(), $1::uuid, $1::uuid, 'resend', CASE WHEN n % 2 = 0 THEN 'asked' ELSE 'waiting' END, 'gateway.lacks', 0,
       CASE WHEN n % 2 = 0 THEN now() - interval '2 hours' END, CASE WHEN n % 2 = 0 THEN $1::uuid END FROM generate_series(1, 20000) n`,
    [run, t.a],
  );
  const big = { perRun: 100_000, perSide: 100_000, perHour: 100 };
  expect(await heal(big)).toBe(100);
});

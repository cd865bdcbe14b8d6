import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openTestLedger, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let db: pg.Client;

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client(t.url);
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await t.close();
});

beforeEach(() => db.query('TRUNCATE discrepancy, discrepancy_touched, incident, incident_unit'));

/** Differences of one cause, spread over that many units. */
async function find(cause: string, count: number, units = 1): Promise<void> {
  await db.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, day, fingerprint, must_act, first_at, last_at, found_by,
       seen_by, heal, heal_state, cause, tries)
     SELECT gen_random_uuid(), $1, 'commune', 'field', 'p1', $1 || n, 1, n % $3, date '2026-11-23', $1, 'commune', now(), now(), gen_random_uuid(),
       gen_random_uuid(), 'task', 'person', 'content.differs', 0 FROM generate_series(1, $2::int) n`,
    [cause, count, units],
  );
}

const tell = (): Promise<number> => t.ledger.reconciliation.tell();

async function told(): Promise<Record<string, number>> {
  const { rows } = await db.query<{ fingerprint: string; count: number }>(
    'SELECT fingerprint, count::int FROM incident WHERE cleared_at IS NULL ORDER BY 1',
  );
  return Object.fromEntries(rows.map(({ fingerprint, count }) => [fingerprint, count]));
}

async function units(cause: string): Promise<[number, number][]> {
  const { rows } = await db.query<{ unit_id: number; count: number }>(
    'SELECT u.unit_id, u.count::int FROM incident i JOIN incident_unit u ON u.incident_id = i.id WHERE i.fingerprint = $1 ORDER BY 1',
    [cause],
  );
  return rows.map(({ unit_id, count }) => [unit_id, count]);
}

describe('an incident of differences', () => {
  it('counts what is open, by its units, and names none in which nothing is open any more', async () => {
    await find('a', 6, 3);
    await tell();
    expect([await told(), await units('a')]).toEqual([
      { a: 6 },
      [
        [0, 2],
        [1, 2],
        [2, 2],
      ],
    ]);
    await db.query('UPDATE discrepancy SET cleared_at = now() WHERE unit_id = 1');
    await tell();
    expect([await told(), await units('a')]).toEqual([
      { a: 4 },
      [
        [0, 2],
        [2, 2],
      ],
    ]);
  });

  it('becomes another one where nothing is mended any more, and is over with the last difference', async () => {
    await find('a', 3);
    await tell();
    await db.query(`UPDATE discrepancy SET heal_state = 'stopped' WHERE dossier_code = 'a1'`);
    await tell();
    expect(await told()).toEqual({ a: 2, 'a|stopped': 1 });
    expect(await units('a|stopped')).toEqual([[0, 1]]);
    await db.query('UPDATE discrepancy SET cleared_at = now()');
    await tell();
    expect(await told()).toEqual({});
  });

  it('follows a difference that becomes one of another cause', async () => {
    await find('a', 2);
    await tell();
    await db.query(`UPDATE discrepancy SET fingerprint = 'b' WHERE dossier_code = 'a1'`);
    await tell();
    expect(await told()).toEqual({ a: 1, b: 1 });
  });
});

describe('telling of differences', () => {
  it('looks at causes of which something has changed and at no others, but now and then at all', async () => {
    await find('many', 20_000, 100);
    await find('few', 1);
    expect(await tell()).toBe(2);
    expect(await tell()).toBe(0);
    await db.query(`UPDATE incident SET count = 7 WHERE fingerprint = 'many'; DELETE FROM incident WHERE fingerprint = 'x'`);
    await find('fewer', 1);
    expect(await tell()).toBe(1);
    expect(await told()).toEqual({ few: 1, fewer: 1, many: 7 });
    await t.ledger.reconciliation.tellAgain();
    expect(await tell()).toBe(3);
    expect(await told()).toEqual({ few: 1, fewer: 1, many: 20_000 });
  });

  it('takes no time to speak of with very many differences of one cause', async () => {
    await find('many', 20_000, 100);
    const began = performance.now();
    await tell();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await units('many')).toHaveLength(100);
  });
});

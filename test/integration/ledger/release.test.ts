import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openLedger, type Ledger } from '#ledger';
import { Clock, sleep } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { openTestLedger, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';

const LANES = 20_000;
const FINGERPRINT = 'unmapped|national|procedure|9.700001';
let t: TestLedger;
let db: pg.Client;
let relays: Ledger[];

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client({ connectionString: t.url });
  await db.connect();
  await db.query(HELD, [LANES, t.a, FINGERPRINT]);
  await db.query(`ANALYZE lane, lane_wait, dossier`);
  relays = [await openRelay(), await openRelay()];
});

afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
  await db.end();
  await t.close();
});

/** A clock that can be put forward, the time of the day and that which passes. */
class LeapingClock extends Clock {
  private leapMs = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.leapMs);
  }

  override monotonic(): number {
    return super.monotonic() + this.leapMs;
  }

  leapTo(instant: string): void {
    this.leapMs += Date.parse(instant) - this.now().getTime();
  }
}

function openRelay(clock = new Clock()): Promise<Ledger> {
  const log = { event: () => undefined, error: () => undefined };
  return openLedger({ url: t.url, application: 'relay', clock, log, secrets: TEST_SECRETS, accepts: false });
}

// As many dossiers as a code may hold, each with a lane that waits for it.
const HELD = `
  WITH made AS (
    INSERT INTO dossier (code, client_id, received_unit_id, procedure, received_on, last_seq, head_seq, client_seq, status, step_filled, created_at)
    SELECT 'H56.14797-261210-' || lpad(n::text, 6, '0'), $2, 1, '9.700001', '2026-12-10', 1, 1, 1, 2, '{}', now() FROM generate_series(1, $1::int) n
    RETURNING id
  ), lanes AS (
    INSERT INTO lane (dossier_id, destination, epoch, generation, state, cause, fence, ack_seq, present, adopt, reassert, failures, blocked_seq)
    SELECT id, 'national', 1, 1, 'held', $3::text, 1, 0, false, false, false, 0, 1 FROM made
  ), waits AS (
    INSERT INTO lane_wait SELECT id, 'national', $3::text, now() FROM made
  )
  INSERT INTO incident (id, fingerprint, kind, destination, must_act, count, opened_at, last_at, partner, table_name, from_code)
  VALUES (gen_random_uuid(), $3::text, 'unmapped', 'national', 'province', $1::int, now(), now(), 'national', 'procedure', '9.700001')`;

const HELD_FOR_ANOTHER = HELD.replaceAll('$2', '$1')
  .replaceAll('$3', '$2')
  .replace(`generate_series(1, $1::int)`, 'generate_series(900001, 900001)')
  .replaceAll('$1::int', '1')
  .replace(`'national', 'procedure', '9.700001')`, `'national', 'channel', 'pigeon')`);

describe('what one missing code holds', () => {
  it('goes on when the code is mapped: bit by bit, the oldest first, each once, and its incident is cleared with the last', async () => {
    await db.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
       VALUES ('procedure', 'national', 'out', '9.700001', '1.001193', '(,)', tstzrange(now(), NULL), 'lam')`,
    );
    await db.query('NOTIFY codes_changed');
    const seen: number[] = [];
    await eventually(
      async () => {
        const { rows } = await db.query<{ held: number; open: number }>(
          `SELECT (SELECT count(*)::int FROM lane WHERE state = 'held') AS held,
             (SELECT count(*)::int FROM incident WHERE fingerprint = $1 AND cleared_at IS NULL) AS open`,
          [FINGERPRINT],
        );
        const [{ held, open } = { held: NaN, open: NaN }] = rows;
        // Nobody is told that it is over while a lane waits.
        expect(open).toBe(held > 0 ? 1 : open);
        seen.push(held);
        return held === 0 && open === 0;
      },
      { everyMs: 10 },
    );
    expect(new Set(seen).size).toBeGreaterThan(5);
    const { rows } = await db.query(
      `SELECT (SELECT count(*)::int FROM incident WHERE fingerprint = $1) AS incidents, (SELECT count(*)::int FROM lane_wait) AS waiting,
         (SELECT count(*)::int FROM outcome WHERE state = 'released') AS told,
         (SELECT count(*)::int FROM lane WHERE state = 'due') AS due`,
      [FINGERPRINT],
    );
    expect(rows).toEqual([{ incidents: 1, waiting: 0, told: LANES, due: LANES }]);
    const { rows: batches } = await db.query<{ most: number }>(
      'SELECT max(count)::int AS most FROM (SELECT count(*) FROM outcome GROUP BY at) AS batch',
    );
    expect(batches[0]?.most).toBeLessThanOrEqual(1_000);
    const { rows: order } = await db.query(
      `SELECT count(*)::int AS overtaken FROM (SELECT row_number() OVER (ORDER BY due_at) - row_number() OVER (ORDER BY dossier_id) AS moved FROM lane) m
       WHERE abs(moved) > 1000`,
    );
    expect(order).toEqual([{ overtaken: 0 }]);
  });

  it('goes on when the day comes from which its code is valid, although nothing has changed', async () => {
    const fingerprint = 'unmapped|national|channel|pigeon';
    await db.query(HELD_FOR_ANOTHER, [t.a, fingerprint]);
    await db.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
       VALUES ('channel', 'national', 'out', 'pigeon', '1', '[2031-02-01,)', tstzrange(now(), NULL), 'lam')`,
    );
    const clock = new LeapingClock();
    const ledger = await openRelay(clock);
    try {
      const held = async (): Promise<number | null> =>
        (await db.query(`SELECT 1 FROM lane WHERE state = 'held' AND cause = $1`, [fingerprint])).rowCount;
      // More than the looks that follow a change.
      for (let look = 0; look < 10; look += 1) {
        await db.query('NOTIFY codes_changed');
        await sleep(50);
      }
      expect(await held()).toBe(1);
      clock.leapTo('2031-02-01T00:00:01+07:00');
      await db.query('NOTIFY codes_changed');
      await eventually(async () => (await held()) === 0);
    } finally {
      await ledger.close();
    }
  });
});

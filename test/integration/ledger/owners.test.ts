import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { KnownUnits, openLedger, type Ledger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { Chance } from '../../support/harness/chance.ts';
import { openTestLedger, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';

const SAMPLES = 150;
const DAY_MS = 86_400_000;
/** The days on which units of the real graph became others, as midnights in Asia/Ho_Chi_Minh. */
const MIDNIGHTS = ['2024-02-01T00:00:00+07:00', '2025-07-01T00:00:00+07:00'].map((text) => Date.parse(text));

let t: TestLedger;
let pool: pg.Pool;
let relay: Ledger;

beforeAll(async () => {
  t = await openTestLedger();
  pool = new pg.Pool({ connectionString: t.url, max: 2 });
  const log = openLog('test');
  relay = await openLedger({ url: t.url, application: 'relay', clock: new Clock(), log, secrets: TEST_SECRETS, accepts: false });
});

afterAll(async () => {
  await relay.close();
  await pool.end();
  await t.close();
});

interface Sample {
  readonly unit: number;
  readonly code: string;
  readonly at: Date;
}

/** Whoever is asked, plain SQL answers by the time itself: no day is computed outside of the database. */
async function ask<T>(text: string, values: readonly unknown[]): Promise<T> {
  const { rows } = await pool.query<{ found: T }>(text, [...values]);
  return rows[0]?.found as T;
}

const DAY = `($2::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`;

// Everybody of today's or then's units into whom all or a part of a unit went by that time, itself included.
const OWNERS = `
  WITH RECURSIVE reach (id) AS (
    SELECT $1::int UNION SELECT s.new_unit_id FROM unit_successor s JOIN reach r ON s.old_unit_id = r.id
    WHERE s.on_date <= ${DAY} AND upper_inf(s.recorded)
  ) SELECT array_agg(id ORDER BY id) AS found FROM reach`;

const NAMED = `
  SELECT (SELECT a.unit_id FROM unit_alias a WHERE a.code = $1 AND a.scheme IN ('qcvn-102', 'decision-20') AND upper_inf(a.recorded)
    AND a.valid @> ${DAY}) AS found`;

// Its own identifier of that day, else that of the one who took all of it over, else the last that it had.
const AGENCY = `
  WITH RECURSIVE heir (id, far, others) AS (
    SELECT $1::int, 0, (SELECT count(*) FROM unit_successor x WHERE x.old_unit_id = $1 AND x.on_date <= ${DAY} AND upper_inf(x.recorded))
    UNION ALL
    SELECT s.new_unit_id, h.far + 1,
      (SELECT count(*) FROM unit_successor x WHERE x.old_unit_id = s.new_unit_id AND x.on_date <= ${DAY} AND upper_inf(x.recorded))
    FROM heir h JOIN unit_successor s ON s.old_unit_id = h.id AND s.on_date <= ${DAY} AND upper_inf(s.recorded) WHERE h.others = 1
  ), last AS (SELECT id FROM heir WHERE others = 0)
  SELECT coalesce(
    (SELECT a.code FROM unit_alias a WHERE a.unit_id = $1 AND a.scheme = 'decision-20' AND upper_inf(a.recorded) AND a.valid @> ${DAY}),
    (SELECT a.code FROM unit_alias a JOIN last l ON l.id = a.unit_id WHERE a.scheme = 'decision-20' AND upper_inf(a.recorded) AND a.valid @> ${DAY}),
    (SELECT a.code FROM unit_alias a WHERE a.unit_id = $1 AND a.scheme = 'decision-20' AND upper_inf(a.recorded)
      ORDER BY (lower(a.valid) IS NULL OR lower(a.valid) <= ${DAY}) DESC, lower(a.valid) DESC NULLS LAST LIMIT 1)) AS found`;

/** A unit that was gone by 2025 or not, at its last or first millisecond, or anywhere within two days of a boundary. */
function sampleOf(chance: Chance, units: readonly Omit<Sample, 'at'>[]): Sample {
  const midnight = chance.pick(MIDNIGHTS);
  const off = chance.pick([
    -1,
    0,
    chance.below(2 * DAY_MS),
    -chance.below(2 * DAY_MS),
    chance.below(1_000),
    -chance.below(7 * 3_600_000),
  ]);
  return { ...chance.pick(units), at: new Date(midnight + off) };
}

describe('owners on both sides of a midnight', () => {
  it('and identifiers are what plain SQL finds, for random units of the real graph at random instants', async () => {
    const { rows: units } = await pool.query<Omit<Sample, 'at'>>(
      `SELECT u.id AS unit, a.code FROM unit u JOIN unit_alias a ON a.unit_id = u.id AND a.scheme = 'decision-20' WHERE upper_inf(a.recorded) ORDER BY u.id`,
    );
    const known = await KnownUnits.read(pool);
    const everyone = units.map(({ unit }) => unit);
    const chance = new Chance(2025);
    const sides = new Set<string>();
    for (let number = 0; number < SAMPLES; number += 1) {
      const { unit, code, at } = sampleOf(chance, units);
      const day: LegalDay = legalDay(instantOf(at));
      const owners = everyone.filter((one) => known.withPredecessors([one], day).has(unit));
      const seen = [owners, known.named(code, day), relay.codes().agencies.on(unit, day)?.identifier, known.hasEnded(unit, day)];
      const expectedOwners = await ask<number[]>(OWNERS, [unit, at]);
      const named = (await ask<number | null>(NAMED, [code, at])) ?? undefined;
      const agency = (await ask<string | null>(AGENCY, [unit, at])) ?? undefined;
      expect([at, unit, ...seen]).toEqual([at, unit, expectedOwners, named, agency, expectedOwners.length > 1]);
      sides.add(`${day} ${String(expectedOwners.length > 2 ? 'parts' : expectedOwners.length)} ${String(named === unit)}`);
    }
    // Both sides of both boundaries, whole and divided, under the own code and under a former one.
    for (const side of ['2024-01-31 1', '2025-06-30 1', '2025-07-01 2', '2025-07-01 parts', '2025-07-01 1 true'])
      expect([...sides].some((found) => found.startsWith(side))).toBe(true);
  });
});

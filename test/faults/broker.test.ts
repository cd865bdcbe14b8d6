import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { PATIENCE_MS, eventually } from '../support/eventually.ts';
import type { Stretch } from '../support/harness/broker-blows.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { askDoor } from '../support/harness/door-client.ts';
import { fullDossier } from '../support/harness/full-dossier.ts';
import { callsByWake, readLedger, shareOfBus } from '../support/harness/ledger-eye.ts';
import { rehearse, type Outcome, type Rehearsal } from '../support/harness/rehearse.ts';
import { readDossier } from '../support/harness/verify.ts';
import { startRabbitServer, type RabbitServer } from '../support/rabbit-server.ts';

const NO_TROUBLE: Rehearsal['trouble'] = { kills: 0, stops: 0, databaseAway: [], faults: [], faultMs: 0, forgotten: 0 };
const LEAST_SHARE = 0.99;
const ROUNDS_AT_MOST = 4;
const SYNC = 'DongBoHoSoMC';
const ANSWERS_LOST: Rehearsal['trouble']['faults'] = [
  { mode: 'drop-reply', rate: 0.4 },
  { mode: 'stale-reply', rate: 0.3 },
  { mode: 'garbage', rate: 0.4 },
];
const SHARED = `SELECT call_id FROM attempt GROUP BY call_id HAVING count(DISTINCT dossier_id) > 1 LIMIT 1`;

let broker: RabbitServer;
let withRoad: Cluster;
let without: Cluster;
let databases: TestDatabase[] = [];

beforeAll(async () => {
  [broker, databases] = await Promise.all([startRabbitServer(), Promise.all([createTestDatabase(), createTestDatabase()])]);
  const [one, two] = databases;
  // As many lanes at a time as a call may hold: else no call is ever full.
  // Near the end of a month finishing steps do not wait for hints; here every call is to be led to, on any day.
  // And no relay stands back behind what else the machine has to do: a hint of which nobody takes note for 5 s is overtaken, and rightly.
  const environment = { SCORE_FIRST_DAYS: '0', RELAY_NICENESS: '0' };
  const common = { communes: 5, lookup: 'steps', dossiersPerCall: 20, concurrency: 32, environment } as const;
  withRoad = await Cluster.start({ ...common, databaseUrl: one?.url ?? '', relays: 2, amqpUrl: broker.url });
  without = await Cluster.start({ ...common, databaseUrl: two?.url ?? '' });
});

afterAll(async () => {
  await Promise.all([withRoad.stop(), without.stop()]);
  await broker.stop();
  await Promise.all(databases.map((database) => database.drop()));
});

function expectTruth({ wrong, complaints, unrested, flagged, doubled }: Outcome): void {
  expect({ wrong: Object.fromEntries(wrong), complaints }).toEqual({ wrong: {}, complaints: [] });
  expect({ unrested, flagged, doubled }).toEqual({ unrested: 0, flagged: 0, doubled: 0 });
}

describe('the road', () => {
  it('leads the relays to at least 99 of 100 claims while the broker is there', async () => {
    const best = { bus: 0, share: 0 };
    // A machine that stands still for seconds has hints overtaken; it does not do so each time.
    for (let round = 0; round < ROUNDS_AT_MOST && best.share < LEAST_SHARE; round += 1) {
      const from = new Date();
      const outcome = await rehearse(withRoad, {
        ...{ dossiers: 120, scripts: { seed: 21, first: round * 120 }, spreadMs: 8_000, restWithinMs: PATIENCE_MS },
        trouble: NO_TROUBLE,
      });
      expectTruth(outcome);
      const calls = await callsByWake(withRoad, { from });
      if (shareOfBus(calls) > best.share) Object.assign(best, { bus: calls.bus, share: shareOfBus(calls) });
    }

    expect(best.bus).toBeGreaterThan(20);
    expect(best.share).toBeGreaterThanOrEqual(LEAST_SHARE);
  });

  it('is missed by nobody where there is none', async () => {
    const outcome = await rehearse(without, {
      ...{ dossiers: 40, scripts: { seed: 22 }, spreadMs: 2_000, restWithinMs: PATIENCE_MS },
      trouble: NO_TROUBLE,
    });

    expectTruth(outcome);
    const { bus, notify, poll } = await callsByWake(without);
    expect(bus).toBe(0);
    expect(notify + poll).toBeGreaterThan(10);
  });

  it('may crash, lose all that it held, be emptied or be full, and nothing is lost, doubled, out of order or waited for', async () => {
    const outcome = await rehearse(withRoad, {
      // Over a longer time than the blows take on a busy machine; when they are over, the rest is sent at once.
      ...{ dossiers: 300, scripts: { seed: 23, first: 1_000 }, spreadMs: 160_000, restWithinMs: PATIENCE_MS, broker },
      trouble: { ...NO_TROUBLE, broker: ['purged', 'killed', 'full', 'wiped'] },
    });

    expectTruth(outcome);
    expect(outcome.blows).toMatchObject({ 'broker purged': 1, 'broker killed': 1, 'broker full': 1, 'broker wiped': 1 });
    // Whoever sent while there was no broker was answered while there was none.
    expect(outcome.brokerAway).toHaveLength(3);
    expect(outcome.driver.answered.filter((one) => outcome.brokerAway.some((away) => isWithin(one, away)))).not.toEqual([]);
    const calls = await callsByWake(withRoad);
    expect(calls.notify + calls.poll).toBeGreaterThan(0);
  });
});

describe('several dossiers in one call', () => {
  it('are all there once and in order when answers are lost', async () => {
    await rehearse(withRoad, {
      ...{ dossiers: 80, scripts: { seed: 24, first: 2_000 }, spreadMs: 5_000, restWithinMs: PATIENCE_MS },
      trouble: { ...NO_TROUBLE, kills: 2, faults: ANSWERS_LOST, faultMs: 1_500 },
    }).then(expectTruth);

    expect(await readLedger(withRoad, SHARED)).not.toEqual([]);
  });

  it('do not suffer for one among them that is forbidden', async () => {
    const codes = Array.from(
      { length: 20 },
      (_, number) => `H56.${withRoad.communes[0]?.unit ?? ''}-260106-${String(3_001 + number)}`,
    );
    const [poisoned = '', ...others] = codes;
    await withRoad.portal.faults({ mode: 'http-403', codes: [poisoned], services: [SYNC] });
    const items = codes.map((code) => fullDossier(code, { status: 2, variety: 1, receivedAt: '2026-01-06T08:00:00+07:00' }));
    const apiKey = withRoad.communes[0]?.apiKey ?? '';
    expect(await askDoor(`${withRoad.doorUrls[0] ?? ''}/v1/dossiers`, { method: 'POST', apiKey, body: { items } })).toMatchObject(
      {
        status: 202,
      },
    );

    for (const code of others) await isIn(code, 'idle');
    await isIn(poisoned, 'blocked');
    for (const code of others) expect(await withRoad.portal.versions(code)).toBe(1);
    expect(await withRoad.portal.read(poisoned)).toBeUndefined();
    // How many of the twenty a relay finds due together is a matter of moments; that it halves until the culprit is alone is not. Only a call
    // of which nobody heard anything in time begins it anew.
    const calls = await callsWith(poisoned);
    expect(calls[0]?.size).toBeGreaterThan(1);
    expect(calls.at(-1)).toEqual({ size: 1, isRefused: true });
    const sizes = calls.slice(calls.findLastIndex(({ isRefused }) => !isRefused) + 1).map(({ size }) => size);
    sizes.reduce((before, size) => {
      expect(size).toBeLessThanOrEqual(Math.ceil(before / 2));
      return size;
    }, 40);
  });
});

async function isIn(code: string, state: string): Promise<void> {
  await eventually(async () => {
    const { destinations } = await readDossier(withRoad, { code, commune: 0, submissions: [] });
    expect(destinations[0]).toMatchObject({ state });
  });
}

/** The calls that carried this dossier, the first one first: how many went in it, and whether it was turned down. */
async function callsWith(code: string): Promise<{ size: number; isRefused: boolean }[]> {
  const rows = await readLedger<{ size: number; http: number | null }>(
    withRoad,
    `SELECT (SELECT count(DISTINCT other.dossier_id)::int FROM attempt other WHERE other.call_id = a.call_id) AS size, c.http
       FROM attempt a JOIN dossier o ON o.id = a.dossier_id JOIN call c ON c.begun_at = a.begun_at AND c.id = a.call_id
       WHERE o.code = $1 ORDER BY a.begun_at`,
    [code],
  );
  return rows.map(({ size, http }) => ({ size, isRefused: http === 403 }));
}

function isWithin(one: Stretch, other: Stretch): boolean {
  return one.from >= other.from && one.until <= other.until;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { askDoor } from '../support/harness/door-client.ts';
import { fullDossier } from '../support/harness/full-dossier.ts';
import { callsByWake, readLedger, shareOfBus } from '../support/harness/ledger-eye.ts';
import { rehearse, type Outcome, type Rehearsal } from '../support/harness/rehearse.ts';
import { readDossier } from '../support/harness/verify.ts';
import { startRabbitServer, type RabbitServer } from '../support/rabbit-server.ts';

const NO_TROUBLE: Rehearsal['trouble'] = { kills: 0, stops: 0, databaseAway: [], faults: [], faultMs: 0, forgotten: 0 };
const SYNC = 'DongBoHoSoMC';

let broker: RabbitServer;
let withRoad: Cluster;
let without: Cluster;
let databases: TestDatabase[] = [];

beforeAll(async () => {
  [broker, databases] = await Promise.all([startRabbitServer(), Promise.all([createTestDatabase(), createTestDatabase()])]);
  const [one, two] = databases;
  const common = { communes: 5, lookup: 'steps', dossiersPerCall: 20 } as const;
  withRoad = await Cluster.start({ ...common, databaseUrl: one?.url ?? '', relays: 2, amqpUrl: broker.url });
  without = await Cluster.start({ ...common, databaseUrl: two?.url ?? '' });
}, 90_000);

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
    const outcome = await rehearse(withRoad, {
      ...{ dossiers: 60, scripts: { seed: 21 }, spreadMs: 4_000, restWithinMs: 20_000 },
      trouble: NO_TROUBLE,
    });

    expectTruth(outcome);
    const calls = await callsByWake(withRoad);
    expect(calls.bus).toBeGreaterThan(60);
    expect(shareOfBus(calls)).toBeGreaterThanOrEqual(0.99);
  }, 40_000);

  it('is missed by nobody where there is none', async () => {
    const outcome = await rehearse(without, {
      ...{ dossiers: 40, scripts: { seed: 22 }, spreadMs: 2_000, restWithinMs: 20_000 },
      trouble: NO_TROUBLE,
    });

    expectTruth(outcome);
    const { bus, notify, poll } = await callsByWake(without);
    expect(bus).toBe(0);
    expect(notify + poll).toBeGreaterThan(40);
  }, 40_000);
});

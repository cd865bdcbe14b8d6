import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { PATIENCE_MS, eventually } from '../support/eventually.ts';
import { Cluster, type ClusterOptions } from '../support/harness/cluster.ts';
import { pointsInTheCode } from '../support/harness/fault-points.ts';
import { rehearse } from '../support/harness/rehearse.ts';
import { DOOR_POINTS, RELAY_POINTS, type TroubleOptions } from '../support/harness/trouble.ts';
import { createTestVhost, type TestVhost } from '../support/vhosts.ts';

let cluster: Cluster | undefined;
let database: TestDatabase | undefined;
let vhost: TestVhost | undefined;

afterEach(async () => {
  await cluster?.stop();
  await Promise.all([database?.drop(), vhost?.drop()]);
  [cluster, database, vhost] = [undefined, undefined, undefined];
});

async function start(options: Omit<ClusterOptions, 'databaseUrl' | 'communes'>): Promise<Cluster> {
  database = await createTestDatabase();
  cluster = await Cluster.start({ communes: 10, ...options, databaseUrl: database.url });
  return cluster;
}

const FAULTS: TroubleOptions['faults'] = [
  { mode: 'drop-reply', rate: 0.4 },
  { mode: 'stale-reply', rate: 0.3 },
  { mode: 'garbage', rate: 0.4 },
  { mode: 'late', rate: 0.4, delayMs: 1_500 },
  { mode: 'session-lost', rate: 0.1 },
  { mode: 'down' },
];

describe('what the portal holds after kills, stops and faults', () => {
  it('equals the truth, nothing twice and nothing flagged, when it shows its steps, through an adapter', async () => {
    vhost = await createTestVhost();
    const transport = 'adapter, dstcode in the query';
    const road = { amqpUrl: vhost.url, dossiersPerCall: 20, concurrency: 32, transport } as const;
    const running = await start({ lookup: 'steps', relays: 2, partnerApis: 2, ...road });
    const trouble = { kills: 2, stops: 0, databaseAway: [], faults: FAULTS, faultMs: 1_500, forgotten: 6 };
    const outcome = await rehearse(running, {
      dossiers: 100,
      scripts: { seed: 11 },
      // Over longer than the trouble takes: what comes of stops, servers that go away and both portals is for chaos.test.
      spreadMs: 40_000,
      trouble,
      restWithinMs: PATIENCE_MS,
    });

    expect(Object.fromEntries(outcome.wrong)).toEqual({});
    expect(outcome.complaints).toEqual([]);
    expect({ unrested: outcome.unrested, flagged: outcome.flagged, doubled: outcome.doubled }).toEqual({
      unrested: 0,
      flagged: 0,
      doubled: 0,
    });
    // How many there is time for, the machine decides; `npm run prove -- steps` counts ten of each.
    for (const blow of ['relay killed', 'door killed'] as const) expect(outcome.blows[blow]).toBeGreaterThan(0);
    // Who tells of events holds that duty for a while, also when it was killed before the first of them.
    await eventually(() => {
      const passed = new Set([...running.relayPoints.passed(), ...running.doorPoints.passed()]);
      expect(pointsInTheCode().filter((point) => !passed.has(point))).toEqual([]);
    });
    expect(pointsInTheCode()).toEqual(expect.arrayContaining([...RELAY_POINTS, ...DOOR_POINTS]));
  });

  it('is complete and in order, and flagged where it may be there twice, when it shows nothing, behind a wrapper', async () => {
    const transport = 'wrapper, three addresses';
    const running = await start({ lookup: 'none', resend: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], relays: 2, transport });
    const trouble = { kills: 2, stops: 0, databaseAway: [], faults: FAULTS.slice(0, 4), faultMs: 2_000, forgotten: 4 };
    const outcome = await rehearse(running, {
      dossiers: 80,
      scripts: { seed: 12 },
      spreadMs: 10_000,
      trouble,
      restWithinMs: PATIENCE_MS,
    });

    expect(Object.fromEntries(outcome.wrong)).toEqual({});
    expect(outcome.complaints).toEqual([]);
    // Whether an answer about a step gets lost, so that something has to be flagged, is chance; the kills are not.
    expect(outcome.unrested).toBe(0);
    expect(outcome.blows['relay killed']).toBeGreaterThan(0);
  });
});

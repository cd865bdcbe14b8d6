import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { Cluster, TWO_LEASES_MS } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { askDoor } from '../support/harness/door-client.ts';
import { fullDossier, type NativeDossier } from '../support/harness/full-dossier.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import type { HeldThere } from '../support/harness/simulated-portal.ts';
import { readDossier, verify, waitForRest } from '../support/harness/verify.ts';

const STEPS = 'CapNhatTienDoHoSoMC';

let cluster: Cluster;
let database: TestDatabase;
let number = 0;
let code = '';

beforeAll(async () => {
  database = await createTestDatabase();
  cluster = await Cluster.start({ databaseUrl: database.url, communes: 3, lookup: 'steps', relays: 2 });
});

afterAll(async () => {
  await cluster.stop();
  await database.drop();
});

beforeEach(async () => {
  await cluster.portal.faults();
  number += 1;
  code = `H56.${cluster.communes[0]?.unit ?? ''}-260106-${String(number).padStart(4, '0')}`;
});

async function send(kind: 'dossiers' | 'status-changes', body: unknown): Promise<{ result: string; itemId: string }> {
  const answer = await askDoor(`${cluster.doorUrls[0] ?? ''}/v1/${kind}`, {
    method: 'POST',
    apiKey: cluster.communes[0]?.apiKey ?? '',
    body,
  });
  expect(answer).toMatchObject({ status: 202 });
  return answer.body as { result: string; itemId: string };
}

function dossier(change: Partial<NativeDossier> = {}): NativeDossier {
  return { ...fullDossier(code, { status: 2, variety: 1, receivedAt: '2026-01-06T08:00:00+07:00' }), ...change };
}

function step(): Record<string, unknown> {
  return { dossierCode: code, status: 4, occurredAt: '2026-01-06T09:00:00+07:00', officer: 'Lê Thị B', content: 'Thẩm định' };
}

/** Waits until the lane rests, and reads what the portal has then. */
async function atRest(): Promise<HeldThere> {
  await eventually(async () => {
    const { destinations, timeline } = await readDossier(cluster, { code, commune: 0, submissions: [] });
    expect(destinations[0]).toMatchObject({ state: 'idle', acknowledgedSeq: timeline.at(-1)?.seq });
  });
  const held = await cluster.portal.read(code);
  if (held === undefined) throw new Error(`${code} is not at the portal`);
  return held;
}

async function stopRelayAt(point: string, act: () => Promise<unknown>): Promise<void> {
  const striking = cluster.relayPoints.strike(point, 'stop');
  await act();
  const pid = await striking;
  if (pid === undefined) throw new Error(`no relay came by ${point}`);
  try {
    await new Promise((resolve) => setTimeout(resolve, TWO_LEASES_MS));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

function logsOfRelays(): string {
  return ['relay-1.log', 'relay-2.log'].map((name) => readFileSync(path.join(cluster.folder, name), 'utf8')).join('');
}

describe('delivery', () => {
  it('a lost step is verified before it is sent again', async () => {
    await send('dossiers', dossier());
    await atRest();
    await cluster.portal.faults({ mode: 'drop-reply', services: [STEPS], codes: [code] });
    await send('status-changes', step());
    const held = await atRest();

    expect(held.steps).toHaveLength(1);
    expect(held.calls.filter(({ service }) => service === STEPS)).toHaveLength(1);
    expect(held.calls.some(({ service }) => service === 'TraCuuHoSo')).toBe(true);
  });

  it('a relay that lost its lane does not settle it', async () => {
    await send('dossiers', dossier());
    await atRest();
    const lostBefore = logsOfRelays().split('lane.lost').length;
    await stopRelayAt('relay.answered', () => send('status-changes', step()));
    const held = await atRest();

    await eventually(() => logsOfRelays().split('lane.lost').length > lostBefore);
    expect(held.steps).toHaveLength(1);
  });

  it('a stopped relay sends nothing after its lease', async () => {
    await send('dossiers', dossier());
    await atRest();
    await stopRelayAt('relay.begun', () => send('status-changes', step()));
    // Time for a request that must not come.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const held = await atRest();

    expect(held.steps).toHaveLength(1);
    expect(held.calls.filter(({ service }) => service === STEPS)).toHaveLength(1);
  });

  it('a late request is waited for', async () => {
    await send('dossiers', dossier());
    await atRest();
    await cluster.portal.faults({ mode: 'late', delayMs: 1_600, services: [STEPS], codes: [code] });
    await send('status-changes', step());
    const held = await atRest();
    // Time for a second one that may be on its way.
    await new Promise((resolve) => setTimeout(resolve, 2_000));

    expect(held.steps).toHaveLength(1);
    expect((await cluster.portal.read(code))?.steps).toHaveLength(1);
  });

  it('items of a dossier go in order', async () => {
    await cluster.portal.faults({ mode: 'drop-reply', rate: 0.3, seed: 5 });
    const scripts = scriptsFor(cluster, 45, { seed: 5 });
    const driver = new CommuneDriver({ doorUrls: cluster.doorUrls, communes: cluster.communes, seed: 5, spreadMs: 0 }, scripts);
    await driver.run();
    await cluster.portal.faults();

    expect(await waitForRest(cluster, scripts, 30_000)).toBe(0);
    const { wrong, flagged } = await verify(cluster, scripts);
    expect({ wrong: Object.fromEntries(wrong), flagged, complaints: driver.complaints }).toEqual({
      wrong: {},
      flagged: 0,
      complaints: [],
    });
  });

  it('A, B, A is three versions', async () => {
    const ids = new Set<string>();
    for (const note of ['A', 'B', 'A']) {
      const receipt = await send('dossiers', dossier({ note }));
      expect(receipt.result).toBe('accepted');
      ids.add(receipt.itemId);
      await atRest();
    }

    expect(ids.size).toBe(3);
    expect((await cluster.portal.read(code))?.records.map(({ item }) => item['GhiChu'])).toEqual(['A', 'B', 'A']);
  });
});

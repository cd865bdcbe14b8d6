import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { askDoor } from '../support/harness/door-client.ts';
import { fullDossier } from '../support/harness/full-dossier.ts';
import type { PortalFault } from '../support/harness/simulated-portal.ts';
import { readDossier, type DossierSeen } from '../support/harness/verify.ts';

const STEPS = 'CapNhatTienDoHoSoMC';
const SYNC = 'DongBoHoSoMC';
/** Two calls with two sessions, and a few look-ups. */
const MOST_FOR_ONE = 8;

let cluster: Cluster;
let database: TestDatabase;
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  cluster = await Cluster.start({ databaseUrl: database.url, communes: 1, lookup: 'steps', relays: 2 });
});

afterAll(async () => {
  await cluster.stop();
  await database.drop();
});

afterEach(async () => {
  await cluster.portal.faults();
});

function newCode(): string {
  number += 1;
  return `H56.${cluster.communes[0]?.unit ?? ''}-260106-${String(number).padStart(4, '0')}`;
}

async function send(kind: 'dossiers' | 'status-changes', body: unknown): Promise<void> {
  const apiKey = cluster.communes[0]?.apiKey ?? '';
  expect(await askDoor(`${cluster.doorUrls[0] ?? ''}/v1/${kind}`, { method: 'POST', apiKey, body })).toMatchObject({
    status: 202,
  });
}

async function sendDossier(code: string, note?: string): Promise<void> {
  const body = fullDossier(code, { status: 2, variety: 1, receivedAt: '2026-01-06T08:00:00+07:00' });
  await send('dossiers', { ...body, ...(note !== undefined && { note }) });
}

async function sendStep(dossierCode: string): Promise<void> {
  const said = { officer: 'Lê Thị B', content: 'Thẩm định' };
  await send('status-changes', { dossierCode, status: 4, occurredAt: '2026-01-06T09:00:00+07:00', ...said });
}

/** Waits until a lane is in that state; answers why it is. */
async function isIn(code: string, state: string): Promise<DossierSeen['destinations'][number] | undefined> {
  await eventually(async () => {
    const { destinations } = await readDossier(cluster, { code, commune: 0, submissions: [] });
    expect(destinations[0]).toMatchObject({ state });
  });
  return (await readDossier(cluster, { code, commune: 0, submissions: [] })).destinations[0];
}

async function arrived(code: string): Promise<void> {
  await sendDossier(code);
  await isIn(code, 'idle');
}

async function rows(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows: found } = await client.query<Record<string, unknown>>(text);
  await client.end();
  return found;
}

const openBreakers = (): Promise<unknown[]> => rows(`SELECT 1 FROM incident WHERE kind = 'breaker' AND cleared_at IS NULL`);

function events(name: string): number {
  const logs = ['relay-1.log', 'relay-2.log'].map((file) => readFileSync(path.join(cluster.folder, file), 'utf8')).join('');
  return logs.split(`"${name}"`).length - 1;
}

/** What all of it is refused while the destination is stopped: nothing may be lost, and it has to go on by itself. */
async function stopAndGoOn(faults: readonly PortalFault[]): Promise<{ logins: number }> {
  const [known, ...fresh] = [newCode(), newCode(), newCode(), newCode()] as const;
  await arrived(known);
  const [logins, stops, resumes] = [events('partner.login'), events('destination.stopped'), events('destination.resumed')];
  await cluster.portal.faults(...faults);
  await sendStep(known);
  for (const code of fresh) await sendDossier(code);
  await eventually(() => events('destination.stopped') > stops);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(await openBreakers()).toHaveLength(1);
  expect(await rows(`SELECT 1 FROM lane WHERE state = 'blocked'`)).toEqual([]);
  const made = events('partner.login') - logins;
  const calls = await rows('SELECT 1 FROM call');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await rows('SELECT 1 FROM call')).toHaveLength(calls.length);
  expect(events('destination.stopped')).toBe(stops + 1);
  await cluster.portal.faults();

  for (const code of [known, ...fresh]) await isIn(code, 'idle');
  // A log is written ten times a second.
  await eventually(() => {
    expect(events('destination.resumed')).toBe(resumes + 1);
  });
  expect(await openBreakers()).toEqual([]);
  expect((await cluster.portal.read(known))?.steps).toHaveLength(1);
  for (const code of fresh) expect(await cluster.portal.versions(code)).toBe(1);
  return { logins: made };
}

describe('a destination', () => {
  it('that refuses the login and every call is stopped, probed now and then, and goes on by itself', async () => {
    const { logins } = await stopAndGoOn([{ mode: 'login-refused' }, { mode: 'http-403' }]);

    // One that finds out, and probes after 100, 200, 400, 800 ms and then every second, over both relays.
    expect(logins).toBeLessThanOrEqual(8);
  });

  it('that takes the login and refuses every call is stopped by its probe', async () => {
    const { logins } = await stopAndGoOn([{ mode: 'http-403' }]);

    expect(logins).toBeLessThanOrEqual(12);
  });
});

interface Asked {
  readonly logins: number;
  readonly others: number;
}

/** How often the portal was asked since then, by its own count. */
async function askedSince(before: Asked = { logins: 0, others: 0 }): Promise<Asked> {
  const { login = 0, ...others } = await cluster.portal.requests();
  const calls = Object.values(others).reduce((sum, count) => sum + count, 0);
  return { logins: login - before.logins, others: calls - before.others };
}

/** What was under way when a destination stopped still arrives there; then nothing does. */
async function settled(): Promise<Asked> {
  let asked = await askedSince();
  await eventually(async () => {
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    asked = await askedSince();
    return asked.others === before.others;
  });
  return asked;
}

describe('a password that is revoked', () => {
  it('stops the destination by the first login that it refuses, and nobody hammers it', async () => {
    const codes = Array.from({ length: 20 }, newCode);
    await arrived(codes[0] ?? '');
    const stops = events('destination.stopped');
    const before = await askedSince();
    // Who revokes a password ends the sessions that were obtained by it.
    await cluster.portal.faults({ mode: 'login-refused' }, { mode: 'session-lost', applied: false });
    for (const code of codes.slice(1)) await sendDossier(code);
    await eventually(() => events('destination.stopped') > stops);

    expect(await openBreakers()).toHaveLength(1);
    expect((await askedSince(before)).logins).toBeLessThanOrEqual(3);
    const calls = await settled();
    // Each relay may have had that many calls under way; none of them is made twice.
    expect(calls.others - before.others).toBeLessThanOrEqual(codes.length);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const since = await askedSince(calls);
    // Probes after 100, 200, 400, 800 ms and then every second, over both relays: a login each, and nothing else.
    expect(since.others).toBe(0);
    expect(since.logins).toBeGreaterThan(0);
    expect(since.logins).toBeLessThanOrEqual(6);
    expect(await rows(`SELECT 1 FROM lane WHERE state = 'blocked'`)).toEqual([]);

    await cluster.portal.faults();
    for (const code of codes) await isIn(code, 'idle');
    for (const code of codes) expect(await cluster.portal.versions(code)).toBe(1);
    expect(await openBreakers()).toEqual([]);
  });
});

describe('a firewall that forbids one dossier', () => {
  it('is met by that lane alone, a few times, and by nobody afterwards', async () => {
    const [known, forbidden, ...others] = [newCode(), newCode(), ...Array.from({ length: 10 }, newCode)] as const;
    await arrived(known);
    const stops = events('destination.stopped');
    const before = await askedSince();
    await cluster.portal.faults({ mode: 'http-403', codes: [forbidden], services: [SYNC] });
    for (const code of [forbidden, ...others]) await sendDossier(code);
    for (const code of others) await isIn(code, 'idle');
    await isIn(forbidden, 'blocked');

    const met = await askedSince(before);
    // One call for each other dossier; with the first session and with a new one for this one, and what tells whether it may be looked up.
    expect(met.others).toBeLessThanOrEqual(others.length + MOST_FOR_ONE);
    expect(met.logins).toBeLessThanOrEqual(2);
    const calls = await askedSince();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await askedSince(calls)).toEqual({ logins: 0, others: 0 });
    expect(events('destination.stopped')).toBe(stops);
    expect(await rows(`SELECT o.code FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE l.state = 'blocked'`)).toEqual([
      { code: forbidden },
    ]);
    for (const code of others) expect(await cluster.portal.versions(code)).toBe(1);
    expect((await cluster.portal.read(forbidden))?.records ?? []).toEqual([]);

    await cluster.portal.faults();
    await sendDossier(forbidden, 'Không có chữ bị cấm');
    await isIn(forbidden, 'idle');
  });
});

describe('one dossier that is forbidden', () => {
  it.each([
    ['altogether', undefined],
    ['but may be looked up', [SYNC, STEPS]],
  ])('%s is blocked alone, and goes on with a newer version', async (_, services) => {
    const [forbidden, other] = [newCode(), newCode()];
    await arrived(other);
    const stops = events('destination.stopped');
    await cluster.portal.faults({ mode: 'http-403', codes: [forbidden], ...(services && { services }) });
    await sendDossier(forbidden);

    expect((await isIn(forbidden, 'blocked'))?.cause).toContain('forbidden.content');
    await sendStep(other);
    await isIn(other, 'idle');
    expect(events('destination.stopped')).toBe(stops);
    expect(
      await rows(`SELECT i.kind, i.must_act FROM incident i JOIN dossier d ON d.id = i.sample_dossier_id
           WHERE i.cause = 'forbidden.content' AND d.code = '${forbidden}'`),
    ).toEqual([{ kind: 'refused', must_act: 'province' }]);
    await cluster.portal.faults();
    await sendDossier(forbidden, 'Không có chữ bị cấm');
    await isIn(forbidden, 'idle');
    expect((await cluster.portal.read(forbidden))?.records.at(-1)?.item['GhiChu']).toBe('Không có chữ bị cấm');
  });

  it('for a step is blocked alone', async () => {
    const [forbidden, other] = [newCode(), newCode()];
    await arrived(forbidden);
    await arrived(other);
    await cluster.portal.faults({ mode: 'http-403', codes: [forbidden], services: [STEPS] });
    await sendStep(forbidden);

    expect((await isIn(forbidden, 'blocked'))?.cause).toContain('forbidden.content');
    expect((await cluster.portal.read(forbidden))?.steps).toEqual([]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openDutyLedger, type DutyLedger, type FinishedSync, type SyncTask } from '#ledger';
import { CataloguePolicy, CROSS_WALKS, MaintenanceWindow, PublicCatalogue, type DestinationSettings } from '#protocols';
import { Clock, openLog } from '#runtime';
import { openSyncs, type Syncs } from '../../../apps/relay/src/catalogue/syncs.ts';
import { speak } from '../../../apps/relay/src/dialects.ts';
import type { Road } from '../../../apps/relay/src/road.ts';
import { PATIENCE_MS, eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { json, ScriptedPortal } from '../../support/scripted-portal.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

const TASK: SyncTask = {
  ...{ lists: ['LayDanhMucDanToc'], crossCheck: false, refreshDays: 1, leastShare: 0.5, recentDays: 30 },
  ...{ itself: ['added', 'details'], waitsWhileOpen: [] },
};
/** So many calls a second that no test waits for the pace. */
const CATALOGUE = Object.assign(new CataloguePolicy(), { callsPerSecond: 150, lists: TASK.lists });

let w: TestRoad;
let duty: DutyLedger;
let running: Syncs[] = [];
/** How many procedures the portal has: those of the seed alone. */
let procedures = 0;

beforeAll(async () => {
  w = await openTestRoad({ catalogue: CATALOGUE });
  procedures = ((await (await fetch(`${w.portal.url}/_sim/national/catalogue`)).json()) as { listed: number }).listed;
  duty = await openDutyLedger({ url: w.t.url, clock: new Clock(), log: openLog('test'), poolSize: 2 });
});

afterEach(async () => {
  await Promise.all(running.map((syncs) => syncs.stop()));
  running = [];
  await w.portal.faults();
  await w.portal.set({ newLoginEndsOld: false });
  await w.db.query(`UPDATE destination SET paused_at = NULL, stopped_at = NULL, stop_cause = NULL`);
  await w.db.query(`UPDATE job SET state = 'done' WHERE kind = 'sync'`);
});

afterAll(async () => {
  await duty.close();
  await w.close();
});

/** Orders a sync and lets relays read; by what the portal is asked for since. */
async function begin(more: Partial<DestinationSettings> = {}, crossed = false): Promise<Road[]> {
  await duty.syncs.orderNightly({ destination: 'national', due: new Date(Date.now() + 1), now: new Date() });
  const parts = [
    { part: 'LayDanhSachTTHC', kind: 'procedures' as const },
    ...TASK.lists.map((part) => ({ part, kind: 'list' as const })),
    ...(crossed ? CROSS_WALKS.map((part) => ({ part, kind: 'cross' as const })) : []),
  ];
  await duty.syncs.layOut('national', { ...TASK, crossCheck: crossed }, { parts, now: new Date() });
  const roads = [w.roadAs(more)];
  read(roads);
  return roads;
}

function read(roads: readonly Road[]): void {
  const syncs = openSyncs(
    roads,
    roads.map(({ destination }) => speak(destination)),
  );
  for (const one of syncs) one.start();
  running.push(...syncs);
}

const over = (withinMs = PATIENCE_MS): Promise<FinishedSync> =>
  eventually(
    async () => {
      const finished = await duty.syncs.finishNext(new Date());
      if (finished === undefined) throw new Error('the sync is not over');
      return finished;
    },
    { withinMs },
  );

/** How many calls of the catalogue, and how many logins, the portal has had since that count. */
async function asked(since: Readonly<Record<string, number>> = {}): Promise<{ calls: number; logins: number }> {
  const now = await w.portal.requests();
  const more = (name: string): number => (now[name] ?? 0) - (since[name] ?? 0);
  const names = Object.keys(now).filter((name) => name.startsWith('Lay'));
  return { calls: names.reduce((sum, name) => sum + more(name), 0), logins: more('login') };
}

describe('a portal that nothing is to be asked of', () => {
  const now = Date.now();
  const local = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const window = { from: local(now - 3_600_000), to: local(now + 3_600_000) };

  it.each([
    ['under maintenance', { maintenance: [Object.assign(new MaintenanceWindow(), window)] }, undefined],
    ['in shadow', { mode: 'shadow' as const }, undefined],
    ['paused', {}, 'UPDATE destination SET paused_at = now()'],
    ['stopped', {}, `UPDATE destination SET stopped_at = now(), stop_cause = 'national.login-refused'`],
  ])('is not asked while it is %s, and is afterwards', async (_, settings, statement) => {
    if (statement !== undefined) await w.db.query(statement);
    const before = await w.portal.requests();
    await begin(settings);
    await sleep(300);
    expect(await asked(before)).toEqual({ calls: 0, logins: 0 });
    await w.db.query('UPDATE destination SET paused_at = NULL, stopped_at = NULL, stop_cause = NULL');
    if (Object.keys(settings).length > 0) read([w.roadAs({})]);
    expect(await over()).toMatchObject({ failed: 0, suspicious: false, listed: procedures });
  });
});

describe('a portal that answers otherwise', () => {
  it('is asked again when it says so: as late, and as soon', async () => {
    const portal = new ScriptedPortal();
    await portal.open();
    const at: number[] = [];
    portal.respond = (response, request) => {
      if (request.url?.includes('login') === true) {
        json({ session: 's', error_code: 0 })(response, request);
        return;
      }
      at.push(performance.now());
      json({ error_code: 1 }, at.length < 3 ? 503 : 429, { 'retry-after': at.length < 3 ? '1' : '3600' })(response, request);
    };
    await begin({ settings: { ...w.road.destination.settings, baseUrl: `http://${portal.address}` } });
    await eventually(() => at.length === 3);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    await sleep(1_200);
    expect(at).toHaveLength(3);
    await Promise.all(running.map((syncs) => syncs.stop()));
    await portal.close();
  });

  it.each([
    ['HTML', 'garbage'],
    ['HTTP 500', 'http-500'],
    ['nothing', 'down'],
    ['429', 'http-429'],
  ])('with %s for a while is not asked for everything meanwhile, and nothing is given up', async (_, mode) => {
    await w.portal.faults({ mode, rate: 1, services: ['LayDanhSachTTHC'] });
    const before = await w.portal.requests();
    await begin();
    await eventually(async () => (await asked(before)).calls >= 2);
    await w.portal.faults();
    expect(await over()).toMatchObject({ failed: 0, suspicious: false, listed: procedures });
    expect((await asked(before)).calls).toBeLessThan(procedures + 12);
  });

  it('too late is asked a few times more, then left to the next sync', async () => {
    await w.portal.faults({ mode: 'slow', delayMs: 5_000, services: ['LayDanhMucDanToc'] });
    const before = await w.portal.requests();
    await begin({ callTimeoutMs: 500 });
    expect(await over()).toMatchObject({ failed: 1, suspicious: false });
    expect((await asked(before)).calls).toBe(procedures + 4);
  });
});

describe('a session', () => {
  it('that is lost in the middle is renewed, and nothing is given up', async () => {
    const before = await w.portal.requests();
    await begin();
    await eventually(async () => (await asked(before)).calls >= 4);
    await w.portal.faults({ mode: 'session-lost', rate: 0.3, services: ['LayThuTuc'] });
    await sleep(100);
    await w.portal.faults();
    expect(await over()).toMatchObject({ failed: 0, listed: procedures });
  });

  it('that a service refuses every time is no reason to log in for each code', async () => {
    await w.portal.faults({ mode: 'session-lost', services: ['LayThuTuc'] });
    const before = await w.portal.requests();
    await begin({ firstDelayMs: 60_000, mostDelayMs: 60_000 });
    await eventually(async () => (await asked(before)).calls >= 4);
    await sleep(500);
    // That of the beginning, that after the first refusal, and at most the one of a wait that chance made short.
    expect((await asked(before)).logins).toBeLessThanOrEqual(3);
  });

  it('is one for two relays, also where a new login ends the former one', async () => {
    await w.portal.set({ newLoginEndsOld: true });
    await w.portal.faults({ mode: 'session-lost', rate: 0.2, seed: 3, services: ['LayThuTuc'] });
    await begin();
    read([w.roadAs({})]);
    await sleep(300);
    await w.portal.faults();
    expect(await over()).toMatchObject({ failed: 0, listed: procedures });
  });
});

describe('the second source', () => {
  it.each([
    ['cannot be reached', async () => `http://127.0.0.1:${String(await freePort())}`, undefined],
    ['asks for an hour', undefined, json({}, 503, { 'retry-after': '3600' })],
    [
      'has no end',
      undefined,
      json({ code: 'OK', data: { items: Array.from({ length: 60_000 }, () => ({ code: '1.000001' })), lastId: 'x' } }),
    ],
  ])('that %s holds up no sync', async (_, address, respond) => {
    const portal = new ScriptedPortal();
    await portal.open();
    if (respond !== undefined) portal.respond = respond;
    const baseUrl = (await address?.()) ?? `http://${portal.address}`;
    const crossCheck = Object.assign(new PublicCatalogue(), { baseUrl, departmentCode: 'H56' });
    await begin({ catalogue: Object.assign(new CataloguePolicy(), CATALOGUE, { crossCheck }) }, true);
    expect(await over()).toMatchObject({ failed: CROSS_WALKS.length, suspicious: false, listed: procedures });
    await portal.close();
  });
});

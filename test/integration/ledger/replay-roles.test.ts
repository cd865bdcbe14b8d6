import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { openDeskLedger, openLedger, prepareDatabase, type DeskLedger, type Ledger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { command } from '../../support/databases.ts';
import {
  aDossier,
  NATIONAL_ROW,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

let t: TestLedger;
let road: Ledger;
let desk: DeskLedger;

beforeAll(async () => {
  t = await openTestLedger();
  const name = randomBytes(4).toString('hex');
  const roles = { door: `door_${name}`, road: `road_${name}`, duty: `duty_${name}`, desk: `desk_${name}` };
  for (const role of Object.values(roles)) await command(t.url, `CREATE ROLE ${role} LOGIN PASSWORD '${name}'`);
  const common = { configDir: 'config', province: 'H56', log: openLog('test') };
  await prepareDatabase({ ...common, ownerUrl: t.url, roles, destinations: [NATIONAL_ROW] });
  const urlOf = (role: string): string => Object.assign(new URL(t.url), { username: role, password: name }).href;
  const parts = { log: openLog('test'), secrets: TEST_SECRETS };
  road = await openLedger({ ...parts, url: urlOf(roles.road), application: 'relay', clock: new Clock(), accepts: false });
  const sessions = { lifetimeMs: 60_000, idleMs: 60_000 };
  desk = await openDeskLedger({ ...parts, url: urlOf(roles.desk), clock: new Clock(), poolSize: 2, sessions });
});

afterAll(async () => {
  await Promise.all([road.close(), desk.close()]);
  await t.close();
});

const HELD = { holder: 'one', leaseMs: 60_000 };

it('is worked on with the rights of the road and ordered with those of the desk; who lost a job writes nothing of it', async () => {
  const codes = ['H56.14797-261123-0001', 'H56.14797-261123-0002'];
  await receipts(
    submit(
      t.ledger,
      t.a,
      codes.map((code) => aDossier(code)),
    ),
  );
  const act = { by: 'lan', reason: 'thử', now: new Date() };
  const { id } = await desk.replays.create({ selection: { filter: {} }, destinations: undefined, mode: 'converge' }, act);

  const [first] = await road.replays.hold(HELD);
  if (first === undefined) throw new Error('nothing is held');
  expect(first).toMatchObject({ id, state: 'listing', isListed: false, fence: 1 });
  expect(await road.replays.hold({ holder: 'two', leaseMs: 60_000 })).toEqual([]);
  expect(await road.replays.list(first)).toBe(true);
  expect(await road.replays.ask(first, { destination: 'national', most: 8, least: 1 })).toEqual({ asked: 1, waiting: [] });

  const lanes = await road.lanes.claim({ destination: 'national', among: 'all', most: 8, holder: 'one', leaseMs: 60_000 });
  const asked = lanes.filter((lane) => lane.asked !== undefined);
  expect(asked).toMatchObject([{ asked: { job: id, mode: 'converge', isDry: true } }]);
  for (const lane of asked) {
    const answered = { job: id, forecast: { items: [], waits: undefined } };
    const settlement = {
      lane,
      call: undefined,
      items: [],
      failures: 0,
      cause: undefined,
      incidents: [],
      next: { kind: 'go-on' } as const,
    };
    expect(await road.lanes.settle({ ...settlement, answered })).toBe('settled');
  }
  await road.replays.sweep(first);
  await road.replays.count(first, 0);
  expect((await desk.replays.read(id)).counts).toMatchObject({ listed: 2, nothingToSend: 1 });
  expect((await road.replays.hold(HELD))[0]).toMatchObject({ fence: 1, isListed: true });

  const waiting = lanes.find((lane) => lane.asked === undefined);
  if (waiting === undefined) throw new Error('no lane is left');
  const unmapped = { fingerprint: 'unmapped|national|procedure|9', kind: 'unmapped', mustAct: 'province' } as const;
  const held = { call: undefined, items: [], failures: 0, cause: unmapped.fingerprint, incidents: [unmapped] };
  await road.lanes.settle({ ...held, lane: waiting, next: { kind: 'held', seq: 1 } });
  const { waiting: ids } = await road.replays.ask(first, { destination: 'national', most: 8, least: 1 });
  expect(ids).toEqual([waiting.dossierId]);
  const [read] = await road.replays.readWaiting('national', ids);
  expect(read?.history).toMatchObject([{ seq: 1, kind: 'version', state: 'pending' }]);
  if (read === undefined) throw new Error('nothing was read');
  await road.replays.answer(first, [{ job: id, lane: read.lane, forecast: { items: [], waits: unmapped.fingerprint } }]);
  await road.replays.count(first, 0);
  expect((await desk.replays.start(id, act)).state).toBe('running');
  const [running] = await road.replays.hold(HELD);
  if (running === undefined) throw new Error('nothing is held');
  expect(await road.replays.ask(running, { destination: 'national', most: 8, least: 1 })).toEqual({ asked: 1, waiting: [] });
  const again = await road.lanes.claim({ destination: 'national', among: 'all', most: 8, holder: 'one', leaseMs: 60_000 });
  expect(again.flatMap(({ dossierId, asked: wanted }) => (wanted ? [[dossierId, wanted.isDry]] : []))).toEqual([
    [waiting.dossierId, false],
  ]);

  await road.replays.release('one');
  const [second] = await road.replays.hold({ holder: 'two', leaseMs: 60_000 });
  expect(second).toMatchObject({ id, fence: 2 });
  expect(await road.replays.list(first)).toBe(false);
  expect(await road.replays.ask(first, { destination: 'national', most: 8, least: 8 })).toEqual({ asked: 0, waiting: [] });
  await road.replays.fail(first, 'replay.fault');
  await road.replays.fail(running, 'replay.fault');
  expect((await desk.replays.read(id)).state).toBe('running');
});

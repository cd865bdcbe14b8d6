import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger, type Ledger } from '#ledger';
import { Clock } from '#runtime';
import { aDossier, aStep, receipts, submit } from '../../support/open-test-ledger.ts';
import { eventually } from '../../support/eventually.ts';
import { watch, type EventStream } from './event-stream.ts';
import { openConsole, openSecondConsole, type OpenConsole } from './open-console.ts';

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly lanes: Readonly<Record<string, number>>;
  readonly pendingItems: number;
  readonly oldestAcceptedAt: string | null;
  readonly deliveredLastHour: number;
  readonly failingCalls: { readonly lastHour: number };
  readonly [member: string]: unknown;
}

const HOLDER = { holder: 'test', leaseMs: 60_000 } as const;
const streams: EventStream[] = [];
let desk: OpenConsole;
let ledger: Ledger;
let client = 0;
let noticed = 0;

beforeAll(async () => {
  desk = await openConsole();
  const log = { event: () => undefined, error: () => undefined };
  ledger = await openLedger(
    { url: desk.databaseUrl, application: 'test', clock: new Clock(), log, secrets: desk.secrets },
    { onLanesDue: () => (noticed += 1) },
  );
  client = (await ledger.clients.byApiKey('key'))?.id ?? 0;
});

afterEach(async () => {
  streams.splice(0).forEach((stream) => {
    stream.close();
  });
  await desk.owner.query('UPDATE destination SET paused_at = NULL, paused_by = NULL, pause_reason = NULL, stopped_at = NULL');
});

afterAll(async () => {
  await ledger.close();
  await desk.close();
});

async function list(): Promise<Shown[]> {
  const { status, body } = await desk.ask('GET', '/api/destinations', { as: 'viewer' });
  expect(status).toBe(200);
  return body['items'] as Shown[];
}

async function shown(id: string): Promise<Shown> {
  const one = (await list()).find((each) => each.id === id);
  if (one === undefined) throw new Error(`no destination ${id}`);
  return one;
}

async function open(cookie: string): Promise<EventStream> {
  const stream = await watch(desk.url, cookie);
  streams.push(stream);
  return stream;
}

const act = (what: 'pause' | 'resume', id = 'national', reason: unknown = 'bảo trì') =>
  desk.ask('POST', `/api/destinations/${id}/${what}`, { as: 'operator', body: { reason } });
const claim = (destination: string): Promise<unknown[]> =>
  ledger.lanes.claim({ destination, among: 'all', most: 100, ...HOLDER });
const code = (number: number): string => `H56.14797-261124-${String(number).padStart(4, '0')}`;

describe('a destination', () => {
  it('is shown with what waits for it, by state', async () => {
    expect(await shown('national')).toEqual({
      ...{ id: 'national', dialect: 'dvcqg', mode: 'live', state: 'open' },
      name: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National Public Service Portal' },
      ...{ pausedAt: null, pausedBy: null, pauseReason: null, stoppedAt: null, stopCause: null, probeAt: null },
      maintenanceUntil: null,
      lanes: { due: 0, leased: 0, verifying: 0, held: 0, blocked: 0 },
      ...{ pendingItems: 0, oldestAcceptedAt: null, deliveredLastHour: 0, failingCalls: { lastHour: 0 } },
    });
    const [first] = await receipts(submit(ledger, client, [aDossier(code(1)), aDossier(code(2)), aDossier(code(3))]));
    await receipts(submit(ledger, client, [aStep(code(1), 4, '2026-11-24T09:00:00+07:00')]));
    await desk.owner.query(
      `UPDATE lane SET state = 'held', cause = 'x' WHERE destination = 'national'
       AND dossier_id = (SELECT id FROM dossier WHERE code = $1)`,
      [code(3)],
    );
    await ledger.lanes.claim({ destination: 'province', among: 'all', most: 1, ...HOLDER });
    await eventually(async () => {
      // Three versions, the step, and the version that it makes.
      expect(await shown('national')).toMatchObject({
        ...{ lanes: { due: 2, leased: 0, verifying: 0, held: 1, blocked: 0 }, pendingItems: 5 },
        oldestAcceptedAt: expect.stringContaining(first?.acceptedAt?.slice(0, 19) ?? 'never'),
      });
    });
    expect(await shown('province')).toMatchObject({ lanes: { due: 2, leased: 1 }, pendingItems: 5 });
  });

  it('is shown with what it took and what failed in the last hour, also what comes while somebody looks', async () => {
    const outcomes = (count: number, ago: string, state = 'delivered'): Promise<unknown> =>
      desk.owner.query(
        `INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
         SELECT nextval('outcome_position'), gen_random_uuid(), 1, 'province', 1, $2, 'x', 'nobody', gateway_now() - $3::interval
         FROM generate_series(1, $1::int)`,
        [count, state, ago],
      );
    const calls = (count: number, verdict: string | null, ago: string): Promise<unknown> =>
      desk.owner.query(
        `INSERT INTO call (id, begun_at, destination, service, holder, woken_by, codes_version, verdict)
         SELECT gen_random_uuid(), gateway_now() - $3::interval, 'province', 'create', 'x', 'poll', '1', $2
         FROM generate_series(1, $1::int)`,
        [count, verdict, ago],
      );
    await outcomes(500, '3 hours');
    await outcomes(30, '50 minutes');
    await outcomes(4, '10 minutes', 'refused');
    await calls(50, 'deferred', '2 hours');
    await calls(3, 'refused', '30 minutes');
    await calls(9, 'delivered', '1 minute');
    await calls(2, null, '1 minute');
    await eventually(async () => (await shown('province')).deliveredLastHour === 30);
    await outcomes(7, '0 s');
    await eventually(async () => {
      expect((await shown('province')).deliveredLastHour).toBe(37);
    });
    const fresh = await freshLook();
    expect(fresh).toMatchObject({ deliveredLastHour: 37, failingCalls: { lastHour: 3 } });
  });

  it('is shown under maintenance until it ends, unless an operator holds it', async () => {
    const until = new Date(Date.now() + 3_600_000);
    const told = (to: Date): Promise<unknown> =>
      desk.owner.query(
        `UPDATE destination SET maintenance_from = now(), maintenance_until = $1, stopped_at = now() WHERE id = 'national'`,
        [to],
      );
    await told(until);
    await eventually(async () => {
      expect(await shown('national')).toMatchObject({ state: 'maintenance', maintenanceUntil: until.toISOString() });
    });
    await told(new Date(Date.now() - 1_000));
    await eventually(async () => {
      expect(await shown('national')).toMatchObject({ state: 'stopped', maintenanceUntil: null });
    });
  });

  it('is held by an operator, and by nobody a second time', async () => {
    const paused = await act('pause', 'national', '  cổng bảo trì đến 14 giờ  ');
    expect(paused).toMatchObject({
      status: 200,
      body: { id: 'national', state: 'paused', pausedBy: 'lam', pauseReason: 'cổng bảo trì đến 14 giờ' },
    });
    expect(await act('pause')).toMatchObject({ status: 409, body: { code: 'destination.already-paused' } });
    expect(await claim('national')).toEqual([]);
    expect((await claim('province')).length).toBeGreaterThan(0);
    expect(await ledger.lanes.hint({ destination: 'national', since: new Date(0), most: 10 })).toMatchObject({ dossierIds: [] });
    const until = new Date(Date.now() + 60_000);
    for (const stopped of [true, false])
      expect(await ledger.destinations.takeProbe('national', { stopped, now: new Date(), until })).toBeUndefined();

    const before = noticed;
    expect(await act('resume', 'national', 'đã xong bảo trì')).toMatchObject({
      status: 200,
      body: { state: 'open', pausedAt: null, pausedBy: null, pauseReason: null },
    });
    await eventually(() => noticed > before);
    expect((await claim('national')).length).toBeGreaterThan(0);
    expect(await act('resume')).toMatchObject({ status: 409, body: { code: 'destination.not-paused' } });
    const { rows } = await desk.owner.query(
      `SELECT actor, act, subject, details->>'reason' AS reason FROM audit WHERE act LIKE 'destination.%' ORDER BY id`,
    );
    expect(rows).toEqual([
      { actor: 'lam', act: 'destination.pause', subject: 'national', reason: 'cổng bảo trì đến 14 giờ' },
      { actor: 'lam', act: 'destination.resume', subject: 'national', reason: 'đã xong bảo trì' },
    ]);
  });

  it('is held by one of those who do it at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => act('pause', 'province')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  it('that is stopped stays so while it is held, and is seen as held', async () => {
    await ledger.destinations.stop('national', { cause: 'national.login-refused', now: new Date(), probeAt: new Date(0) });
    await act('pause');
    expect(await shown('national')).toMatchObject({ state: 'paused', stopCause: 'national.login-refused' });
    await act('resume');
    expect(await shown('national')).toMatchObject({ state: 'stopped', stopCause: 'national.login-refused' });
    expect(await claim('national')).toEqual([]);
  });

  it.each([
    ['nothing', null],
    ['an empty one', '   '],
    ['a number', 12],
    ['a novel', 'x'.repeat(501)],
  ])('is not held for a reason that is %s', async (_what, reason) => {
    const { status, body } = await act('pause', 'national', reason);
    expect([status, body['code']]).toEqual([422, 'reason.required']);
    expect((await ledger.destinations.read('national')).pausedAt).toBeUndefined();
  });

  it('has to be one that there is', async () => {
    expect(await act('pause', 'moon')).toMatchObject({ status: 404, body: { code: 'destination.unknown' } });
    expect(await act('resume', '%27%20OR%201=1')).toMatchObject({ status: 404, body: { code: 'destination.unknown' } });
  });
});

/** The province as a console sees it that has just been opened on the same ledger. */
async function freshLook(): Promise<Shown> {
  const second = await openSecondConsole(desk);
  try {
    const { body } = await second.ask('GET', '/api/destinations', { as: 'viewer' });
    return (body['items'] as Shown[]).find(({ id }) => id === 'province') as Shown;
  } finally {
    await second.close();
  }
}

describe('who watches', () => {
  it('is told how the destinations stand, at once and when something changes, and nothing else', async () => {
    const stream = await open(await desk.logIn('viewer'));
    const told = (): readonly { readonly data: unknown }[] => stream.events.filter(({ event }) => event === 'destinations');
    await eventually(() => told().length === 1);
    const { data } = told()[0] ?? {};
    expect((data as { items: Shown[] }).items.map(({ id, state }) => [id, state])).toEqual([
      ['national', 'open'],
      ['province', 'open'],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(told()).toHaveLength(1);
    const since = performance.now();
    await act('pause');
    await eventually(() => told().length > 1);
    expect(performance.now() - since).toBeLessThan(2_000);
    expect((told().at(-1)?.data as { items: Shown[] }).items[0]).toMatchObject({ state: 'paused', pausedBy: 'lam' });
  });

  it('costs the database no more when two hundred do', async () => {
    const statements = async (): Promise<number> => {
      const { rows } = await desk.owner.query<{ count: string }>(
        `SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()`,
      );
      return Number(rows[0]?.count);
    };
    const cookie: string[] = [];
    while (cookie.length < 12) cookie.push(await desk.logIn('viewer'));
    const all = await Promise.all(Array.from({ length: 200 }, (_, index) => open(cookie[index % 12] ?? '')));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    await eventually(() => all.every(({ events }) => events.length > 0));
    // What the database has counted comes with a delay of a second.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const before = await statements();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    // Some ten a second whoever watches; each who had one of his own would add hundreds.
    expect((await statements()) - before).toBeLessThan(all.length);
    await act('pause', 'province');
    await eventually(() => all.every(({ events }) => events.length > 1));
    expect(new Set(all.map(({ events }) => JSON.stringify(events.at(-1)))).size).toBe(1);
  });

  it('is let go within five seconds when the session ends, and nobody else is', async () => {
    const [gone, stays] = [await open(await desk.logIn('viewer')), await open(await desk.logIn('admin'))];
    await eventually(() => gone.events.length > 0 && stays.events.length > 0);
    await desk.register.disable('nhin', 'test');
    const since = performance.now();
    await gone.ended;
    expect(performance.now() - since).toBeLessThan(5_000);
    expect(stays.isOver()).toBe(false);
    await desk.register.enable('nhin', 'test');
  });

  it('needs a session, and may have twenty streams with it', async () => {
    expect((await watch(desk.url, 'gateway_operator=x')).status).toBe(401);
    const cookie = await desk.logIn('admin');
    for (let count = 0; count < 20; count += 1) expect((await open(cookie)).status).toBe(200);
    const refused = await desk.ask('GET', '/api/events', { cookie });
    expect([refused.status, refused.body['code'], refused.headers.get('retry-after')]).toEqual([503, 'overloaded', '1']);
    streams.splice(0, 10).forEach((stream) => {
      stream.close();
    });
    await eventually(async () => (await open(cookie)).status === 200);
    expect((await desk.ask('HEAD', '/api/events', { cookie })).headers.get('content-type')).toContain('text/event-stream');
  });

  it('is let go when the console ends', async () => {
    const other = await openSecondConsole(desk);
    const stream = await watch(other.url, await other.logIn('viewer'));
    await eventually(() => stream.events.length > 0);
    const since = performance.now();
    await other.close();
    await stream.ended;
    expect(performance.now() - since).toBeLessThan(5_000);
  });
});

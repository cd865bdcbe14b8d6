import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Clock } from '#runtime';
import { OPERATORS, PASSWORD } from '../../support/console-calls.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole({ trustProxy: ['127.0.0.1'] });
});

afterAll(async () => {
  await desk.close();
});

/** Each test as if from a network of its own, so that none uses up what another may try. */
let network = 0;
const from = (host = 1): Record<string, string> => ({ 'x-forwarded-for': `10.1.${String(network)}.${String(host)}` });

afterEach(() => {
  network += 1;
});

const cookieIn = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const audit = async (act: string): Promise<unknown[]> =>
  (await desk.owner.query<Record<string, unknown>>('SELECT actor, subject, details FROM audit WHERE act = $1 ORDER BY id', [act]))
    .rows;

describe('a session', () => {
  it('begins with a login, shows whose it is, and ends with a logout, each in the audit', async () => {
    const begun = await desk.tryLogin(' Quan-Tri ', PASSWORD, from());
    const operator = { username: 'quan-tri', name: 'Người quan-tri', role: 'admin' };
    expect([begun.status, begun.body['operator']]).toEqual([200, operator]);
    const [pair = '', ...flags] = (begun.headers.get('set-cookie') ?? '').split('; ');
    expect(pair).toMatch(/^gateway_operator=[\w-]{43}$/);
    expect(flags).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict', expect.stringMatching(/^Max-Age=43(200|1\d\d)$/)]);
    expect(await desk.ask('GET', '/api/session', { cookie: pair })).toMatchObject({ status: 200, body: begun.body });
    const ended = await desk.ask('DELETE', '/api/session', { cookie: pair });
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(await desk.ask('GET', '/api/session', { cookie: pair })).toMatchObject({
      status: 401,
      body: { code: 'session.none', title: 'Chưa đăng nhập' },
    });
    expect(await audit('operator.login')).toContainEqual({
      ...{ actor: 'quan-tri', subject: 'quan-tri', details: { from: '10.1.0.1' } },
    });
    expect(await audit('operator.logout')).toEqual([{ actor: 'quan-tri', subject: 'quan-tri', details: {} }]);
  });

  it('goes by TLS alone once it came by TLS', async () => {
    const byTls = await desk.tryLogin('lam', PASSWORD, { ...from(), 'x-forwarded-proto': 'https' });
    expect(byTls.headers.get('set-cookie')).toContain('; Secure');
  });

  it('takes the place of the one that came with the login', async () => {
    const first = cookieIn((await desk.tryLogin('lam', PASSWORD, from())).headers);
    const second = cookieIn((await desk.tryLogin('lam', PASSWORD, { ...from(), cookie: first })).headers);
    expect(second).not.toBe(first);
    expect((await desk.ask('GET', '/api/session', { cookie: first })).status).toBe(401);
    expect((await desk.ask('GET', '/api/session', { cookie: second })).status).toBe(200);
  });

  it('is kept as a hash alone', async () => {
    const token = cookieIn((await desk.tryLogin('lam', PASSWORD, from())).headers).split('=')[1] ?? '';
    const { rows } = await desk.owner.query<{ line: string }>('SELECT s::text AS line FROM operator_session s');
    expect(rows.length).toBeGreaterThan(0);
    const hex = Buffer.from(token, 'base64url').toString('hex');
    for (const { line } of rows) expect([line.includes(token), line.includes(hex)]).toEqual([false, false]);
  });

  it.each([
    ['a token that was never given out', () => `gateway_operator=${randomBytes(32).toString('base64url')}`],
    ['a token that is too short', () => 'gateway_operator=abc'],
    ['SQL', () => `gateway_operator=' OR 1=1 --`],
    ['a megabyte of nothing', () => `gateway_operator=${'A'.repeat(9_000)}`],
    ['another cookie', () => 'session=abc'],
    ['no name', () => '=;=;;'],
  ])('does not begin by %s', async (_what, cookie) => {
    expect(await desk.ask('GET', '/api/session', { cookie: cookie() })).toMatchObject({
      status: 401,
      body: { code: 'session.none' },
    });
  });

  it('does not hold at a console with another pepper', async () => {
    const other = await openConsole();
    try {
      const cookie = await other.logIn('admin');
      expect((await other.ask('GET', '/api/session', { cookie })).status).toBe(200);
      expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  it('ends when it is left unused, and at its time however much it is used', async () => {
    const cookie = await desk.logIn('viewer');
    const age = (column: string, by: string): Promise<unknown> =>
      desk.owner.query(`UPDATE operator_session SET ${column} = ${column} - interval '${by}'`);
    await age('seen_at', '119 minutes');
    expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(200);
    // It was used: what counts begins anew.
    await age('seen_at', '119 minutes');
    expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(200);
    await age('seen_at', '121 minutes');
    expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(401);

    const another = await desk.logIn('viewer');
    await age('expires_at', '12 hours');
    expect((await desk.ask('GET', '/api/session', { cookie: another })).status).toBe(401);
  });

  it('of one person are twenty at most, the oldest of which ends', async () => {
    const first = await desk.logIn('viewer');
    for (let count = 0; count < 19; count += 1) await desk.logIn('viewer');
    expect((await desk.ask('GET', '/api/session', { cookie: first })).status).toBe(200);
    await desk.logIn('viewer');
    expect((await desk.ask('GET', '/api/session', { cookie: first })).status).toBe(401);
  });

  it.each([
    ['is disabled', () => desk.register.disable('nhin', 'test'), () => desk.register.enable('nhin', 'test')],
    [
      'gets another role',
      () => desk.register.setRole('nhin', 'operator', 'test'),
      () => desk.register.setRole('nhin', 'viewer', 'test'),
    ],
    ['gets another password', () => desk.register.setPassword('nhin', PASSWORD, 'test'), () => Promise.resolve()],
  ])('ends when its operator %s', async (_what, change, back) => {
    const cookie = await desk.logIn('viewer');
    await change();
    expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(401);
    await back();
    expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(401);
  });
});

describe('a login', () => {
  it('that is wrong hears the same, whatever is wrong, and after the same time', async () => {
    await desk.register.disable('nhin', 'test');
    const tries: [string, string][] = [
      ['quan-tri', 'không phải mật khẩu'],
      ['khong-co-ai', PASSWORD],
      ['nhin', PASSWORD],
    ];
    const took: number[][] = [[], [], []];
    const answers = new Set<string>();
    for (let round = 0; round < 5; round += 1)
      for (const [index, [username, password]] of tries.entries()) {
        const since = performance.now();
        const { status, body } = await desk.tryLogin(username, password, from(index));
        took[index]?.push(performance.now() - since);
        answers.add(JSON.stringify([status, { ...body, instance: null }]));
      }
    await desk.register.enable('nhin', 'test');
    expect([...answers]).toEqual([expect.stringContaining('"code":"login.wrong"')]);
    const fastest = took.map((times) => Math.min(...times));
    // The slow hash is computed for every one of them; without it an answer takes a few milliseconds.
    expect(Math.max(...fastest)).toBeLessThan(3 * Math.min(...fastest));
  });

  it('that is wrong is in the audit, with its name only where it is one of ours, and never with the password', async () => {
    await desk.tryLogin('quan-tri', 'bí mật gõ nhầm', from());
    await desk.tryLogin('bí mật gõ vào ô tên', 'x', from());
    const lines = await audit('operator.login-failed');
    expect(lines.slice(-2)).toEqual([
      { actor: 'console', subject: 'quan-tri', details: { from: from()['x-forwarded-for'] } },
      { actor: 'console', subject: '?', details: { from: from()['x-forwarded-for'] } },
    ]);
    expect(JSON.stringify([lines, desk.events])).not.toMatch(/bí mật/);
  });

  it('stands in no other answer’s way, however many come at once', async () => {
    const cookie = await desk.logIn('admin');
    const storm = Array.from({ length: 400 }, (_, index) =>
      desk.tryLogin(`ai-${String(index % 300)}`, 'sai', { 'x-forwarded-for': `10.2.${String(index % 100)}.7` }),
    );
    const took: number[] = [];
    const progress = { isOver: false };
    const statuses = Promise.all(storm).then((answers) => {
      progress.isOver = true;
      return answers.map(({ status }) => status);
    });
    while (!progress.isOver) {
      const since = performance.now();
      expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(200);
      took.push(performance.now() - since);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const seen = new Set(await statuses);
    expect([...seen].filter((status) => ![401, 429, 503].includes(status))).toEqual([]);
    expect(seen).toContain(503);
    expect(took.length).toBeGreaterThan(3);
    // The connections themselves take their time in this one process; the hashes alone would take half a minute.
    expect(took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)]).toBeLessThan(1_000);
  });
});

describe('a login that is tried again and again', () => {
  let other: OpenConsole;

  beforeAll(async () => {
    // A console of its own, in which no time passes: nothing is allowed again while slow hashes are computed.
    const clock = new Clock();
    other = await openConsole({ trustProxy: ['127.0.0.1'], clock: Object.assign(clock, { monotonic: () => 0 }) });
  });

  afterAll(() => other.close());

  it('may be wrong ten times in a row under one name, from wherever, and the right one does not count', async () => {
    const statuses = async (password: string, count: number, host: number): Promise<Set<number>> => {
      const seen = new Set<number>();
      for (let index = 0; index < count; index += 1) seen.add((await other.tryLogin('lam', password, from(host + index))).status);
      return seen;
    };
    expect(await statuses(PASSWORD, 12, 0)).toEqual(new Set([200]));
    expect(await statuses('sai', 10, 100)).toEqual(new Set([401]));
    const { status, body, headers } = await other.tryLogin('lam', PASSWORD, from(200));
    expect([status, body['code'], Number(headers.get('retry-after'))]).toEqual([429, 'login.too-many', expect.any(Number)]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await other.tryLogin('quan-tri', PASSWORD, from(200))).status).toBe(200);
  });

  it('may be wrong thirty times from one address, under whatever names', async () => {
    const codes: number[] = [];
    for (let count = 0; count < 32; count += 1) codes.push((await other.tryLogin(`ai-${String(count)}`, 'sai', from())).status);
    expect(codes).toEqual([...Array<number>(30).fill(401), 429, 429]);
    expect((await other.tryLogin('quan-tri', PASSWORD, from(2))).status).toBe(200);
  });
});

describe('a request', () => {
  it.each([
    ['without the header that other pages cannot send', { 'x-requested-by': undefined }, 403, 'csrf.missing'],
    ['with another value of it', { 'x-requested-by': 'me' }, 403, 'csrf.missing'],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'content-type.unsupported'],
    ['as text', { 'content-type': 'text/plain' }, 415, 'content-type.unsupported'],
    ['without a type', { 'content-type': undefined }, 415, 'content-type.unsupported'],
    ['packed', { 'content-encoding': 'gzip' }, 415, 'content-type.unsupported'],
  ])('that changes something is refused %s', async (_what, headers, status, code) => {
    const body = JSON.stringify({ username: OPERATORS.admin, password: PASSWORD });
    expect(await desk.ask('POST', '/api/session', { body, headers })).toMatchObject({ status, body: { code } });
  });

  it.each<[string, string, number, string, unknown]>([
    ['no JSON', '{"username":', 400, 'json.invalid', []],
    [
      'a key that means something',
      '{"__proto__":{"role":"admin"},"username":"a","password":"b"}',
      422,
      'field.unknown',
      [{ field: '/__proto__' }],
    ],
    ['a list', '[]', 422, 'content.invalid', [{ field: '', code: 'body.not-object' }]],
    ['text', '"quan-tri"', 422, 'content.invalid', [{ field: '', code: 'body.not-object' }]],
    ['nothing', '', 422, 'content.invalid', [{ field: '', code: 'body.not-object' }]],
    ['a number for a name', '{"username":1,"password":"b"}', 422, 'field.invalid', [{ field: '/username' }]],
    ['an object for a password', '{"username":"a","password":{}}', 422, 'field.invalid', [{ field: '/password' }]],
    ['no password', '{"username":"a"}', 422, 'field.invalid', [{ field: '/password' }]],
    [
      'a field that there is not',
      '{"username":"a","password":"b","role":"admin"}',
      422,
      'field.unknown',
      [{ field: '/role', code: 'field.unknown' }],
    ],
    ['a password of a megabyte', `{"username":"a","password":"${'p'.repeat(1_048_576)}"}`, 413, 'body.too-large', []],
    ['a name of a thousand letters', `{"username":"${'a'.repeat(1_000)}","password":"b"}`, 422, 'field.invalid', [{}]],
  ])('with %s is refused', async (...[, body, status, code, problems]) => {
    expect(await desk.ask('POST', '/api/session', { body })).toMatchObject({ status, body: { code, status, problems } });
  });

  it('is answered in the language that is asked for', async () => {
    const { body, headers } = await desk.ask('GET', '/api/audit', { headers: { 'accept-language': 'en' } });
    expect([body['title'], headers.get('content-language')]).toEqual(['Not logged in', 'en']);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('knows its addresses and their methods', async () => {
    expect(await desk.ask('GET', '/api/nothing')).toMatchObject({ status: 404, body: { code: 'route.unknown' } });
    const wrong = await desk.ask('PUT', '/api/session', { body: {} });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, POST']);
  });

  it.each([
    ['viewer', 'GET', '/api/audit'],
    ['operator', 'GET', '/api/audit'],
    ['viewer', 'GET', '/api/operators'],
    ['viewer', 'POST', '/api/destinations/national/pause'],
    ['viewer', 'POST', '/api/destinations/national/resume'],
  ] as const)('of a %s: %s %s needs a higher role', async (as, method, path) => {
    const more = method === 'POST' ? { body: { reason: 'thử quyền' } } : {};
    expect(await desk.ask(method, path, { as, ...more })).toMatchObject({ status: 403, body: { code: 'role.too-low' } });
  });

  it('shows an administrator who operates and who did what', async () => {
    const operators = await desk.ask('GET', '/api/operators', { as: 'admin' });
    const known = Object.entries(OPERATORS).map(([role, username]) => ({
      ...{ username, role, name: `Người ${username}`, enabled: true },
      lastLoginAt: expect.any(String),
    }));
    expect(operators.body).toEqual({ items: known.sort((a, b) => a.username.localeCompare(b.username)) });
    const first = await desk.ask('GET', '/api/audit?limit=2', { as: 'admin' });
    const items = first.body['items'] as { at: string }[];
    expect([items.length, first.body['hasMore']]).toEqual([2, true]);
    const second = await desk.ask('GET', `/api/audit?limit=2&after=${String(first.body['next'])}`, { as: 'admin' });
    const times = [...items, ...(second.body['items'] as { at: string }[])].map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    const ofOne = await desk.ask('GET', '/api/audit?subject=quan-tri', { as: 'admin' });
    expect(new Set((ofOne.body['items'] as { subject: string }[]).map(({ subject }) => subject))).toEqual(new Set(['quan-tri']));
    expect(await desk.ask('GET', '/api/audit?limit=0', { as: 'admin' })).toMatchObject({
      status: 422,
      body: { code: 'field.invalid', problems: [{ field: '/limit' }] },
    });
    expect(await desk.ask('GET', '/api/audit?after=abc', { as: 'admin' })).toMatchObject({ status: 422 });
  });
});

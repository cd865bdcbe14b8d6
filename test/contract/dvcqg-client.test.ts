import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  connect,
  CREATE,
  json,
  meaning,
  OURS,
  ScriptedPortal,
  SUCCESS,
  within,
  type Respond,
} from '../support/scripted-portal.ts';

let portal: ScriptedPortal;
let client: ReturnType<typeof connect>;

beforeEach(async () => {
  portal = new ScriptedPortal();
  await portal.open();
  client = connect(portal);
});

afterEach(async () => {
  await Promise.all([client.close(), portal.close()]);
});

describe('what leaves', () => {
  it('is the envelope of each service, at the configured paths', async () => {
    await client.close();
    client = connect(portal, {
      transport: 'adapter',
      baseUrl: `http://${portal.address}/XrdAdapter/RestService/forward/`,
      dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
    });
    portal.respond = json({ ...SUCCESS, result: [] });
    await client.push(CREATE, 's1', within(2_000));
    await client.push({ ...CREATE, kind: 'update' }, 's1', within(2_000));
    await client.push({ ...CREATE, kind: 'steps' }, 's1', within(2_000));
    await client.lookup?.(OURS, 's1', within(2_000));
    portal.respond = json({ error_code: 0, session: 's2' });
    await client.login(within(2_000));
    const envelope = { session: 's1', madonvi: '000.00.00.H56' };
    expect(portal.seen.map(({ body }) => body)).toEqual([
      { ...envelope, service: 'DongBoHoSoMC', isUpdating: 'False', data: CREATE.items },
      { ...envelope, service: 'DongBoHoSoMC', isUpdating: 'True', data: CREATE.items },
      { ...envelope, service: 'CapNhatTienDoHoSoMC', data: CREATE.items },
      { ...envelope, service: 'TraCuuHoSo', mahoso: OURS },
      { username: 'h56', password: 'bí mật' },
    ]);
    const base = '/XrdAdapter/RestService/forward';
    expect(portal.seen.map(({ url }) => url)).toEqual([...Array<string>(4).fill(`${base}/mapi/g`), `${base}/mapi/login`]);
    for (const { headers } of portal.seen) {
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        accept: 'application/json',
        dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
      });
    }
  });

  it('uses connections again, and no more than allowed', async () => {
    await client.close();
    client = connect(portal, { connections: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.push(CREATE, 's', within(2_000))));
    expect(answers.every(({ verdict }) => verdict === 'delivered')).toBe(true);
    expect([portal.seen.length, portal.connections]).toEqual([20, 2]);
  });
});

describe('what comes back', () => {
  it('carries the raw answer and both times', async () => {
    const deadline = within(2_000);
    const before = performance.now();
    const answer = await client.push(CREATE, 's', deadline);
    expect(answer).toMatchObject({ http: 200, code: '0', body: JSON.stringify(SUCCESS), retryAfterMs: undefined });
    expect(answer.sentAt).toBeGreaterThanOrEqual(before);
    expect(answer.answeredAt).toBeGreaterThanOrEqual(answer.sentAt ?? Infinity);
    expect(answer.answeredAt).toBeLessThanOrEqual(performance.now());
  });

  it.each<[string, Respond, string]>([
    ['a refusal', json({ error_code: -1, message: 'Dữ liệu không hợp lệ' }), 'refused national.content'],
    ['a busy portal', json({ error_code: -1, message: 'Hệ thống đang bận' }), 'deferred national.busy'],
    ['HTML', (response) => response.end('<html>Thành công</html>'), 'unknown national.unreadable'],
    ['broken JSON', (response) => response.end('{"error_code":0,'), 'unknown national.unreadable'],
    [
      'a reply that names another dossier',
      json({ ...SUCCESS, result: [{ MaHoSo: 'H56.14797-261123-0002', error_code: 0 }] }),
      'unknown national.stale-reply',
    ],
    ['HTTP 500', json(SUCCESS, 500), 'unknown national.server-error'],
    ['HTTP 503', json(SUCCESS, 503), 'deferred national.unavailable without effect'],
    ['HTTP 401', json({}, 401), 'session national.session without effect'],
    ['HTTP 403', json({}, 403), 'forbidden national.forbidden'],
    [
      'hints before the answer',
      (response, request) => {
        response.writeEarlyHints({ link: '</a>' });
        json(SUCCESS)(response, request);
      },
      'delivered national.accepted',
    ],
    [
      'more than a mebibyte',
      (response) => response.end(`{"error_code":0,"message":"${'x'.repeat(1_100_000)}"}`),
      'unknown transport.too-large',
    ],
    [
      'a reset',
      (_, request) => {
        request.socket.resetAndDestroy();
      },
      'unknown transport.broken',
    ],
    [
      'a connection closed in silence',
      (_, request) => {
        request.socket.end();
      },
      'unknown transport.broken',
    ],
    [
      'half of an answer',
      (response, request) => {
        response.writeHead(200, { 'content-length': '99' }).write('{"error_code":0', () => request.socket.end());
      },
      'unknown transport.broken',
    ],
  ])('%s', async (_, respond, expected) => {
    portal.respond = respond;
    expect(meaning(await client.push(CREATE, 's', within(2_000)))).toBe(expected);
    portal.respond = json(SUCCESS);
    expect(meaning(await client.push(CREATE, 's', within(2_000)))).toBe('delivered national.accepted');
    expect(portal.seen).toHaveLength(2); // the first was never repeated
  });

  it('keeps at most 64 KiB of an answer', async () => {
    portal.respond = json({ error_code: 0, message: 'ễ'.repeat(100_000) });
    const { verdict, body } = await client.push(CREATE, 's', within(2_000));
    expect([verdict, Buffer.byteLength(body ?? '') <= 65_538]).toEqual(['delivered', true]);
  });

  it('never follows a redirect', async () => {
    const elsewhere = new ScriptedPortal();
    await elsewhere.open();
    for (const http of [301, 302, 307, 308]) {
      portal.respond = (response) => response.writeHead(http, { location: `http://${elsewhere.address}/mapi/g` }).end();
      expect(meaning(await client.push(CREATE, 's', within(2_000)))).toBe('unknown national.redirect');
    }
    expect([portal.seen.length, elsewhere.connections]).toEqual([4, 0]);
    await elsewhere.close();
  });

  it.each([
    ['17', 17_000],
    ['90000', 3_600_000],
    [new Date(Date.parse('2026-11-23T10:00:00Z') + 17_000).toUTCString(), 17_000],
    [new Date(Date.parse('2026-11-23T10:00:00Z') + 7_200_000).toUTCString(), 3_600_000],
  ])('reads Retry-After: %s', async (value, expected) => {
    portal.respond = json({}, 429, { 'retry-after': value, date: 'Mon, 23 Nov 2026 10:00:00 GMT' });
    const answer = await client.push(CREATE, 's', within(2_000));
    expect([meaning(answer), answer.retryAfterMs]).toEqual(['deferred national.rate-limited without effect', expected]);
  });

  it('shows what a look-up found', async () => {
    portal.respond = json({ error_code: 0, result: [{ MaHoSo: OURS, TrangThaiHoSo: '4', QuaTrinhXuLy: [] }] });
    expect(await client.lookup?.(OURS, 's', within(2_000))).toMatchObject({
      verdict: 'delivered',
      found: { kind: 'present', status: '4', steps: [] },
    });
    portal.respond = (response) => response.end('<html>');
    expect(await client.lookup?.(OURS, 's', within(2_000))).toMatchObject({ verdict: 'unknown', found: undefined });
  });

  it('gives a session, and keeps it out of everything else', async () => {
    portal.respond = json({ error_code: 0, message: 'OK', session: 'geheim-1' });
    const { session, ...rest } = await client.login(within(2_000));
    expect(session).toBe('geheim-1');
    expect(JSON.stringify(rest)).not.toMatch(/geheim|bí mật/);
    portal.respond = json({ error_code: -1, message: 'Sai tài khoản', session: 'geheim-2' });
    expect(await client.login(within(2_000))).toMatchObject({ verdict: 'refused', session: undefined, body: undefined });
  });
});

describe('no connection', () => {
  it('is without effect: refused, closed, or no TLS', async () => {
    const address = portal.address;
    const over = connect(portal, { baseUrl: `https://${address}` });
    expect(meaning(await over.push(CREATE, 's', within(2_000)))).toBe('deferred transport.unreachable without effect');
    expect(portal.seen).toHaveLength(0);
    await over.close();
    await client.close();
    expect(meaning(await client.push(CREATE, 's', within(2_000)))).toBe('deferred transport.unreachable without effect');
    const nobody = new ScriptedPortal();
    await nobody.open();
    const gone = connect(portal, { baseUrl: `http://${nobody.address}` });
    await nobody.close();
    const answers = await Promise.all(Array.from({ length: 40 }, () => gone.push(CREATE, 's', within(2_000))));
    expect(new Set(answers.map(meaning))).toEqual(new Set(['deferred transport.unreachable without effect']));
    await gone.close();
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, Call, CallDeadline, PartnerClient } from '#protocols';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dvcqgClient } from './client.ts';
import { DvcqgSettings } from './settings.ts';

const OURS = 'H56.14797-261123-0001';
const CREATE: Call = { kind: 'create', items: [{ MaHoSo: OURS, ChuHoSo: 'Nguyễn Văn A' }] };
const SUCCESS = { error_code: 0, message: 'Thành công', result: [{ MaHoSo: OURS, error_code: 0, message: '' }] };

interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
type Respond = (response: ServerResponse, request: IncomingMessage) => void;

/** A portal of one test: counts connections, bytes and requests, and answers as the test says. */
class Portal {
  readonly seen: Seen[] = [];
  connections = 0;
  bytes = 0;
  closed = 0;
  respond: Respond = json(SUCCESS);
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.seen.push({ url: request.url, headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      this.respond(response, request);
    });
  });

  async open(): Promise<void> {
    this.server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('data', (chunk: Buffer) => { this.bytes += chunk.length; });
      socket.on('close', () => { this.closed += 1; });
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get address(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

function json(body: unknown, http = 200, headers: Record<string, string> = {}): Respond {
  return (response) => response.writeHead(http, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function within(ms: number): CallDeadline {
  return { at: performance.now() + ms, monotonic: () => performance.now() };
}

function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function meaning({ verdict, cause, withoutEffect }: Answer): string {
  return `${verdict} ${cause}${withoutEffect ? ' without effect' : ''}`;
}

async function eventually(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    if (tries > 200) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

let portal: Portal;
let client: PartnerClient;

function connect(settings: Partial<DvcqgSettings> = {}): PartnerClient {
  const account = { madonvi: '000.00.00.H56', username: 'h56', password: 'bí mật' };
  return dvcqgClient(Object.assign(new DvcqgSettings(), { baseUrl: `http://${portal.address}`, ...account, ...settings }));
}

beforeEach(async () => {
  portal = new Portal();
  await portal.open();
  client = connect();
});

afterEach(async () => {
  await Promise.all([client.close(), portal.close()]);
});

describe('what leaves', () => {
  it('is the envelope of each service, at the configured paths', async () => {
    await client.close();
    client = connect({ baseUrl: `http://${portal.address}/XrdAdapter/RestService/forward/`, dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider' });
    portal.respond = json({ ...SUCCESS, result: [] });
    await client.push(CREATE, 's1', within(2_000));
    await client.push({ ...CREATE, kind: 'update' }, 's1', within(2_000));
    await client.push({ ...CREATE, kind: 'steps' }, 's1', within(2_000));
    await client.lookup(OURS, 's1', within(2_000));
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
      expect(headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json', dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider' });
    }
  });

  it('uses connections again, and no more than allowed', async () => {
    await client.close();
    client = connect({ connections: 2 });
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
    ['a reply that names another dossier', json({ ...SUCCESS, result: [{ MaHoSo: 'H56.14797-261123-0002', error_code: 0 }] }), 'unknown national.stale-reply'],
    ['HTTP 500', json(SUCCESS, 500), 'unknown national.http-status'],
    ['HTTP 503', json(SUCCESS, 503), 'deferred national.unavailable without effect'],
    ['HTTP 401', json({}, 401), 'session national.session without effect'],
    ['HTTP 403', json({}, 403), 'forbidden national.forbidden'],
    ['hints before the answer', (response, request) => { response.writeEarlyHints({ link: '</a>' }); json(SUCCESS)(response, request); }, 'delivered national.accepted'],
    ['more than a mebibyte', (response) => response.end(`{"error_code":0,"message":"${'x'.repeat(1_100_000)}"}`), 'unknown transport.too-large'],
    ['a reset', (_, request) => { request.socket.resetAndDestroy(); }, 'unknown transport.broken'],
    ['a connection closed in silence', (_, request) => { request.socket.end(); }, 'unknown transport.broken'],
    ['half of an answer', (response, request) => { response.writeHead(200, { 'content-length': '99' }).write('{"error_code":0', () => request.socket.end()); }, 'unknown transport.broken'],
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
    const elsewhere = new Portal();
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
    expect(await client.lookup(OURS, 's', within(2_000))).toMatchObject({ verdict: 'delivered', found: { kind: 'present', status: '4', steps: [] } });
    portal.respond = (response) => response.end('<html>');
    expect(await client.lookup(OURS, 's', within(2_000))).toMatchObject({ verdict: 'unknown', found: undefined });
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

describe('the deadline', () => {
  it('ends an exchange whose answer drips, and its connection', async () => {
    portal.respond = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => { clearInterval(drip); });
    };
    const began = performance.now();
    const answer = await client.push(CREATE, 's', within(200));
    expect(meaning(answer)).toBe('unknown transport.timeout');
    expect(answer.sentAt).toBeDefined();
    expect(performance.now() - began).toBeLessThan(1_000);
    await eventually(() => portal.closed === 1);
  });

  it('ends an exchange with a silent portal', async () => {
    portal.respond = () => undefined;
    expect(meaning(await client.push(CREATE, 's', within(150)))).toBe('unknown transport.timeout');
    await eventually(() => portal.closed === 1);
  });

  it('passed before anything: no connection is even made', async () => {
    const answer = await client.push(CREATE, 's', within(0));
    expect([meaning(answer), answer.sentAt]).toEqual(['expired transport.expired without effect', undefined]);
    expect(meaning(await client.push(CREATE, 's', within(2_000)))).toBe('delivered national.accepted');
    expect([portal.seen.length, portal.connections]).toEqual([1, 1]);
  });

  it('passes for a request that waits for a free connection', async () => {
    await client.close();
    client = connect({ connections: 1 });
    let release: () => void = () => undefined;
    portal.respond = (response, request) => { release = () => { json(SUCCESS)(response, request); }; };
    const first = client.push(CREATE, 's1', within(5_000));
    await eventually(() => portal.seen.length === 1);
    const waiting = await client.push(CREATE, 's2', within(100));
    expect([meaning(waiting), waiting.sentAt]).toEqual(['expired transport.expired without effect', undefined]);
    portal.respond = json(SUCCESS);
    release();
    expect(meaning(await first)).toBe('delivered national.accepted');
    expect(meaning(await client.push(CREATE, 's3', within(2_000)))).toBe('delivered national.accepted');
    expect(portal.seen.map(({ body }) => (body as { session: string }).session)).toEqual(['s1', 's3']);
  });

  it.each(['new', 'kept'])('is checked last of all: this process stood still before a %s connection was written to', async (connection) => {
    if (connection === 'kept') await client.push(CREATE, 'warm', within(2_000));
    const { bytes } = portal;
    const call = client.push(CREATE, 's', within(60));
    standStill(120);
    expect(meaning(await call)).toBe('expired transport.expired without effect');
    await client.close();
    await eventually(() => portal.closed === portal.connections);
    expect(portal.bytes).toBe(bytes);
  });

  it.each(['new', 'kept'])('is checked on the connected socket, not by a timer: %s connection', async (connection) => {
    if (connection === 'kept') await client.push(CREATE, 'warm', within(2_000));
    const { bytes } = portal;
    let leap = 0;
    const call = client.push(CREATE, 's', { at: performance.now() + 60_000, monotonic: () => performance.now() + leap });
    leap = 120_000;
    const answer = await call;
    expect([meaning(answer), answer.sentAt]).toEqual(['expired transport.expired without effect', undefined]);
    await client.close();
    await eventually(() => portal.connections > 0 && portal.closed === portal.connections);
    expect(portal.bytes).toBe(bytes);
  });
});

describe('no connection', () => {
  it('is without effect: refused, closed, or no TLS', async () => {
    const address = portal.address;
    const over = connect({ baseUrl: `https://${address}` });
    expect(meaning(await over.push(CREATE, 's', within(2_000)))).toBe('deferred transport.unreachable without effect');
    expect(portal.seen).toHaveLength(0);
    await over.close();
    await client.close();
    expect(meaning(await client.push(CREATE, 's', within(2_000)))).toBe('deferred transport.unreachable without effect');
    const nobody = new Portal();
    await nobody.open();
    const gone = connect({ baseUrl: `http://${nobody.address}` });
    await nobody.close();
    const answers = await Promise.all(Array.from({ length: 40 }, () => gone.push(CREATE, 's', within(2_000))));
    expect(new Set(answers.map(meaning))).toEqual(new Set(['deferred transport.unreachable without effect']));
    await gone.close();
  });
});

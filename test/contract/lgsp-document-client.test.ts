import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Call, PartnerClient } from '#protocols';
import {
  connectProvince,
  eventually,
  json,
  meaning,
  OURS,
  ScriptedPortal,
  standStill,
  within,
  type Respond,
} from '../support/scripted-portal.ts';

const DOCUMENT = { DocCode: OURS, CitizenName: 'Nguyễn Văn A' };
const CREATE: Call = { kind: 'create', items: [DOCUMENT] };
const TRACE: Call = { kind: 'steps', items: [{ DocCode: OURS, Comment: 'Thẩm định' }] };
const DONE = { Status: 200, Message: 'Thành công' };
const TOKEN = { access_token: 'tk-1', token_type: 'Bearer', expires_in: 3_600 };

let tokens: ScriptedPortal;
let documents: ScriptedPortal;
let client: PartnerClient;

beforeEach(async () => {
  [tokens, documents] = [new ScriptedPortal(), new ScriptedPortal()];
  await Promise.all([tokens.open(), documents.open()]);
  tokens.respond = json(TOKEN);
  documents.respond = json(DONE);
  client = connectProvince({ tokens, documents });
});

afterEach(async () => {
  await Promise.all([client.close(), tokens.close(), documents.close()]);
});

describe('what leaves', () => {
  it('is a form to the one host, and one bare object under a token to the other', async () => {
    await client.login(within(2_000));
    await client.push(CREATE, 'tk-1', within(2_000));
    await client.push({ ...CREATE, kind: 'update' }, 'tk-1', within(2_000));
    await client.push(TRACE, 'tk-2', within(2_000));
    expect(tokens.seen.map(({ url, body }) => [url, body])).toEqual([
      ['/lgsp/token', { grant_type: 'client_credentials', client_id: 'cổng', client_secret: 'bí mật&=' }],
    ]);
    expect(documents.seen.map(({ url, body }) => [url, body])).toEqual([
      ['/hoso/1.0/Document/SyncDocument', DOCUMENT],
      ['/hoso/1.0/Document/SyncDocument', DOCUMENT],
      ['/hoso/1.0/Document/UpdateDocumentTraces', TRACE.items[0]],
    ]);
    expect(tokens.seen[0]?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(tokens.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(documents.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer tk-1', 'Bearer tk-1', 'Bearer tk-2']);
    for (const { headers } of documents.seen)
      expect(headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' });
  });

  it('is never more than one object: several, or none, are a fault of ours', async () => {
    for (const items of [[], [DOCUMENT, DOCUMENT]])
      await expect(client.push({ kind: 'create', items }, 't', within(2_000))).rejects.toThrow('one object per call');
    expect(documents.connections).toBe(0);
  });

  it('uses connections again, and no more than allowed to each host', async () => {
    await client.close();
    client = connectProvince({ tokens, documents }, { connections: 2 });
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => client.push(CREATE, 't', within(2_000))),
      ...Array.from({ length: 6 }, () => client.login(within(2_000))),
    ]);
    expect(answers.every(({ verdict }) => verdict === 'delivered')).toBe(true);
    expect([documents.seen.length, documents.connections, tokens.seen.length, tokens.connections]).toEqual([20, 2, 6, 2]);
  });
});

describe('what comes back', () => {
  it('carries the raw answer and both times', async () => {
    const before = performance.now();
    const answer = await client.push(TRACE, 't', within(2_000));
    expect(answer).toMatchObject({ http: 200, code: '200', body: JSON.stringify(DONE), retryAfterMs: undefined });
    expect(answer.sentAt).toBeGreaterThanOrEqual(before);
    expect(answer.answeredAt).toBeGreaterThanOrEqual(answer.sentAt ?? Infinity);
  });

  it.each<[string, Respond, string]>([
    ['a refusal', json({ Status: 400, Message: 'Trường DocCode không được để trống' }), 'refused province.content'],
    ['HTML', (response) => response.end('<html>Thành công</html>'), 'unknown province.unreadable'],
    ['half an object', (response) => response.end('{"Status":200,'), 'unknown province.unreadable'],
    ['another success', json(DONE, 201), 'unknown province.http-status'],
    ['HTTP 500', json(DONE, 500), 'unknown province.server-error'],
    ['HTTP 503', json(DONE, 503), 'deferred province.unavailable without effect'],
    ['HTTP 401', json({}, 401), 'session province.session without effect'],
    ['HTTP 403', json({}, 403), 'forbidden province.forbidden'],
    [
      'too much',
      (response) => response.end(`{"Status":200,"Message":"${'x'.repeat(1_100_000)}"}`),
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
      'half of an answer',
      (response, request) => {
        response.writeHead(200, { 'content-length': '99' }).write('{"Status":200', () => request.socket.end());
      },
      'unknown transport.broken',
    ],
  ])('%s', async (_, respond, expected) => {
    documents.respond = respond;
    expect(meaning(await client.push(TRACE, 't', within(2_000)))).toBe(expected);
    documents.respond = json(DONE);
    expect(meaning(await client.push(TRACE, 't', within(2_000)))).toBe('delivered province.accepted');
    expect(documents.seen).toHaveLength(2); // the first was never repeated
  });

  it('never follows a redirect, of a document or of a token', async () => {
    const elsewhere = new ScriptedPortal();
    await elsewhere.open();
    for (const http of [301, 302, 307, 308]) {
      const away: Respond = (response) => response.writeHead(http, { location: `http://${elsewhere.address}/token` }).end();
      documents.respond = away;
      tokens.respond = away;
      expect(meaning(await client.push(CREATE, 't', within(2_000)))).toBe('unknown province.redirect');
      expect(meaning(await client.login(within(2_000)))).toBe('unknown province.redirect');
    }
    expect([documents.seen.length, tokens.seen.length, elsewhere.connections]).toEqual([4, 4, 0]);
    await elsewhere.close();
  });

  it('reads Retry-After', async () => {
    documents.respond = json({}, 429, { 'retry-after': '17' });
    expect(await client.push(CREATE, 't', within(2_000))).toMatchObject({ verdict: 'deferred', retryAfterMs: 17_000 });
  });
});

describe('a token', () => {
  it.each([
    [3_600, 60_000, 3_540_000],
    [90, 60_000, 45_000],
    [2, 60_000, 1_000],
    [2, 0, 2_000],
    [undefined, 60_000, undefined],
  ])('that lives for %j s is used, with a margin of %i ms, for %j ms', async (expires_in, tokenMarginMs, usableForMs) => {
    await client.close();
    client = connectProvince({ tokens, documents }, { tokenMarginMs });
    tokens.respond = json({ ...TOKEN, expires_in });
    expect(await client.login(within(2_000))).toMatchObject({ verdict: 'delivered', session: 'tk-1', usableForMs });
  });

  it('is kept out of everything else, and so is what it was got for', async () => {
    tokens.respond = json({ ...TOKEN, access_token: 'geheim-1' });
    const { session, ...rest } = await client.login(within(2_000));
    expect(session).toBe('geheim-1');
    expect(JSON.stringify(rest)).not.toMatch(/geheim|bí mật/);
    tokens.respond = json({ error: 'invalid_client', access_token: 'geheim-2' }, 400);
    expect(await client.login(within(2_000))).toMatchObject({ verdict: 'refused', session: undefined, body: undefined });
  });
});

describe('one host in trouble', () => {
  it('is no trouble of the other', async () => {
    tokens.respond = () => undefined;
    const login = client.login(within(300));
    expect(meaning(await client.push(CREATE, 't', within(2_000)))).toBe('delivered province.accepted');
    expect(meaning(await login)).toBe('unknown transport.timeout');
  });

  it('is without effect where no connection comes up', async () => {
    const nobody = new ScriptedPortal();
    await nobody.open();
    const gone = connectProvince({ tokens, documents: nobody });
    await nobody.close();
    expect(meaning(await gone.push(TRACE, 't', within(2_000)))).toBe('deferred transport.unreachable without effect');
    expect(meaning(await gone.login(within(2_000)))).toBe('delivered province.accepted');
    await gone.close();
  });
});

describe('the deadline', () => {
  it('ends an exchange with a silent portal, and its connection', async () => {
    documents.respond = () => undefined;
    expect(meaning(await client.push(TRACE, 't', within(150)))).toBe('unknown transport.timeout');
    await eventually(() => documents.closed === 1);
  });

  it('passed before anything, or while this process stood still: nothing leaves', async () => {
    expect(meaning(await client.push(TRACE, 't', within(0)))).toBe('expired transport.expired without effect');
    const call = client.push(TRACE, 't', within(60));
    standStill(120);
    expect(meaning(await call)).toBe('expired transport.expired without effect');
    expect(documents.seen).toHaveLength(0);
  });
});

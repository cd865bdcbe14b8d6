import { describe, expect, it } from '@jest/globals';
import type { Reply } from '#runtime';
import fc from 'fast-check';
import { readResult } from './answer.read.ts';
import { OUTCOME_TABLE } from './outcome-table.ts';
import { readToken } from './token.read.ts';

const OURS = 'H56.14797-261123-0001';
const OTHER = 'H56.14797-261123-0002';
type Push = Parameters<typeof readResult>[0];

function reply(body: unknown, http = 200, headers: Partial<Reply> = {}): Reply {
  return {
    http,
    retryAfter: undefined,
    date: undefined,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...headers,
  };
}

const result = (Status: unknown, Message: unknown = ''): object => ({ Status, Message });

function meaning(service: Push, body: unknown, http = 200): string {
  const { verdict, cause, withoutEffect } = readResult(service, reply(body, http), OURS);
  return `${verdict} ${cause}${withoutEffect ? ' without effect' : ''}`;
}

describe('a push', () => {
  it.each([200, '200', ' 200 '])('succeeded where HTTP and Status %j say so', (Status) => {
    expect(meaning('create', result(Status, 'Đồng bộ hồ sơ thành công'))).toBe('delivered province.accepted');
    expect(meaning('steps', { Status })).toBe('delivered province.accepted');
    expect(meaning('update', { Status, Message: null })).toBe('delivered province.accepted');
    expect(meaning('update', `\uFEFF${JSON.stringify(result(Status))}`)).toBe('delivered province.accepted');
  });

  it.each<[Push, string, unknown, number?]>([
    // content, by its code or by its words
    ['create', 'refused province.content', result(400, 'Trường DocTypeName không được để trống')],
    ['steps', 'refused province.content', result(422, 'x')],
    ['update', 'refused province.content', result(1, 'Ngày sai định dạng')],
    ['create', 'refused province.content', result(400, 'Dữ liệu không hợp lệ'), 400],
    ['create', 'refused province.content', result(400, 'Mã thủ tục không tồn tại')],
    ['steps', 'refused province.content', result(400, 'Đơn vị không tồn tại')],
    // the dossier is not there
    ['steps', 'not-found province.not-found', result(400, 'Hồ sơ không tồn tại trên hệ thống')],
    ['steps', 'not-found province.not-found', result(404, `Không tìm thấy hồ sơ ${OURS}`), 404],
    // it is there, and the portal does not update
    ['create', 'exists province.exists', result(400, 'Hồ sơ đã tồn tại trên hệ thống')],
    ['update', 'refused province.no-update', result(400, 'Hồ sơ đã tồn tại trên hệ thống')],
    ['steps', 'unknown province.unexplained', result(1, 'Tiến độ đã tồn tại')],
    // the token
    ['create', 'session province.session', result(401, 'x')],
    ['steps', 'session province.session', result(400, 'Token không hợp lệ hoặc đã hết hạn')],
    ['update', 'forbidden province.forbidden', result(403, 'x')],
    // busy
    ['create', 'deferred province.busy', result(500, 'Hệ thống đang bận, vui lòng thử lại sau')],
    ['steps', 'deferred province.busy', result(503, '')],
    ['steps', 'deferred province.busy', result(429, '')],
    // nothing explains it
    ['create', 'unknown province.unexplained', result(500, 'Lỗi')],
    ['create', 'unknown province.unexplained', result(404, 'x')],
    ['steps', 'unknown province.unexplained', result(0, 'Thành công')],
    // no MResult
    ['create', 'unknown province.unreadable', '<html>Thành công</html>'],
    ['create', 'unknown province.unreadable', '{"Status":200,'],
    ['create', 'unknown province.unreadable', ''],
    ['create', 'unknown province.unreadable', '[{"Status":200}]'],
    ['create', 'unknown province.unreadable', { status: 200, message: 'OK' }],
    ['create', 'unknown province.unreadable', { Message: 'Thành công' }],
    ['create', 'unknown province.unreadable', result('OK')],
    ['create', 'unknown province.unreadable', result(200.5)],
    ['create', 'unknown province.unreadable', result(200, { text: 'x' })],
    ['create', 'unknown province.http-status', '<html>Bad Request</html>', 400],
    // somebody else's answer
    ['create', 'unknown province.stale-reply', { access_token: 'x', Status: 200 }],
    ['steps', 'unknown province.stale-reply', result(200, `Đã nhận hồ sơ ${OTHER}`)],
    ['steps', 'unknown province.stale-reply', result(400, `Hồ sơ ${OTHER} không tồn tại`)],
    ['create', 'unknown province.contradictory', result(200, 'Thành công'), 400],
  ])('%s: %s', (service, expected, body, http = 200) => {
    expect(meaning(service, body, http)).toBe(expected);
  });

  it.each<[number, string]>([
    [201, 'unknown province.http-status'],
    [202, 'unknown province.http-status'],
    [204, 'unknown province.http-status'],
    [302, 'unknown province.redirect'],
    [308, 'unknown province.redirect'],
    [401, 'session province.session without effect'],
    [403, 'forbidden province.forbidden'],
    [429, 'deferred province.rate-limited without effect'],
    [500, 'unknown province.server-error'],
    [502, 'unknown province.server-error'],
    [503, 'deferred province.unavailable without effect'],
  ])('that HTTP answers with %i: %s, whatever the body says', (http, expected) => {
    for (const body of [result(200, 'Thành công'), result(400, 'không hợp lệ'), '<html>'])
      for (const service of ['create', 'update', 'steps'] as const) expect(meaning(service, body, http)).toBe(expected);
  });

  it('is waited with as long as the portal asks', () => {
    expect(readResult('steps', reply({}, 429, { retryAfter: '7' }), OURS).retryAfterMs).toBe(7_000);
    expect(readResult('steps', reply(result(400), 200, { retryAfter: '7' }), OURS).retryAfterMs).toBeUndefined();
  });

  it('is never taken for one that succeeded by what only looks like an answer', () => {
    const services = fc.constantFrom<Push>('create', 'update', 'steps');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), services, fc.integer({ min: 200, max: 599 }), (body, service, http) => {
        expect(readResult(service, reply(body, http), OURS).verdict).not.toBe('delivered');
      }),
    );
  });
});

describe('a login', () => {
  const token = { access_token: 'a.b-c_d~e+f/g==', token_type: 'Bearer', expires_in: 3_600, scope: 'default' };

  it('gives a token and how long it lives', () => {
    expect(readToken(reply(token))).toMatchObject({ verdict: 'delivered', token: token.access_token, lifetimeMs: 3_600_000 });
    expect(readToken(reply({ ...token, token_type: 'bearer', expires_in: '60' }))).toMatchObject({ lifetimeMs: 60_000 });
    const { token_type, ...untyped } = token;
    expect([token_type, readToken(reply(untyped)).verdict]).toEqual(['Bearer', 'delivered']);
  });

  it.each([undefined, null, 0, -1, 'soon', {}, true])('does not need to say so: %j', (expires_in) => {
    expect(readToken(reply({ ...token, expires_in }))).toMatchObject({ verdict: 'delivered', lifetimeMs: undefined });
  });

  it.each<[string, unknown, number]>([
    ['refused province.login-refused', { error: 'invalid_client' }, 400],
    ['refused province.login-refused', { error: 'unauthorized_client', access_token: 'x' }, 200],
    ['forbidden province.login-refused', { error: 'invalid_client' }, 401],
    ['forbidden province.login-refused', '<html>', 403],
    ['deferred province.busy', { error: 'temporarily_unavailable' }, 400],
    ['deferred province.rate-limited', {}, 429],
    ['deferred province.unavailable', '', 503],
    ['unknown province.unexplained', { error: 'server_error' }, 200],
    ['unknown province.unexplained', { error: 'invalid_request' }, 400],
    ['unknown province.http-status', '<html>', 400],
    ['unknown province.server-error', token, 500],
    ['unknown province.http-status', token, 201],
    ['unknown province.redirect', token, 302],
    ['unknown province.unreadable', '<html>', 200],
    ['unknown province.incomplete', {}, 200],
    ['unknown province.incomplete', { ...token, token_type: 'mac' }, 200],
    ['unknown province.incomplete', { ...token, access_token: '' }, 200],
    ['unknown province.incomplete', { ...token, access_token: 'a\r\nx: y' }, 200],
    ['unknown province.incomplete', { Status: 200, Message: 'Thành công' }, 200],
    ['unknown province.unexplained', token, 400],
  ])('%s: %j with HTTP %i', (expected, body, http) => {
    const { verdict, cause } = readToken(reply(body, http));
    expect(`${verdict} ${cause}`).toBe(expected);
  });
});

describe('the outcome table', () => {
  it('holds its fragments as they are compared, and ends with a line that always holds', () => {
    const fragments = OUTCOME_TABLE.flatMap(({ texts = [], beside = [], without = [] }) => [...texts, ...beside, ...without]);
    expect(fragments.length).toBeGreaterThan(30);
    expect(fragments.filter((fragment) => fragment !== fragment.normalize('NFC').toLowerCase())).toEqual([]);
    expect(OUTCOME_TABLE.at(-1)).toEqual({ http: [100, 999], verdict: 'unknown', cause: 'province.unexplained' });
  });

  it('says of nothing but HTTP 401, 429, 503 and of logins that it had no effect', () => {
    const sure = OUTCOME_TABLE.filter(({ withoutEffect, services }) => withoutEffect === true && services === undefined);
    expect(sure.map(({ http }) => http?.[0])).toEqual([429, 503, 401]);
  });
});

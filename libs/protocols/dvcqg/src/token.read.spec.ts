import { describe, expect, it } from '@jest/globals';
import { readToken } from './token.read.ts';

const GIVEN = { access_token: '70957605-a469', scope: 'default', token_type: 'Bearer', expires_in: 3_600 };

function read(body: unknown, http = 200): [string, string, string | undefined] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { verdict, cause, session } = readToken({ http, retryAfter: undefined, date: undefined, body: text });
  return [verdict, cause, session];
}

describe('the answer of a token service', () => {
  it.each([GIVEN, { ...GIVEN, token_type: 'bearer' }, { access_token: GIVEN.access_token }])('gives a token: %j', (body) => {
    expect(read(body)).toEqual(['delivered', 'national.accepted', 'Bearer 70957605-a469']);
  });

  it.each([
    ['another kind of token', { ...GIVEN, token_type: 'mac' }],
    ['a token that is no text', { ...GIVEN, access_token: 7 }],
    ['a token that would break the header', { ...GIVEN, access_token: 'a\r\nx: y' }],
    ['no token', { expires_in: 3_600 }],
    ['a session of the portal', { error_code: 0, session: 's' }],
    ['HTML', '<html>'],
  ])('is not understood: %s', (_, body) => {
    expect(read(body)).toEqual(['unknown', 'national.unreadable', undefined]);
  });

  it.each([
    [401, { error: 'invalid_client' }, 'forbidden', 'national.forbidden'],
    [400, { error: 'unauthorized_client' }, 'forbidden', 'national.forbidden'],
    [400, 'Bad Request', 'unknown', 'national.http-status'],
    [403, GIVEN, 'forbidden', 'national.forbidden'],
    [429, {}, 'deferred', 'national.rate-limited'],
    [302, GIVEN, 'unknown', 'national.redirect'],
    [500, GIVEN, 'unknown', 'national.server-error'],
  ])('with HTTP %i and %j is %s', (http, body, verdict, cause) => {
    expect(read(body, http).slice(0, 2)).toEqual([verdict, cause]);
  });
});

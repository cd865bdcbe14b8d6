import { describe, expect, it } from '@jest/globals';
import { cookieOf, tokenIn } from './cookie.ts';

const TOKEN = 'A'.repeat(43);

describe('the cookie of a session', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    [`gateway_operator=${TOKEN}`, TOKEN],
    [`a=b; gateway_operator=${TOKEN}; c=d`, TOKEN],
    [`gateway_operator=short; gateway_operator=${TOKEN}`, TOKEN],
    [`gateway_operator=${TOKEN}x`, undefined],
    [`gateway_operator="${TOKEN}"`, undefined],
    [`GATEWAY_OPERATOR=${TOKEN}`, undefined],
    [`x-gateway_operator=${TOKEN}`, undefined],
  ])('of %j is %j', (header, token) => {
    expect(tokenIn(header)).toBe(token);
  });

  it('is for no script, for no other site, and by TLS alone where it came by it', () => {
    expect(cookieOf({ token: TOKEN, maxAgeSeconds: 60, isSecure: true })).toBe(
      `gateway_operator=${TOKEN}; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure`,
    );
    expect(cookieOf({ token: '', maxAgeSeconds: 0, isSecure: false })).toBe(
      'gateway_operator=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    );
  });
});

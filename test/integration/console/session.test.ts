import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsole, type OpenConsole } from './open-console.ts';

let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole();
});

afterAll(async () => {
  await desk.close();
});

describe('a session', () => {
  it('begins with a login, shows whose it is, and ends with a logout', async () => {
    const begun = await desk.tryLogin(' Quan-Tri ');
    expect([begun.status, begun.body['operator']]).toEqual([
      200,
      { username: 'quan-tri', name: 'Người quan-tri', role: 'admin' },
    ]);
    const [pair = '', ...flags] = (begun.headers.get('set-cookie') ?? '').split('; ');
    expect(pair).toMatch(/^gateway_operator=[\w-]{43}$/);
    expect(flags).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict', expect.stringMatching(/^Max-Age=43\d\d\d$/)]);
    expect(await desk.ask('GET', '/api/session', { cookie: pair })).toMatchObject({ status: 200, body: begun.body });
    expect(await desk.ask('DELETE', '/api/session', { cookie: pair })).toMatchObject({ status: 204, text: '' });
    expect(await desk.ask('GET', '/api/session', { cookie: pair })).toMatchObject({
      status: 401,
      body: { code: 'session.none' },
    });
  });
});

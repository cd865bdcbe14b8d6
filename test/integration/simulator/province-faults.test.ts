import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { askToken, aTrace, callProvince, fetchToken } from '../../support/harness/province-client.ts';
import { TestProvince } from './open-province.ts';

const DONE = { http: 200, Status: 200 };
const NO_TOKEN = { http: 401, Status: 401, Message: 'Token không hợp lệ hoặc đã hết hạn' };

let province: TestProvince;
beforeAll(async () => {
  province = await TestProvince.open();
});
afterAll(() => province.close());
beforeEach(async () => {
  await province.reset();
  await province.sync();
});
afterEach(() => province.portal.faults());

describe('a fault', () => {
  const BUSY = { http: 200, Status: 500, Message: 'Hệ thống đang bận, vui lòng thử lại sau' };
  it.each([
    ['none', 1, DONE, 'accepted'],
    ['down', 0, undefined, 'fault'],
    ['slow', 1, DONE, 'accepted'],
    ['late', 1, undefined, 'accepted'],
    ['http-500', 0, { http: 500, text: 'Internal Server Error' }, 'fault'],
    ['http-429', 0, { http: 429, Status: 429, Message: 'Quá nhiều yêu cầu' }, 'fault'],
    ['http-403', 0, { http: 403, text: expect.stringContaining('<html>') }, 'fault'],
    ['login-refused', 1, DONE, 'accepted'],
    ['session-lost', 0, NO_TOKEN, 'session'],
    ['error-in-200', 0, BUSY, 'fault'],
    ['drop-reply', 1, undefined, 'accepted'],
    ['stale-reply', 1, { ...DONE, Message: 'Đồng bộ hồ sơ thành công' }, 'accepted'],
    ['garbage', 1, { http: 200, text: expect.stringContaining('<!DOCTYPE html>') }, 'accepted'],
  ])('of mode %s applies %i of the traces', async (mode, applied, expected, outcome) => {
    await province.portal.faults({ mode, delayMs: 20 });
    const answer = await province.trace().catch(() => undefined);
    if (expected === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject(expected);
    expect(await province.tracesHeld()).toBe(applied);
    expect((await province.outcomes()).at(-1)).toBe(outcome);
  });

  it.each([
    ['down', true, 1],
    ['http-500', true, 1],
    ['http-429', true, 1],
    ['http-403', true, 1],
    ['error-in-200', true, 1],
    ['session-lost', true, 1],
    ['drop-reply', false, 0],
    ['stale-reply', false, 0],
    ['garbage', false, 0],
    ['late', false, 0],
    ['slow', false, 0],
  ])('of mode %s with applied: %s applies %i', async (mode, applied, expected) => {
    await province.portal.faults({ mode, applied, delayMs: 20 });
    await province.trace().catch(() => undefined);
    expect(await province.tracesHeld()).toBe(expected);
  });

  it('http-429 says when to come back', async () => {
    await province.portal.faults({ mode: 'http-429', services: ['login'] });
    const answer = await fetch(`${province.url}/lgsp/token`, { method: 'POST', body: new URLSearchParams() });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('slow applies at once and answers late; late applies although nobody waits any more', async () => {
    await province.portal.faults({ mode: 'slow', delayMs: 1_000 });
    const answer = province.trace();
    await eventually(
      async () => {
        expect(await province.tracesHeld()).toBe(1);
      },
      { withinMs: 900 },
    );
    expect(await answer).toMatchObject(DONE);
    await province.portal.faults({ mode: 'late', delayMs: 1_000 });
    const later = aTrace(province.code, { Status: 9 });
    const { url, token } = province;
    const inTime = callProvince(url, { token, service: 'UpdateDocumentTraces', body: later, withinMs: 300 });
    await expect(inTime).rejects.toThrow();
    expect(await province.tracesHeld()).toBe(1);
    await eventually(async () => {
      expect(await province.tracesHeld()).toBe(2);
    });
  });

  it('session-lost ends every token; what was held stays, and a new token opens again', async () => {
    const other = await fetchToken(province.url);
    await province.portal.faults({ mode: 'session-lost' });
    expect(await province.trace()).toEqual(NO_TOKEN);
    await province.portal.faults();
    expect(await province.trace()).toEqual(NO_TOKEN);
    province.token = other;
    expect(await province.trace()).toEqual(NO_TOKEN);
    province.token = await fetchToken(province.url);
    expect(await province.trace()).toMatchObject(DONE);
  });

  it('login-refused is about tokens, and leaves those alive that were given', async () => {
    await province.portal.faults({ mode: 'login-refused' });
    expect(await askToken(province.url)).toMatchObject({ http: 401, error: 'invalid_client' });
    expect(await province.trace()).toMatchObject(DONE);
  });

  it('strikes logins only when it names them', async () => {
    await province.portal.faults({ mode: 'down' });
    expect(await askToken(province.url)).toMatchObject({ http: 200 });
    await province.portal.faults({ mode: 'down', services: ['login'] });
    await expect(askToken(province.url)).rejects.toThrow();
    await province.portal.faults({ mode: 'garbage', services: ['login'] });
    expect(await askToken(province.url)).toMatchObject({ http: 200, text: expect.stringContaining('<html>') });
  });

  it('leaves other services, other codes and the time after `until` alone', async () => {
    await province.portal.faults(
      { mode: 'down', services: ['SyncDocument'] },
      { mode: 'down', codes: ['other'] },
      { mode: 'down', until: '2020-01-01T00:00:00Z' },
    );
    expect(await province.trace()).toMatchObject(DONE);
    await expect(province.sync()).rejects.toThrow();
  });

  it('stale-reply gives the answer of the call before, whatever that was', async () => {
    await province.portal.faults({ mode: 'stale-reply', services: ['UpdateDocumentTraces'] });
    const { access_token } = await askToken(province.url);
    expect(await province.trace()).toMatchObject({ http: 200, access_token });
    const good = province.token;
    province.token = 'x';
    expect(await province.sync()).toEqual(NO_TOKEN);
    province.token = good;
    expect(await province.trace({ Status: 9 })).toEqual(NO_TOKEN);
    expect(await province.tracesHeld()).toBe(2);
  });

  it('strikes the share of `rate`, the same for the same seed', async () => {
    const run = async (): Promise<boolean[]> => {
      await province.portal.faults({ mode: 'error-in-200', rate: 0.5, seed: 7 });
      const results: boolean[] = [];
      for (let index = 0; index < 20; index += 1) results.push((await province.trace()).Status === 200);
      return results;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('forgets traces or dossiers, once, and then takes them as new', async () => {
    await province.trace();
    await province.portal.forget([province.code], 'steps');
    expect(await province.tracesHeld()).toBe(0);
    expect(await province.trace()).toMatchObject(DONE);
    expect(await province.tracesHeld()).toBe(1);
    await province.portal.forget([province.code]);
    expect(await province.portal.read(province.code)).toBeUndefined();
    expect(await province.trace()).toMatchObject({ Message: 'Hồ sơ không tồn tại trên hệ thống' });
    expect(await province.sync()).toMatchObject(DONE);
    expect((await province.held()).records.map(({ n }) => n)).toEqual([4]);
  });

  it('is named in all its faulty members when it is wrong, and nothing changes', async () => {
    const put = async (what: string, body: object): Promise<[number, string[]]> => {
      const request = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const answer = await fetch(`${province.url}/_sim/province/${what}`, request);
      const { problems } = (await answer.json()) as { problems: { field: string }[] };
      return [answer.status, problems.map(({ field }) => field).sort()];
    };
    expect(await put('faults', { mode: 'explode', rate: 2, colour: 'red' })).toEqual([422, ['/colour', '/mode', '/rate']]);
    expect(await put('settings', { upsert: 1, traceStatus: 'none', lookup: 'none' })).toEqual([422, ['/traceStatus', '/upsert']]);
    expect(await province.portal.faultsInForce()).toEqual([]);
    expect(await province.portal.settings()).toMatchObject({ upsert: true });
    await expect(province.portal.list(0, 1_001)).rejects.toThrow('/limit');
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { DatabaseAway, type DeskLedger, type OperatorSession } from '#ledger';
import { Clock, type Log } from '#runtime';
import { startConsole, type RunningConsole } from './start.ts';

const COOKIE = `gateway_operator=${'A'.repeat(43)}`;
const LAN: OperatorSession = {
  ...{ username: 'lan', name: 'Lan', role: 'admin', isStale: false },
  expiresAt: new Date('2026-11-26T20:00:00Z'),
};

let running: RunningConsole | undefined;
const faults: unknown[] = [];

afterEach(async () => {
  await running?.close();
  running = undefined;
  faults.length = 0;
});

type Stub = Partial<Record<'read' | 'list' | 'find', () => Promise<unknown>>>;

/** A console over a ledger that fails in ways that a real one only does when its database is broken. */
async function open({ read = () => Promise.resolve(LAN), list = () => Promise.resolve([]), find }: Stub): Promise<string> {
  const ledger = {
    operators: { read, list, find },
    hashToken: () => Buffer.alloc(32),
    ping: () => Promise.reject(new DatabaseAway(undefined)),
  } as unknown as DeskLedger;
  const log: Log = {
    event: () => undefined,
    error: (error) => {
      faults.push(error);
    },
  };
  running = await startConsole({ ledger, clock: new Clock(), log, port: 0, host: '127.0.0.1' });
  return running.url;
}

const ask = (url: string): Promise<Response> => fetch(url, { headers: { cookie: COOKIE } });

describe('the console', () => {
  it.each<[string, Stub]>([
    ['whose session a request comes with', { read: () => Promise.reject(new DatabaseAway(undefined)) }],
    ['what is asked for', { list: () => Promise.reject(new DatabaseAway(undefined)) }],
  ])('asks to try later when the database cannot tell %s', async (_what, stub) => {
    const answer = await ask(`${await open(stub)}/api/operators`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'database.away', status: 503 });
    expect(faults).toEqual([]);
  });

  it('asks who logs in to try later too', async () => {
    const url = await open({ find: () => Promise.reject(new DatabaseAway(undefined)) });
    const login = (): Promise<Response> =>
      fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-requested-by': 'console' },
        body: JSON.stringify({ username: 'lan', password: 'x' }),
      });
    // What nobody could try does not count as a try.
    for (let count = 0; count < 15; count += 1) expect((await login()).status).toBe(503);
  });

  it('answers a fault of its own without details and logs it', async () => {
    const fault = new Error('secret detail');
    const answer = await ask(`${await open({ list: () => Promise.reject(fault) })}/api/operators`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(faults).toEqual([fault]);
  });

  it('lives without the database, and is not ready', async () => {
    const url = await open({});
    expect([(await fetch(`${url}/health/live`)).status, (await fetch(`${url}/health/ready`)).status]).toEqual([200, 503]);
  });
});

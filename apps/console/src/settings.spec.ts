import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '#runtime';
import { ConsoleSettings } from './settings.ts';

const GIVEN = { DATABASE_URL_DESK: 'postgres://desk@127.0.0.1/gateway' };

describe('the settings of the console', () => {
  it('have defaults, and the role of the desk before the owner', () => {
    const settings = readEnvironment(ConsoleSettings, { ...GIVEN, DATABASE_URL: 'postgres://owner@127.0.0.1/gateway' });
    expect(settings).toMatchObject({ port: 8081, host: '127.0.0.1', poolSize: 5, sessionMinutes: 720, idleMinutes: 120 });
    expect([settings.databaseUrl, settings.proxies]).toEqual([GIVEN.DATABASE_URL_DESK, []]);
    expect(readEnvironment(ConsoleSettings, { ...GIVEN, TRUST_PROXY: '10.0.0.1, 10.1.0.0/16' }).proxies).toHaveLength(2);
  });

  it.each([
    ['CONSOLE_PORT', '99999'],
    ['BIND_ADDRESS', 'here'],
    ['CONSOLE_SESSION_MINUTES', '1'],
    ['CONSOLE_IDLE_MINUTES', '100000'],
    ['TRUST_PROXY', 'proxy'],
    ['DATABASE_URL_DESK', 'mysql://x'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => readEnvironment(ConsoleSettings, { ...GIVEN, [name]: value })).toThrow(name);
  });
});

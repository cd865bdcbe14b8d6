import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PartnerClient } from '#protocols';
import {
  connect,
  CREATE,
  eventually,
  json,
  meaning,
  ScriptedPortal,
  standStill,
  SUCCESS,
  within,
} from '../support/scripted-portal.ts';

let portal: ScriptedPortal;
let client: PartnerClient;

beforeEach(async () => {
  portal = new ScriptedPortal();
  await portal.open();
  client = connect(portal);
});

afterEach(async () => {
  await Promise.all([client.close(), portal.close()]);
});

describe('the deadline', () => {
  it('ends an exchange whose answer drips, and its connection', async () => {
    portal.respond = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
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
    client = connect(portal, { connections: 1 });
    let release: () => void = () => undefined;
    portal.respond = (response, request) => {
      release = () => {
        json(SUCCESS)(response, request);
      };
    };
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

  it.each(['new', 'kept'])(
    'is checked last of all: this process stood still before a %s connection was written to',
    async (connection) => {
      if (connection === 'kept') await client.push(CREATE, 'warm', within(2_000));
      const { bytes } = portal;
      const call = client.push(CREATE, 's', within(60));
      standStill(120);
      expect(meaning(await call)).toBe('expired transport.expired without effect');
      await client.close();
      await eventually(() => portal.closed === portal.connections);
      expect(portal.bytes).toBe(bytes);
    },
  );

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

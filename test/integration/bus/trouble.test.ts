import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { BrokerAway, NotConfirmed, type Bus } from '#bus';
import { depthOf } from './depth-of.ts';
import { findRabbitMq } from '../../../apps/standalone/src/broker/node-home.ts';
import { eventually } from '../../support/eventually.ts';
import { startRabbitServer, type RabbitServer } from '../../support/rabbit-server.ts';
import { openTestBus, type TestBus } from './open-test-bus.ts';

/** What became of one small message. */
async function outcomeOf(bus: Bus, queue: string): Promise<string> {
  try {
    await bus.publish({ to: { queue }, type: 'count', body: 1 });
    return 'confirmed';
  } catch (error) {
    if (error instanceof BrokerAway || error instanceof NotConfirmed) return error.outcome;
    throw error;
  }
}

// With a broker from outside (TEST_AMQP_URL), which nobody may kill, there need be none on this machine.
const whereInstalled = findRabbitMq() === undefined ? describe.skip : describe;

whereInstalled('the road through a broker in trouble', () => {
  let broker: RabbitServer;
  let road: TestBus | undefined;

  beforeAll(async () => {
    broker = await startRabbitServer();
  });

  afterEach(async () => {
    await road?.bus.close();
    road = undefined;
  });

  afterAll(async () => {
    await broker.stop();
  });

  it('refuses at once while the broker is away, and consumes and publishes again when it is back, without a hand', async () => {
    road = await openTestBus(broker.url, 'crash');
    const { bus, queue } = road;
    const received: unknown[] = [];
    bus.consume(queue, {
      prefetch: 10,
      onMessage: async ({ body }) => {
        received.push(body);
        await Promise.resolve();
      },
    });
    await bus.publish({ to: { queue }, type: 'count', body: 'before' });
    await broker.settle();
    await broker.halt();
    await eventually(() => bus.state() === 'away');
    const since = performance.now();
    const refused = await Promise.all(Array.from({ length: 2_000 }, () => outcomeOf(bus, queue)));
    expect(new Set(refused)).toEqual(new Set(['away']));
    // A single one that waited for its confirm would take five seconds.
    expect(performance.now() - since).toBeLessThan(4_000);
    await broker.resume();
    await eventually(() => bus.state() === 'connected');
    await bus.publish({ to: { queue }, type: 'count', body: 'after' });
    await eventually(() => received.includes('after'));
    // Nothing that was refused was kept back to be sent later.
    expect(received.filter((body) => body === 1)).toEqual([]);
    expect(road.states).toEqual(['connected', 'away', 'connected']);
    expect(JSON.stringify(road.events)).not.toContain(broker.home.account.password);
  });

  it('opens without a broker, in no time, and finds it when it comes, empty', async () => {
    await broker.halt();
    const since = performance.now();
    road = await openTestBus(broker.url, 'later');
    expect(performance.now() - since).toBeLessThan(1_000);
    const { bus, queue, events } = road;
    expect(bus.state()).toBe('away');
    await broker.wipe();
    await eventually(() => bus.state() === 'connected');
    expect(await outcomeOf(bus, queue)).toBe('confirmed');
    // However often it tried, the same reason is said once for each of the two connections.
    expect(events.filter(({ name }) => name === 'broker.lost').length).toBeLessThan(6);
  });

  it('is blocked while the broker takes nothing, refuses at once, and goes on when it takes again', async () => {
    road = await openTestBus(broker.url, 'alarm', { confirmWithinMs: 1_000 });
    const { bus, queue, states } = road;
    await broker.alarm(true);
    // The broker says so to those who try.
    await eventually(async () => (await outcomeOf(bus, queue)) === 'blocked');
    expect(bus.state()).toBe('blocked');
    const refused = await Promise.all(Array.from({ length: 500 }, () => outcomeOf(bus, queue)));
    expect(new Set(refused)).toEqual(new Set(['blocked']));
    await broker.alarm(false);
    await eventually(() => bus.state() === 'connected');
    expect(await outcomeOf(bus, queue)).toBe('confirmed');
    expect(states).toEqual(['connected', 'blocked', 'connected']);
    // The one that met the alarm, a few tries before it was told, the last one; none of the five hundred.
    expect(await depthOf(broker.url, queue)).toBeLessThan(10);
  });

  it('closes in time also while the broker reads nothing', async () => {
    road = await openTestBus(broker.url, 'alarm', { confirmWithinMs: 1_000 });
    const { bus, queue } = road;
    await broker.alarm(true);
    await eventually(async () => (await outcomeOf(bus, queue)) === 'blocked');
    const since = performance.now();
    await bus.close();
    expect(performance.now() - since).toBeLessThan(3_000);
    await broker.alarm(false);
  });

  it('passes over an address where nobody is, and one where nobody answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    road = await openTestBus(`amqp://127.0.0.1:1, amqp://127.0.0.1:${String(port)} ${broker.url}`, 'several');
    const { bus } = road;
    await eventually(() => bus.state() === 'connected');
    silent.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'amqplib';
import { BrokerAway, EVENTS, lanesTopology, NotConfirmed, TopologyMismatch, type BusOptions, type Incoming } from '#bus';
import { depthOf } from './depth-of.ts';
import { eventually } from '../../support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../support/vhosts.ts';
import { openTestBus, type TestBus } from './open-test-bus.ts';

const settle = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 0));
};

describe('the road through a broker that is well', () => {
  let vhost: TestVhost;
  let road: TestBus;

  beforeAll(async () => {
    vhost = await createTestVhost();
    road = await openTestBus(vhost.url, 'well');
  });

  // One that a failed test left open would keep the run from ending.
  const others: TestBus[] = [];
  const openAnother = async (...how: [destination: string, more?: Partial<BusOptions>]): Promise<TestBus> => {
    const another = await openTestBus(vhost.url, ...how);
    others.push(another);
    return another;
  };

  afterAll(async () => {
    await Promise.all([road, ...others].map(({ bus }) => bus.close()));
    await vhost.drop();
  });

  it('is connected as soon as it is open, and says so once', () => {
    expect(road.bus.state()).toBe('connected');
    expect(road.states).toEqual(['connected']);
    expect(road.events.map(({ name }) => name)).toEqual(['broker.connected']);
    expect(JSON.stringify(road.events)).not.toContain(new URL(vhost.url).password);
  });

  it('brings what was published, as it was', async () => {
    const received: Incoming[] = [];
    const consumer = road.bus.consume(road.queue, {
      prefetch: 4,
      onMessage: async (message) => {
        received.push(message);
        await settle();
      },
    });
    await road.bus.publish({ to: { queue: road.queue }, type: 'lanes.due', body: { lanes: ['a', 'b'] } });
    await eventually(() => received.length === 1);
    expect(received[0]).toMatchObject({ type: 'lanes.due', body: { lanes: ['a', 'b'] }, deliveries: 0 });
    await consumer.stop();
  });

  it('keeps more messages than its window in turn, and loses none', async () => {
    const seen = new Set<unknown>();
    const consumer = road.bus.consume(road.queue, {
      prefetch: 50,
      onMessage: async ({ body }) => {
        seen.add(body);
        await settle();
      },
    });
    const numbers = Array.from({ length: 600 }, (_, index) => index);
    await Promise.all(numbers.map((body) => road.bus.publish({ to: { queue: road.queue }, type: 'count', body })));
    await eventually(() => seen.size === numbers.length);
    await consumer.stop();
  });

  it('lets some wait for a place in its window, and refuses what is too much', async () => {
    const narrow = await openAnother('narrow', { window: 4 });
    const publishing = Array.from({ length: 50 }, (_, body) =>
      narrow.bus.publish({ to: { queue: narrow.queue }, type: 'count', body }),
    );
    const settled = await Promise.allSettled(publishing);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(4 + 8 * 4);
    expect(settled.at(-1)).toEqual({ status: 'rejected', reason: new BrokerAway('full') });
  });

  it('gives a message out again when its handler failed, and never a second time when it did not', async () => {
    const deliveries: number[] = [];
    const consumer = road.bus.consume(road.queue, {
      prefetch: 1,
      onMessage: async ({ deliveries: before }) => {
        deliveries.push(before);
        await settle();
        if (before < 2) throw new Error('not now');
      },
    });
    await road.bus.publish({ to: { queue: road.queue }, type: 'lanes.due', body: 1 });
    await eventually(() => deliveries.length === 3);
    await consumer.stop();
    expect(deliveries).toEqual([0, 1, 2]);
    const depth = await depthOf(vhost.url, road.queue);
    expect(depth).toBe(0);
  });

  it('hands over a message that is no JSON without a body', async () => {
    const bodies: unknown[] = [];
    const consumer = road.bus.consume(road.queue, {
      prefetch: 1,
      onMessage: async ({ body }) => {
        bodies.push(body);
        await settle();
      },
    });
    const connection = await connect(vhost.url);
    const channel = await connection.createConfirmChannel();
    channel.sendToQueue(road.queue, Buffer.from('{oops'));
    await channel.waitForConfirms();
    await connection.close();
    await eventually(() => bodies.length === 1);
    expect(bodies).toEqual([undefined]);
    await consumer.stop();
  });

  it('confirms an event that nobody listens to, and brings it to those who do', async () => {
    const event = { to: { exchange: EVENTS, key: 'dossier.accepted' }, type: 'dossier.accepted', body: { code: 'X' } };
    await road.bus.publish(event);
    const connection = await connect(vhost.url);
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, EVENTS, 'dossier.*');
    await road.bus.publish(event);
    const message = await channel.get(queue, { noAck: true });
    expect(message === false ? undefined : message.properties.type).toBe('dossier.accepted');
    expect(message === false ? undefined : message.properties.deliveryMode).toBe(2);
    await connection.close();
  });

  it('says that a command went nowhere when its queue was deleted, and makes the queue again', async () => {
    const connection = await connect(vhost.url);
    await (await connection.createChannel()).deleteQueue(road.queue);
    await connection.close();
    const lost = road.bus.publish({ to: { queue: road.queue }, type: 'lanes.due', body: 1 });
    await expect(lost).rejects.toEqual(new NotConfirmed('unroutable'));
    await eventually(() => road.bus.publish({ to: { queue: road.queue }, type: 'lanes.due', body: 2 }));
    expect(await depthOf(vhost.url, road.queue)).toBe(1);
  });

  it('waits for the handlers under way when it stops, and leaves the rest in the queue', async () => {
    const other = await openAnother('drain');
    const finish: (() => void)[] = [];
    let done = 0;
    for (const body of [1, 2, 3]) await other.bus.publish({ to: { queue: other.queue }, type: 'count', body });
    other.bus.consume(other.queue, {
      prefetch: 2,
      onMessage: async () => {
        await new Promise<void>((resolve) => finish.push(resolve));
        done += 1;
      },
    });
    await eventually(() => finish.length === 2);
    const closed = other.bus.close();
    // Time enough for a stop that does not wait to be over: what the handlers hold is not given back meanwhile.
    for (let look = 0; look < 5; look += 1) expect(await depthOf(vhost.url, other.queue)).toBe(1);
    await expect(Promise.race([closed.then(() => 'closed'), settle()])).resolves.toBeUndefined();
    finish.forEach((resolve) => {
      resolve();
    });
    await closed;
    expect(done).toBe(2);
    expect(finish).toHaveLength(2);
    expect(await depthOf(vhost.url, other.queue)).toBe(1);
  });

  it('refuses to open over a queue of another kind, and says which, what differs and what to do', async () => {
    const topology = lanesTopology(['odd']);
    const connection = await connect(vhost.url);
    const channel = await connection.createChannel();
    await channel.assertQueue('gateway.lanes.odd', { durable: true, arguments: { 'x-queue-type': 'classic' } });
    const failure: unknown = await openTestBus(vhost.url, 'odd', { topology }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TopologyMismatch);
    expect(String(failure)).toMatch(/gateway\.lanes\.odd.*x-\S+: cần\/wanted .*, có\/found /);
    expect(String(failure)).toMatch(/rabbitmqctl delete_queue .*gateway\.lanes\.odd[^]*Stop the gateway/);
    await channel.deleteQueue('gateway.lanes.odd');
    await channel.assertQueue('gateway.lanes.odd', { arguments: { ...topology.queues[0]?.arguments, 'x-delivery-limit': 3 } });
    await expect(openTestBus(vhost.url, 'odd', { topology })).rejects.toThrow(/x-delivery-limit/);
    await connection.close();
  });
});

import { connect } from 'amqplib';
import { laneQueue } from '#bus';
import type { RabbitServer } from '../rabbit-server.ts';

/** What may happen to a broker: a crash, a crash with all that it held lost, its queues emptied, no room on its disk. */
export type BrokerBlow = 'killed' | 'wiped' | 'purged' | 'full';

/** A stretch of this process's clock, in milliseconds of `performance.now()`. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

const FULL_MS = 4_000;

/**
 * Deals a broker a blow and brings it back; resolves when it is well again. A kill and a wipe take about 8 s. Answers a time in which the
 * broker certainly took nothing, where the blow has one.
 */
export async function strikeBroker(
  broker: RabbitServer,
  blow: BrokerBlow,
  destinations: readonly string[],
): Promise<Stretch | undefined> {
  switch (blow) {
    case 'killed':
      // A quorum queue that was just made would not survive it: a fault of RabbitMQ 3.10, not of the road.
      await broker.settle();
      await broker.halt();
      return firstHalfOf(() => broker.resume());
    case 'wiped':
      await broker.halt();
      return firstHalfOf(() => broker.wipe());
    case 'purged':
      await purge(broker.url, destinations);
      return undefined;
    case 'full': {
      await broker.alarm(true);
      const from = performance.now();
      await new Promise((resolve) => setTimeout(resolve, FULL_MS));
      const until = performance.now();
      await broker.alarm(false);
      return { from, until };
    }
  }
}

/** A broker that starts takes connections some time before it is known to. */
async function firstHalfOf(start: () => Promise<void>): Promise<Stretch> {
  const from = performance.now();
  await start();
  return { from, until: (from + performance.now()) / 2 };
}

/** Empties the queues of these destinations. Hints that a relay has already taken are not in them. */
async function purge(url: string, destinations: readonly string[]): Promise<void> {
  const connection = await connect(url);
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    for (const destination of destinations) await channel.purgeQueue(laneQueue(destination));
  } finally {
    await connection.close();
  }
}

import { connect } from 'amqplib';
import { laneQueue } from '#bus';
import type { RabbitServer } from '../rabbit-server.ts';

/** What may happen to a broker: a crash, a crash with all that it held lost, its queues emptied, no room on its disk. */
export type BrokerBlow = 'killed' | 'wiped' | 'purged' | 'full';

const FULL_MS = 4_000;

/** Deals a broker a blow and brings it back; resolves when it is well again. A kill and a wipe take about 8 s. */
export async function strikeBroker(broker: RabbitServer, blow: BrokerBlow, destinations: readonly string[]): Promise<void> {
  switch (blow) {
    case 'killed':
      // A quorum queue that was just made would not survive it: a fault of RabbitMQ 3.10, not of the road.
      await broker.settle();
      await broker.halt();
      return broker.resume();
    case 'wiped':
      return broker.wipe();
    case 'purged':
      await purge(broker.url, destinations);
      return;
    case 'full':
      await broker.alarm(true);
      await new Promise((resolve) => setTimeout(resolve, FULL_MS));
      return broker.alarm(false);
  }
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

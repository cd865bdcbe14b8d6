import { connect, type Channel, type ChannelModel } from 'amqplib';

/** The queue between the two processes of the floor. */
export const QUEUE = 'floor.dossiers';

/** A connection to the broker that loses no 40 ms to Nagle's algorithm. Whoever loses it ends: this floor is not made for failures. */
export async function connectBroker(): Promise<ChannelModel> {
  const connection = await connect(process.env['AMQP_URL'] ?? '', { noDelay: true });
  connection.on('error', (error: Error) => {
    throw error;
  });
  return connection;
}

/** Both processes declare it: either may be first. */
export async function assertQueue(channel: Channel): Promise<void> {
  await channel.assertQueue(QUEUE, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
}

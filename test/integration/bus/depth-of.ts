import { connect } from 'amqplib';

/** How many messages wait in a queue, those that somebody holds not counted. */
export async function depthOf(url: string, queue: string): Promise<number> {
  const connection = await connect(url);
  const { messageCount } = await (await connection.createChannel()).checkQueue(queue);
  await connection.close();
  return messageCount;
}

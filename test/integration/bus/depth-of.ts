import { connect, type Replies } from 'amqplib';

/** How many messages wait in a queue, those that somebody holds not counted. */
export async function depthOf(url: string, queue: string): Promise<number> {
  const { messageCount } = await look(url, queue);
  return messageCount;
}

/** How many consume it. */
export async function consumersOf(url: string, queue: string): Promise<number> {
  const { consumerCount } = await look(url, queue);
  return consumerCount;
}

async function look(url: string, queue: string): Promise<Replies.AssertQueue> {
  const connection = await connect(url);
  const found = await (await connection.createChannel()).checkQueue(queue);
  await connection.close();
  return found;
}

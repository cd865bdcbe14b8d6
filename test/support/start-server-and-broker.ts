import { startRabbitServer } from './rabbit-server.ts';
import startServer, { type Started } from './start-server.ts';

/** The database of the run and a RabbitMQ beside it, for the projects that need both. */
export default async function startServerAndBroker(): Promise<void> {
  await Promise.all([startServer(), startBroker()]);
}

/** None where `TEST_AMQP_URL` names one. */
async function startBroker(): Promise<void> {
  const started = globalThis as Started;
  if (started.testBroker !== undefined || (process.env['TEST_AMQP_URL'] ?? '') !== '') return;
  const broker = await startRabbitServer();
  started.testBroker = broker;
  process.env['TEST_AMQP_URL'] = broker.url;
  process.env['TEST_RABBIT_NODE'] = JSON.stringify(broker.home);
}

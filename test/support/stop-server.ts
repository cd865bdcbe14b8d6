import type { Started } from './start-server.ts';

/** Ends the server of the run, and its broker where it has one, and removes their data. */
export default async function stopServer(): Promise<void> {
  const started = globalThis as Started;
  await Promise.all([started.testServer?.stop(), started.testBroker?.stop()]);
  delete started.testServer;
  delete started.testBroker;
}

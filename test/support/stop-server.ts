import type { Started } from './start-server.ts';

/** Ends the server of the run and removes its data. */
export default async function stopServer(): Promise<void> {
  const started = globalThis as Started;
  await started.testServer?.stop();
  delete started.testServer;
}

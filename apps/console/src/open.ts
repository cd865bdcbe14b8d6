import { openDeskLedger, type SessionTerms } from '#ledger';
import { Clock, type Log, type Secrets } from '#runtime';
import { serveReferencePage } from './openapi/pages.ts';
import { BUILT_PAGE, servePage } from './page/serve-page.ts';
import { startConsole, type RunningConsole } from './start.ts';

/** What the process of the console is opened with. */
export interface OpeningOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly port: number;
  readonly host: string;
  readonly trustProxy: readonly string[];
  readonly sessions: SessionTerms;
  readonly secrets: Secrets;
  readonly log: Log;
}

/** Opens the console on a ledger of its own, with the pages that only the process serves. */
export async function openConsole(options: OpeningOptions): Promise<RunningConsole> {
  const { databaseUrl: url, poolSize, secrets, log, sessions, port, host, trustProxy } = options;
  const clock = new Clock();
  const ledger = await openDeskLedger({ url, clock, log, secrets, poolSize, sessions });
  const running = await startConsole({
    ...{ ledger, clock, log, port, host, trustProxy },
    pages: async (app, server) => {
      serveReferencePage(app, server);
      await servePage(server, BUILT_PAGE);
    },
  });
  return {
    ...running,
    close: async () => {
      await running.close();
      await ledger.close();
    },
  };
}

import { hostname } from 'node:os';
import { instantOf, legalDay } from '#canonical';
import { openLedger, type Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { Clock, serveHealth, type HealthOptions, type Log, type Running, type Secrets } from '#runtime';
import { Breaker } from './breaker.ts';
import { checkTables, speak } from './dialects.ts';
import type { Road } from './road.ts';
import { Runner } from './runner.ts';
import { SessionKeeper } from './session-keeper.ts';

/** How a relay is started. */
export interface RelayOptions {
  readonly databaseUrl: string;
  readonly pool: number;
  readonly destinations: readonly DestinationSettings[];
  readonly secrets: Secrets;
  readonly log: Log;
  /** Where health and metrics are shown; port 0 = nowhere. */
  readonly health: Pick<HealthOptions, 'port' | 'bindAddress'>;
}

/** Starts a relay: one runner per destination. Any number of relays may run beside each other. */
export async function startRelay({ databaseUrl, pool, destinations, secrets, log, health }: RelayOptions): Promise<Running> {
  const spoken = destinations.map((destination) => ({ destination, ...speak(destination) }));
  const clock = new Clock();
  const runners: Runner[] = [];
  const ledger = await openLedger(
    { url: databaseUrl, application: 'relay', clock, log, secrets, poolSize: pool, accepts: false },
    {
      onLanesDue: () => {
        runners.forEach((runner) => {
          runner.notice();
        });
      },
    },
  );
  const today = legalDay(instantOf(clock.now()));
  for (const parts of spoken) checkTables(parts, ledger.codes(), today);
  for (const parts of spoken) runners.push(new Runner(buildRoad({ ...parts, ledger, clock, log })));
  runners.forEach((runner) => {
    runner.start();
  });
  const shown = await serveHealth({ ...health, ready: () => ledger.ping() });
  return {
    close: async () => {
      await shown.close();
      await Promise.all(runners.map((runner) => runner.stop()));
      await Promise.all(spoken.map(({ client }) => client.close()));
      await ledger.close();
    },
  };
}

function buildRoad(
  parts: { ledger: Ledger; destination: DestinationSettings; clock: Clock; log: Log } & Pick<Road, 'writer' | 'client'>,
): Road {
  const { destination } = parts;
  const holder = `${hostname()}:${String(process.pid)}`;
  const can = {
    lookup: destination.lookup,
    stepsPerCall: destination.stepsPerCall,
    resendUndecided: destination.undecided.resend,
  };
  const sessions = new SessionKeeper({ ...parts, holder });
  return { ...parts, can, holder, sessions, breaker: new Breaker({ ...parts, can, sessions }) };
}

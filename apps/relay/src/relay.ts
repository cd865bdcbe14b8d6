import { hostname } from 'node:os';
import { lanesTopology, openBus, type Bus, type BusSettings } from '#bus';
import { instantOf, legalDay } from '#canonical';
import { openLedger, type Ledger } from '#ledger';
import type { DestinationSettings, OwnOutcomes } from '#protocols';
import { Clock, serveHealth, type HealthOptions, type Log, type Running, type Secrets } from '#runtime';
import { checkTables, speak } from './dialects.ts';
import { EventTeller } from './events/event-teller.ts';
import { RestorationWatch } from './restoration-watch.ts';
import { LiveDestination, openRoadTo } from './road.ts';
import { Worker } from './claim/worker.ts';

/** How a relay is started. */
export interface RelayOptions {
  readonly databaseUrl: string;
  readonly pool: number;
  readonly destinations: readonly DestinationSettings[];
  /** What is added to the outcome tables; nothing by default. */
  readonly outcomes?: OwnOutcomes;
  /** Undefined: there is no broker, and the relay finds its work in the database. */
  readonly broker: BusSettings | undefined;
  readonly secrets: Secrets;
  readonly log: Log;
  /** Where health and metrics are shown; port 0 = nowhere. */
  readonly health: Pick<HealthOptions, 'port' | 'bindAddress'>;
}

/** A relay that delivers. */
export interface RunningRelay extends Running {
  /** Goes on with other settings of the same destinations, in the same order. Turns under way end as they began. */
  adopt(destinations: readonly DestinationSettings[]): void;
}

/** Starts a relay: one worker per destination. Any number of relays may run beside each other. */
export async function startRelay(options: RelayOptions): Promise<RunningRelay> {
  const { destinations, outcomes, broker, log, health } = options;
  const spoken = destinations.map((destination) => ({ live: new LiveDestination(destination), ...speak(destination, outcomes) }));
  const clock = new Clock();
  const workers: Worker[] = [];
  const notice = (): void => {
    workers.forEach((worker) => {
      worker.notice();
    });
  };
  const ledger = await open(options, clock, notice);
  const today = legalDay(instantOf(clock.now()));
  for (const parts of spoken) checkTables(parts, ledger.codes(), today);
  const bus = broker === undefined ? undefined : await openRoad(broker, { destinations, log, onState: notice });
  const stopping = new AbortController();
  const holder = `${hostname()}:${String(process.pid)}`;
  const common = { ledger, clock, log, holder, isStopping: () => stopping.signal.aborted };
  for (const { live, ...parts } of spoken) workers.push(new Worker(openRoadTo({ ...common, ...parts }, live), bus));
  const teller = bus === undefined ? undefined : new EventTeller({ ...common, bus });
  const watch = new RestorationWatch(common);
  for (const part of [...workers, teller, watch]) part?.start();
  const shown = await serveHealth({ ...health, ready: () => ledger.ping() });
  return {
    adopt: (settings) => {
      // All of them before anybody goes on.
      spoken.forEach(({ live }, index) => {
        live.adopt(settings[index] ?? live.settings);
      });
      workers.forEach((worker) => {
        worker.heed();
      });
    },
    close: async () => {
      stopping.abort();
      await shown.close();
      await Promise.all([...workers.map((worker) => worker.stop()), teller?.stop(), watch.stop()]);
      await Promise.all([bus?.close(), ...spoken.map(({ client }) => client.close())]);
      await ledger.close();
    },
  };
}

function open({ databaseUrl, pool, secrets, log }: RelayOptions, clock: Clock, onLanesDue: () => void): Promise<Ledger> {
  const options = { url: databaseUrl, application: 'relay', clock, log, secrets, poolSize: pool, accepts: false };
  return openLedger(options, { onLanesDue });
}

function openRoad(
  settings: BusSettings,
  { destinations, log, onState }: { destinations: readonly DestinationSettings[]; log: Log; onState: () => void },
): Promise<Bus> {
  return openBus({ settings, topology: lanesTopology(destinations.map(({ id }) => id)), log, name: 'relay', onState });
}

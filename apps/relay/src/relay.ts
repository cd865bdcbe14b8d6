import { hostname } from 'node:os';
import { lanesTopology, openBus, type Bus, type BusSettings } from '#bus';
import { instantOf, legalDay } from '#canonical';
import { openLedger, type Ledger } from '#ledger';
import type { DestinationSettings, OwnOutcomes } from '#protocols';
import { Clock, serveHealth, type HealthOptions, type Log, type Running, type Secrets } from '#runtime';
import { openSyncs } from './catalogue/syncs.ts';
import { checkTables, speak, type Spoken } from './dialects.ts';
import { EventTeller } from './events/event-teller.ts';
import { Reconciler, type ReconcilePolicy } from './reconcile/reconciler.ts';
import { Replays } from './replay/replays.ts';
import { RestorationWatch } from './restoration-watch.ts';
import { LiveDestination, openRoadTo } from './road.ts';
import { checkModes } from './shadow/watch-mode.ts';
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
  /** How reconciliation goes by itself. */
  readonly reconciliation: ReconcilePolicy;
  /** In the last so many days of a month finishing steps go to the national portal first; 0 = never. */
  readonly closingFirstDays: number;
  /** Whole months for which is kept what was written in shadow. */
  readonly shadowMonths: number;
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
    for (const worker of workers) worker.notice();
  };
  const ledger = await openChecked(options, spoken, { clock, onLanesDue: notice });
  const bus = broker === undefined ? undefined : await openRoad(broker, { destinations, log, onState: notice });
  const stopping = new AbortController();
  const holder = `${hostname()}:${String(process.pid)}`;
  const { closingFirstDays } = options;
  const common = { ledger, clock, log, holder, closingFirstDays, isStopping: () => stopping.signal.aborted };
  const roads = spoken.map(({ live, ...parts }) => openRoadTo({ ...common, ...parts }, live));
  workers.push(...roads.map((road) => new Worker(road, bus)));
  const tellers = bus === undefined ? [] : [new EventTeller({ ...common, bus })];
  const orders = [new Replays(common, roads), ...openSyncs(roads, spoken)];
  const reconciler = new Reconciler(common, { roads, policy: options.reconciliation });
  const parts = [...workers, ...tellers, new RestorationWatch(common), ...orders, reconciler];
  for (const part of parts) part.start();
  const shown = await serveHealth({ ...health, ready: () => ledger.ping() });
  return {
    adopt: (settings) => {
      adopt(settings, spoken, workers);
    },
    close: async () => {
      stopping.abort();
      await shown.close();
      await stopAll(parts);
      await Promise.all([bus?.close(), ...spoken.flatMap(close)]);
      await ledger.close();
    },
  };
}

/** All of them before anybody goes on. */
function adopt(
  settings: readonly DestinationSettings[],
  spoken: readonly { readonly live: LiveDestination }[],
  workers: readonly Worker[],
): void {
  spoken.forEach(({ live }, index) => {
    live.adopt(settings[index] ?? live.settings);
  });
  workers.forEach((worker) => {
    worker.heed();
  });
}

async function stopAll(parts: readonly { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
}

function close({ client, catalogues: { own, cross } }: Spoken): (Promise<void> | undefined)[] {
  return [client.close(), own?.close(), cross?.close()];
}

/** Opens the ledger, and closes it again where what it says does not fit these destinations. @throws ConfigurationError */
async function openChecked(
  { databaseUrl, pool, secrets, log, shadowMonths, destinations }: RelayOptions,
  spoken: readonly Spoken[],
  { clock, onLanesDue }: { clock: Clock; onLanesDue: () => void },
): Promise<Ledger> {
  const options = { url: databaseUrl, application: 'relay', clock, log, secrets, poolSize: pool, accepts: false, shadowMonths };
  const ledger = await openLedger(options, { onLanesDue });
  try {
    await checkModes(ledger, destinations);
    const today = legalDay(instantOf(clock.now()));
    for (const parts of spoken) checkTables(parts, ledger.codes(), today);
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

function openRoad(
  settings: BusSettings,
  { destinations, log, onState }: { destinations: readonly DestinationSettings[]; log: Log; onState: () => void },
): Promise<Bus> {
  return openBus({ settings, topology: lanesTopology(destinations.map(({ id }) => id)), log, name: 'relay', onState });
}

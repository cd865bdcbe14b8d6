import type { Log } from '#runtime';
import { lanesTopology, laneQueue, openBus, readBusSettings, type Bus, type BusOptions, type BusState } from '#bus';

/** An open bus and what it said. */
export interface TestBus {
  readonly bus: Bus;
  readonly queue: string;
  readonly states: BusState[];
  readonly events: { readonly name: string; readonly fields: Readonly<Record<string, unknown>> }[];
}

/** A bus with the lane queue of one destination. */
export async function openTestBus(
  url: string,
  destination: string,
  { environment = {}, ...more }: Partial<BusOptions> & { readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<TestBus> {
  const settings = readBusSettings({ AMQP_URL: url, ...environment });
  if (settings === undefined) throw new Error('no address');
  const states: BusState[] = [];
  const events: TestBus['events'] = [];
  const log: Log = {
    event: (name, fields) => events.push({ name, fields }),
    error: (error, message) => events.push({ name: 'fault', fields: { error: String(error), message } }),
  };
  const bus = await openBus({
    settings,
    topology: lanesTopology([destination]),
    log,
    name: `test ${destination}`,
    onState: (state) => states.push(state),
    ...more,
  });
  return { bus, queue: laneQueue(destination), states, events };
}

import { afterEach, describe, expect, it } from '@jest/globals';
import type { Bus, ConsumeOptions } from '#bus';
import { DestinationSettings } from '#protocols';
import { Clock } from '#runtime';
import type { Road } from '../road.ts';
import { Budget } from '../policy/budget.ts';
import { Flow } from './flow.ts';
import { Worker } from './worker.ts';

interface Listening {
  readonly prefetch: number;
  isStopped: boolean;
}

const heard: Listening[] = [];
let worker: Worker | undefined;

afterEach(async () => {
  await worker?.stop();
  heard.length = 0;
});

/** A broker that notes who listens; it says nothing. */
const BUS = {
  state: () => 'connected',
  consume: (_: string, { prefetch }: ConsumeOptions) => {
    const listening = { prefetch, isStopped: false };
    heard.push(listening);
    return {
      stop: () => {
        listening.isStopped = true;
        return Promise.resolve();
      },
    };
  },
} as unknown as Bus;

/** A road on which nothing is due. */
function emptyRoad(concurrency: number): Road & { destination: DestinationSettings } {
  const lanes = {
    claim: () => Promise.resolve([]),
    rescue: () => Promise.resolve(0),
    hint: () => Promise.resolve({ dossierIds: [], upTo: undefined, nextAt: undefined }),
  };
  const destination = Object.assign(new DestinationSettings(), { id: 'national', concurrency });
  const breaker = { watch: () => Promise.resolve(), visitsBy: () => undefined };
  const earlier = { openNext: () => Promise.resolve({ kind: 'over' }) };
  const clock = new Clock();
  const flow = new Flow({ destination, clock, log: { event: () => undefined } });
  const destinations = { read: () => Promise.resolve({ mode: 'live' }) };
  const shadow = { wake: () => Promise.resolve(0) };
  const budget = new Budget({ ledger: { budgets: { take: () => Promise.resolve(0) } as never }, destination, clock });
  const maintenance = { isOn: false };
  const ledger = { lanes, earlier, destinations, shadow };
  return { ledger, breaker, destination, clock, flow, budget, maintenance } as unknown as ReturnType<typeof emptyRoad>;
}

describe('a worker whose destination may have more under way', () => {
  it('listens with a wider window, and lets the former one go', () => {
    const road = emptyRoad(4);
    worker = new Worker(road, BUS);
    worker.start();
    road.destination = Object.assign(new DestinationSettings(), { id: 'national', concurrency: 16 });
    worker.heed();
    expect(heard).toEqual([
      { prefetch: 8, isStopped: true },
      { prefetch: 32, isStopped: false },
    ]);
  });

  it('goes on listening as it does when something else was changed', () => {
    const road = emptyRoad(4);
    worker = new Worker(road, BUS);
    worker.start();
    road.destination = Object.assign(new DestinationSettings(), { id: 'national', concurrency: 4, stepsPerCall: 1 });
    worker.heed();
    expect(heard).toEqual([{ prefetch: 8, isStopped: false }]);
  });
});

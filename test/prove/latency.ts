import { Pool } from 'undici';
import { eventually } from '../support/eventually.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import type { HeldThere } from '../support/harness/simulated-portal.ts';
import { onCluster, quantile, withBroker, type Figures, type ProofOptions, type Result } from './proof.ts';
import { send } from './pour.ts';

const WARM_UP = 20;
const TARGET_MS = 100;

/** How long a dossier takes from the request to the portal when nothing else is under way, with the broker and without. */
export async function proveLatency(options: ProofOptions & { dossiers: number }): Promise<Result> {
  const { dossiers, say } = options;
  const common = { communes: 5, lookup: 'steps', relays: 1 } as const;
  const road = await withBroker((broker) => onCluster({ ...common, amqpUrl: broker.url }, (cluster) => time(cluster, options)));
  say('once more without a broker');
  const without = await onCluster(common, (cluster) => time(cluster, { ...options, dossiers: Math.ceil(dossiers / 3) }));
  return { ...road, figures: { withBroker: road.figures, without: without.figures } };
}

async function time(cluster: Cluster, { dossiers }: { dossiers: number }): Promise<Result> {
  const [url = ''] = cluster.doorUrls;
  const pool = new Pool(url, { connections: 1 });
  const waits: number[] = [];
  for (let number = 0; number < WARM_UP + dossiers; number += 1) {
    const wait = await timeOne(pool, cluster, number);
    if (number >= WARM_UP) waits.push(wait);
  }
  await pool.close();
  const figures: Figures = {
    ...{ tries: waits.length, p50: quantile(waits, 0.5), p90: quantile(waits, 0.9), p99: quantile(waits, 0.99) },
    most: Math.max(...waits),
  };
  const target = `one dossier of an idle gateway from the request to the portal in less than ${String(TARGET_MS)} ms p99`;
  return { figures, target, met: quantile(waits, 0.99) < TARGET_MS };
}

/** Milliseconds from the request to the moment that the portal took it: both clocks are those of this machine. */
async function timeOne(pool: Pool, cluster: Cluster, number: number): Promise<number> {
  const since = Date.now();
  const code = await send(pool, cluster, { number });
  const held = await eventually(() => readThere(cluster, code), { withinMs: 60_000, everyMs: 20 });
  // Whatever follows the answer of the portal: the next dossier finds an idle gateway.
  await new Promise((resolve) => setTimeout(resolve, 30));
  return Date.parse(held.records[0]?.at ?? '') - since;
}

/** @throws while the portal has not received it */
async function readThere({ portal }: Cluster, code: string): Promise<HeldThere> {
  const held = await portal.read(code);
  if (held === undefined) throw new Error(`${code} is not at the portal`);
  return held;
}

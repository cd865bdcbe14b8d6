import { BrokerAway, laneQueue, lanesTopology, NotConfirmed, openBus, readBusSettings, type Bus } from '#bus';
import { openLog, sleep } from '#runtime';
import { eventually } from '../support/eventually.ts';
import { startRabbitCluster, type RabbitCluster } from '../support/rabbit-server.ts';
import type { ProofOptions, Result } from './proof.ts';

const QUEUE = laneQueue('road');
const PUBLISHERS = 8;

/** What was published and what arrived. */
interface Count {
  readonly confirmed: Set<unknown>;
  readonly received: Set<unknown>;
  refused: number;
}

/** A cluster of three whose nodes are killed one after the other, in the act: whatever was confirmed arrives. */
export async function proveConfirms({ say }: ProofOptions): Promise<Result> {
  const cluster = await startRabbitCluster(3);
  try {
    say('three nodes are up');
    return await proveOn(cluster, say);
  } finally {
    await cluster.stop();
  }
}

async function proveOn(cluster: RabbitCluster, say: ProofOptions['say']): Promise<Result> {
  const settings = readBusSettings({ AMQP_URL: cluster.url });
  if (settings === undefined) throw new Error('no address');
  const bus = await openBus({ settings, topology: lanesTopology(['road']), log: openLog('prove'), name: 'prove' });
  const count: Count = { confirmed: new Set(), received: new Set(), refused: 0 };
  bus.consume(QUEUE, {
    prefetch: 64,
    onMessage: ({ body }) => {
      count.received.add(body);
      return Promise.resolve();
    },
  });
  const enough = new AbortController();
  const publishing = Array.from({ length: PUBLISHERS }, (_, lot) => publish(bus, count, { lot, signal: enough.signal }));
  for (const [index, node] of cluster.nodes.entries()) {
    await sleep(3_000);
    say(`node ${String(index + 1)} is killed`);
    await node.halt();
    await sleep(3_000);
    await node.resume();
    await eventually(() => bus.state() === 'connected', { withinMs: 30_000 });
  }
  enough.abort();
  await Promise.all(publishing);
  const missing = (): number => [...count.confirmed].filter((body) => !count.received.has(body)).length;
  await eventually(() => missing() === 0, { withinMs: 30_000 }).catch(() => undefined);
  await bus.close();
  const figures = { confirmed: count.confirmed.size, refused: count.refused, missing: missing(), kills: cluster.nodes.length };
  return { figures, target: 'of what was confirmed nothing is missing', met: figures.missing === 0 && figures.confirmed > 1_000 };
}

async function publish(bus: Bus, count: Count, { lot, signal }: { lot: number; signal: AbortSignal }): Promise<void> {
  for (let number = 0; !signal.aborted; number += 1) {
    const body = `${String(lot)}-${String(number)}`;
    try {
      await bus.publish({ to: { queue: QUEUE }, type: 'count', body });
      count.confirmed.add(body);
    } catch (error) {
      if (!(error instanceof BrokerAway || error instanceof NotConfirmed)) throw error;
      count.refused += 1;
      await sleep(20);
    }
  }
}

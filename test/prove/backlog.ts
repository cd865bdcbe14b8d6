import { eventually } from '../support/eventually.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { peakOf } from '../bench/usage.ts';
import { onCluster, withBroker, type ProofOptions, type Result } from './proof.ts';
import { pour } from './pour.ts';

const PARTS = 10;
const WARM_UP = 1_000;
const STEADY = 5_000;
const MOST_MEMORY_MIB = 300;
const LEAST_RATIO = 0.8;
const CAUGHT_UP_WITHIN_MS = 600_000;

/** With the portal down, dossiers are accepted as fast at the end as at the beginning, in bounded memory, and then caught up with. */
export function proveBacklog({ dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return withBroker((broker) =>
    onCluster({ communes: 20, lookup: 'steps', amqpUrl: broker.url, dossiersPerCall: 1 }, async (cluster) => {
      await deliver(cluster, 0, WARM_UP);
      const steady = await deliver(cluster, WARM_UP, STEADY);
      say(`steady: ${String(Math.round(steady))} delivered per second; the portal goes away`);
      await cluster.simulator.stop();
      const accepted = await fill(cluster, WARM_UP + STEADY, { dossiers, say });
      cluster.simulator.start();
      await eventually(() => cluster.portal.set({}), { withinMs: 30_000 });
      const since = performance.now();
      say('the portal is back');
      await allIdle(cluster, say);
      const caughtUp = dossiers / ((performance.now() - since) / 1_000);
      const [first = NaN, last = NaN] = [accepted.at(0), accepted.at(-1)];
      const memory = peaks(cluster);
      const arrived = await count(cluster);
      const total = WARM_UP + STEADY + dossiers;
      return {
        figures: {
          ...{ dossiers, acceptedPerSecond: accepted.map(Math.round), lastToFirst: last / first },
          ...{ steadyPerSecond: Math.round(steady), caughtUpPerSecond: Math.round(caughtUp), catchUpToSteady: caughtUp / steady },
          ...{ peakMiB: memory, arrived, sent: total, requests: 'one dossier each, 32 connections' },
        },
        target: `each process of the gateway below ${String(MOST_MEMORY_MIB)} MiB, the last tenth accepted at ≥ ${String(LEAST_RATIO)} × the rate of the first, caught up with at ≥ ${String(LEAST_RATIO)} × the steady rate`,
        met:
          last / first >= LEAST_RATIO &&
          caughtUp / steady >= LEAST_RATIO &&
          arrived === total &&
          Object.entries(memory).every(([name, mib]) => name.startsWith('simulator') || mib < MOST_MEMORY_MIB),
      };
    }),
  );
}

/** Delivered per second, from the first request to the last settlement. */
async function deliver(cluster: Cluster, from: number, dossiers: number): Promise<number> {
  const since = performance.now();
  await pour(cluster, { from, count: dossiers });
  await allIdle(cluster);
  return dossiers / ((performance.now() - since) / 1_000);
}

/** Accepted per second in each tenth. */
async function fill(
  cluster: Cluster,
  from: number,
  { dossiers, say }: Pick<ProofOptions, 'say'> & { dossiers: number },
): Promise<number[]> {
  const count = Math.ceil(dossiers / PARTS);
  const rates: number[] = [];
  for (let part = 0; part < PARTS; part += 1) {
    rates.push(await pour(cluster, { from: from + part * count, count }));
    say(
      `${String((part + 1) * count)} wait, ${String(Math.round(rates.at(-1) ?? 0))} accepted per second, ${JSON.stringify(peaks(cluster))} MiB`,
    );
  }
  return rates;
}

async function allIdle(cluster: Cluster, say: ProofOptions['say'] = () => undefined): Promise<void> {
  await eventually(
    async () => {
      const [row] = await readLedger<{ open: number }>(cluster, `SELECT count(*)::int AS open FROM lane WHERE state <> 'idle'`);
      if (row?.open !== 0) say(`${String(row?.open)} are open`);
      return row?.open === 0;
    },
    { withinMs: CAUGHT_UP_WITHIN_MS, everyMs: 1_000 },
  );
}

/** The most memory that each process ever held, in MiB; of PostgreSQL and RabbitMQ nothing, which are not ours. */
function peaks(cluster: Cluster): Record<string, number> {
  const processes = [...cluster.doors, ...cluster.relays, cluster.simulator];
  return Object.fromEntries(
    processes.flatMap(({ name, pid }) => {
      try {
        return pid === undefined ? [] : [[name, Math.round(peakOf(pid))]];
      } catch {
        return []; // it is away
      }
    }),
  );
}

/** How many dossiers the portal holds. */
async function count({ portal }: Cluster): Promise<number> {
  const answer = await fetch(`${portal.url}/_sim/national/dossiers?limit=0`);
  return ((await answer.json()) as { total: number }).total;
}

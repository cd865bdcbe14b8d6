import type { Cluster } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { callsByWake, waitsForCalls, type CallsByWake } from '../support/harness/ledger-eye.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import { verify, waitForRest } from '../support/harness/verify.ts';
import { startRabbitCluster, type RabbitCluster } from '../support/rabbit-server.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

interface Phase {
  readonly name: string;
  readonly nodes: number;
  readonly calls: CallsByWake;
  readonly waits: Readonly<Record<'p50' | 'p99' | 'most', number>>;
}

const SETTLE_MS = 20_000;
const MAJORITY = 2;

/** Three nodes: the load goes on while a majority lives by the broker, and when none does by notify and poll. */
export async function proveBrokerCluster({ seed, dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  const rabbit = await startRabbitCluster(3);
  try {
    const options = { communes: 20, lookup: 'steps', relays: 2, partnerApis: 1, amqpUrl: rabbit.url } as const;
    return await onCluster(options, async (cluster) => {
      const scripts = scriptsFor(cluster, dossiers, { seed });
      const spreadMs = 6 * SETTLE_MS;
      const driver = new CommuneDriver({ doorUrls: cluster.doorUrls, communes: cluster.communes, seed, spreadMs }, scripts);
      const sending = driver.run();
      const phases = await goThrough(cluster, rabbit, say);
      driver.hurry();
      await sending;
      const unrested = await waitForRest(cluster, scripts, 120_000);
      const { wrong, flagged, doubled } = await verify(cluster, scripts);
      const goesOn = phases.every(({ nodes, calls }) => (nodes >= MAJORITY ? calls.bus > 0 : calls.notify + calls.poll > 0));
      return {
        figures: {
          ...{ dossiers, phases, flagged, doubled, unrested, wrong: Object.fromEntries([...wrong].slice(0, 10)) },
          ...{ complaints: driver.complaints.slice(0, 10), slowestAnswerMs: Math.round(Math.max(...driver.latencies)) },
        },
        target:
          'one node of three killed: the broker leads on; another one: notify and poll do; back again: the broker; all equal to the truth',
        met: goesOn && wrong.size === 0 && unrested === 0 && flagged === 0 && driver.complaints.length === 0,
      };
    });
  } finally {
    await rabbit.stop();
  }
}

async function goThrough(cluster: Cluster, { nodes }: RabbitCluster, say: ProofOptions['say']): Promise<Phase[]> {
  const [first, second] = nodes;
  if (first === undefined || second === undefined) throw new Error('a cluster of three');
  const phases: Phase[] = [];
  const live = async (name: string, alive: number): Promise<void> => {
    say(name);
    const from = new Date();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const until = new Date();
    // What was accepted at the end of a phase may be called in the next one.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    phases.push({
      name,
      nodes: alive,
      calls: await callsByWake(cluster, { from, until }),
      waits: await waitsForCalls(cluster, { from, until }),
    });
  };
  await live('three nodes', 3);
  await first.halt();
  await live('one was killed', 2);
  await second.halt();
  await live('another was killed', 1);
  await second.resume();
  await first.resume();
  await live('both are back', 3);
  return phases;
}

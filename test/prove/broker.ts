import type { Cluster } from '../support/harness/cluster.ts';
import type { BrokerBlow } from '../support/harness/broker-blows.ts';
import { callsByWake, shareOfBus, waitsForCalls } from '../support/harness/ledger-eye.ts';
import { rehearse, type Outcome, type Rehearsal } from '../support/harness/rehearse.ts';
import { figuresOf, isRight, NO_TROUBLE, onCluster, quantile, withBroker, type ProofOptions, type Result } from './proof.ts';

/** A wipe comes last: a queue that was made moments before a crash is lost in RabbitMQ 3.10, and only its name is kept. */
const ROUND: readonly BrokerBlow[] = ['purged', 'killed', 'full', 'wiped'];
const BLOWS = [...ROUND, ...ROUND, ...ROUND];
const LEAST_SHARE = 0.99;
/** Near the end of a month finishing steps do not wait for hints. */
const ONLY_BY_HINTS = { SCORE_FIRST_DAYS: '0' };
const SLOWEST_ANSWER_MS = 2_000;

/** The broker wakes the relays while it is there, nobody waits for it when it is not, and what happens to it harms nothing. */
export function proveBroker({ seed, dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  const part = Math.ceil(dossiers / 4);
  const run = (cluster: Cluster, first: number, more: Partial<Rehearsal>): Promise<Outcome> =>
    rehearse(cluster, {
      ...{ dossiers: part, spreadMs: Math.max(15_000, part * 40), restWithinMs: 120_000, say, trouble: NO_TROUBLE },
      ...{ scripts: { seed, first } },
      ...more,
    });
  const common = {
    communes: 20,
    lookup: 'steps',
    relays: 2,
    partnerApis: 2,
    dossiersPerCall: 20,
    concurrency: 32,
    environment: ONLY_BY_HINTS,
  } as const;
  return withBroker((broker) =>
    onCluster({ ...common, amqpUrl: broker.url }, async (cluster) => {
      const calm = await run(cluster, 0, {});
      const led = await callsByWake(cluster);
      const begunAt = new Date();
      const struck = await run(cluster, part, {
        ...{ dossiers: 2 * part, spreadMs: Math.max(170_000, part * 80), broker },
        trouble: { ...NO_TROUBLE, broker: BLOWS },
      });
      const struckCalls = await callsByWake(cluster, { from: begunAt });
      const waits = await waitsForCalls(cluster, { from: begunAt });
      const alone = await withoutBroker(common, (other) => run(other, 3 * part, {}));
      const slowest = Math.max(...struck.driver.latencies);
      const isAll = [calm, struck, alone.outcome].every((outcome) => isRight(outcome) && outcome.flagged === 0);
      const isStruck = Object.values(struck.blows).reduce((sum, count) => sum + count, 0) === BLOWS.length;
      const isLed = shareOfBus(led) >= LEAST_SHARE && alone.calls.bus === 0;
      return {
        figures: {
          dossiers: 4 * part,
          calm: { ...figuresOf(calm), calls: led, shareOfBus: shareOfBus(led), answers: answersOf(calm) },
          struck: { ...figuresOf(struck), calls: struckCalls, waits, answers: answersOf(struck) },
          without: { ...figuresOf(alone.outcome), calls: alone.calls, answers: answersOf(alone.outcome) },
        },
        target: `at least ${String(LEAST_SHARE)} of the calls led to by the broker, none without it; crashed, wiped, emptied and full: all equal to the truth, nothing flagged, no answer after ${String(SLOWEST_ANSWER_MS)} ms`,
        met: isAll && isStruck && isLed && slowest < SLOWEST_ANSWER_MS,
      };
    }),
  );
}

interface Alone {
  readonly outcome: Outcome;
  readonly calls: Awaited<ReturnType<typeof callsByWake>>;
}

async function withoutBroker(
  options: Parameters<typeof onCluster>[0],
  run: (cluster: Cluster) => Promise<Outcome>,
): Promise<Alone> {
  const seen: Alone[] = [];
  await onCluster(options, async (cluster) => {
    const outcome = await run(cluster);
    seen.push({ outcome, calls: await callsByWake(cluster) });
    return { figures: {}, target: '', met: isRight(outcome) };
  });
  const [alone] = seen;
  if (alone === undefined) throw new Error('it did not run');
  return alone;
}

/** How long the doors took to answer, in milliseconds. */
function answersOf({ driver: { latencies } }: Outcome): Record<string, number> {
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => Math.round(quantile(latencies, share)));
  return { p50: p50 ?? NaN, p99: p99 ?? NaN, most: most ?? NaN };
}

import type { ClusterOptions } from '../support/harness/cluster.ts';
import { rehearse } from '../support/harness/rehearse.ts';
import { ALL_FAULTS, type Blows } from '../support/harness/trouble.ts';
import type { RabbitServer } from '../support/rabbit-server.ts';
import { figuresOf, isRight, onCluster, withBroker, type ProofOptions, type Result } from './proof.ts';

const KILLS = 10;
const EVERY_STATUS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const AWAY_MS = [30_000, ...Array.from({ length: KILLS - 1 }, () => 1_500)];
const COUNTED = ['relay killed', 'relay stopped', 'door killed', 'door stopped', 'database stopped'] as const;

/** Everything arrives, in order; with `steps` exactly once, otherwise what may be there twice is flagged. */
export function proveOrder(lookup: ClusterOptions['lookup'], options: ProofOptions & { dossiers: number }): Promise<Result> {
  return prove(lookup, options);
}

/** The same with several dossiers in one call, and the broker killed among the other blows. */
export function proveOrderByRoad(options: ProofOptions & { dossiers: number }): Promise<Result> {
  return withBroker((broker) => prove('steps', options, broker));
}

async function prove(
  lookup: ClusterOptions['lookup'],
  { seed, dossiers, say }: ProofOptions & { dossiers: number },
  broker?: RabbitServer,
): Promise<Result> {
  const road = broker === undefined ? {} : { amqpUrl: broker.url, dossiersPerCall: 20, concurrency: 32 };
  const resend = lookup === 'steps' ? {} : { resend: EVERY_STATUS };
  return onCluster({ communes: 20, lookup, relays: 2, partnerApis: 2, ...resend, ...road }, async (cluster, server) => {
    const outcome = await rehearse(cluster, {
      ...{ dossiers, scripts: { seed }, spreadMs: Math.max(240_000, dossiers * 60), restWithinMs: 300_000, say, server },
      ...(broker === undefined ? {} : { broker }),
      trouble: {
        kills: KILLS,
        stops: KILLS,
        databaseAway: AWAY_MS,
        faults: [...ALL_FAULTS, ...ALL_FAULTS],
        faultMs: 6_000,
        forgotten: Math.max(36, dossiers / 25),
        broker: Array.from({ length: KILLS }, () => 'killed'),
      },
    });
    const counted: readonly (keyof Blows)[] = broker === undefined ? COUNTED : [...COUNTED, 'broker killed'];
    const isEnough = counted.every((kind) => outcome.blows[kind] >= KILLS);
    const met = isRight(outcome) && isEnough && (lookup !== 'steps' || outcome.flagged === 0);
    return { figures: { dossiers, ...figuresOf(outcome) }, target: targetOf(lookup, dossiers), met };
  });
}

function targetOf(lookup: ClusterOptions['lookup'], dossiers: number): string {
  const blows = `at least ${String(KILLS)} blows of each kind in the act`;
  return lookup === 'steps'
    ? `${String(dossiers)} dossiers equal to the truth one by one, nothing flagged, ${blows}`
    : `${String(dossiers)} dossiers complete and in order, what is doubled is flagged, ${blows}`;
}

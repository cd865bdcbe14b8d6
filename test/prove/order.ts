import type { ClusterOptions } from '../support/harness/cluster.ts';
import { rehearse } from '../support/harness/rehearse.ts';
import { ALL_FAULTS, inTurn, type Blows, type FaultAt } from '../support/harness/trouble.ts';
import type { RabbitServer } from '../support/rabbit-server.ts';
import { figuresOf, isRight, onCluster, withBroker, type ProofOptions, type Result } from './proof.ts';

type Options = ProofOptions & { readonly dossiers: number };

/** What is run. `faults`: twice all of them at the national portal unless told. */
interface Run extends Pick<ClusterOptions, 'lookup' | 'portals' | 'dossiersPerCall'> {
  readonly faults?: readonly FaultAt[];
  readonly broker?: RabbitServer;
}

const KILLS = 10;
const EVERY_STATUS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const AWAY_MS = [30_000, ...Array.from({ length: KILLS - 1 }, () => 1_500)];
const COUNTED = ['relay killed', 'relay stopped', 'door killed', 'door stopped', 'database stopped'] as const;
const BLOWS = `at least ${String(KILLS)} blows of each kind in the act`;
const MANY = 20;

/** Everything arrives, in order; with `steps` exactly once, otherwise what may be there twice is flagged. */
export function proveOrder(lookup: ClusterOptions['lookup'], options: Options): Promise<Result> {
  return prove({ lookup }, options);
}

/** The same with several dossiers in one call, and the broker killed among the other blows. */
export function proveOrderByRoad(options: Options): Promise<Result> {
  return withBroker((broker) => prove({ lookup: 'steps', dossiersPerCall: MANY, broker }, options));
}

/** Both portals, with one dossier in a call to the national one and with several, each of them failing in turn and now and then both. */
export async function provePortals(options: Options): Promise<Result> {
  const { dossiers, say } = options;
  const both: Run = { lookup: 'steps', portals: ['national', 'province'], faults: inTurn(ALL_FAULTS) };
  say('one dossier in a call, no broker');
  const one = await prove({ ...both, dossiersPerCall: 1 }, options);
  say(`up to ${String(MANY)} dossiers in a call, by the broker`);
  const many = await withBroker((broker) => prove({ ...both, dossiersPerCall: MANY, broker }, options));
  return {
    figures: { oneInACall: one.figures, manyInACall: many.figures },
    target: `twice ${String(dossiers)} dossiers at both portals: the national one equal to the truth one by one, nothing flagged; the provincial one complete and in order, what is doubled is flagged; ${BLOWS} each time`,
    met: one.met && many.met,
  };
}

function prove({ broker, faults, ...asked }: Run, { seed, dossiers, say }: Options): Promise<Result> {
  const { lookup } = asked;
  const road = broker === undefined ? {} : { amqpUrl: broker.url, concurrency: 32 };
  const resend = lookup === 'steps' ? {} : { resend: EVERY_STATUS };
  return onCluster({ ...asked, ...resend, ...road, communes: 20, relays: 2, partnerApis: 2 }, async (cluster, server) => {
    const outcome = await rehearse(cluster, {
      ...{ dossiers, scripts: { seed }, spreadMs: Math.max(240_000, dossiers * 60), restWithinMs: 300_000, say, server },
      ...(broker === undefined ? {} : { broker }),
      trouble: {
        kills: KILLS,
        stops: KILLS,
        databaseAway: AWAY_MS,
        faults: faults ?? [...ALL_FAULTS, ...ALL_FAULTS],
        faultMs: 6_000,
        forgotten: Math.max(36, dossiers / 25),
        broker: Array.from({ length: KILLS }, () => 'killed'),
      },
    });
    const counted: readonly (keyof Blows)[] = broker === undefined ? COUNTED : [...COUNTED, 'broker killed'];
    const isEnough = counted.every((kind) => outcome.blows[kind] >= KILLS);
    const isSure = lookup !== 'steps' || outcome.at.national?.flagged === 0;
    return {
      figures: { dossiers, ...figuresOf(outcome) },
      target: targetOf(lookup, dossiers),
      met: isRight(outcome) && isEnough && isSure,
    };
  });
}

function targetOf(lookup: ClusterOptions['lookup'], dossiers: number): string {
  return lookup === 'steps'
    ? `${String(dossiers)} dossiers equal to the truth one by one, nothing flagged, ${BLOWS}`
    : `${String(dossiers)} dossiers complete and in order, what is doubled is flagged, ${BLOWS}`;
}

import { sleep } from '#runtime';
import { eventually } from '../support/eventually.ts';
import { passTime } from '../support/harness/clock-shift.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import type { PortalName } from '../support/harness/simulated-portal.ts';
import { verify } from '../support/harness/verify.ts';
import { onCluster, quantile, withBroker, type Figures, type ProofOptions, type Result } from './proof.ts';
import { deliveryTimes, Stream, type Sent } from './stream.ts';

const WINDOWS = 5;
const MOST_RATIO = 1.2;
const STRIDES = 12;
const STRIDE_MS = 300_000;
const BETWEEN_STRIDES_MS = 400;
const CAUGHT_UP_WITHIN_MS = 300_000;
/** The product's own: the longest wait is one stride. */
const DELAYS = { firstDelayMs: 1_000, mostDelayMs: STRIDE_MS };
const SERVICES: Readonly<Record<PortalName, readonly string[]>> = {
  national: ['login', 'DongBoHoSoMC', 'CapNhatTienDoHoSoMC', 'TraCuuHoSo'],
  province: ['login', 'SyncDocument', 'UpdateDocumentTraces'],
};

/**
 * One portal answers nothing for an hour while the other goes on: how long a delivery there takes, against windows in which both are
 * well; afterwards everything arrives, in order. Each portal in turn.
 */
export function provePortalAway(options: ProofOptions & { requests: number }): Promise<Result> {
  return withBroker((broker) =>
    onCluster(
      { communes: 20, lookup: 'steps', portals: ['national', 'province'], relays: 1, amqpUrl: broker.url, delays: DELAYS },
      async (cluster) => {
        const stream = new Stream(cluster);
        // What a process does for the first time takes longer.
        await stream.send(options.requests);
        for (const { portal } of cluster.portals) await untilIdle(cluster, portal);
        const findings = {
          nationalAway: await inTurns({ cluster, stream, away: 'national', at: 'province' }, options),
          provinceAway: await inTurns({ cluster, stream, away: 'province', at: 'national' }, options),
        };
        await stream.close();
        return {
          figures: { requestsPerWindow: options.requests, perSecond: stream.perSecond, ...findings },
          target: `with one portal away for an hour, the p99 from the request to the other portal at most ${String(MOST_RATIO)} times that before (median of ${String(WINDOWS)} windows); afterwards both equal to the truth, in order, nothing flagged at the national one`,
          met: Object.values(findings).every(({ median, isRight }) => median <= MOST_RATIO && isRight),
        };
      },
    ),
  );
}

interface Turn {
  readonly cluster: Cluster;
  readonly stream: Stream;
  readonly away: PortalName;
  readonly at: PortalName;
}

type Findings = Figures & { readonly median: number; readonly isRight: boolean };

async function inTurns(turn: Turn, { requests, say }: ProofOptions & { requests: number }): Promise<Findings> {
  const { cluster, stream, at, away } = turn;
  const pairs: { before: number; during: number; catchUpSeconds: number }[] = [];
  const sent: Sent[] = [];
  const measure = async (): Promise<number> => {
    const window = await stream.send(requests);
    await untilIdle(cluster, at);
    sent.push(...window);
    return quantile(await deliveryTimes(cluster, window, at), 0.99);
  };
  for (let number = 1; number <= WINDOWS; number += 1) {
    const before = await measure();
    await untilIdle(cluster, away);
    sent.push(...(await goAway(turn)));
    const during = await measure();
    const catchUpSeconds = await comeBack(turn);
    pairs.push({ before, during, catchUpSeconds });
    say(
      `${away} away, window ${String(number)}: p99 at ${at} ${before.toFixed(1)} ms before, ${during.toFixed(1)} ms during; caught up in ${catchUpSeconds.toFixed(1)} s`,
    );
  }
  const { wrong, at: seen } = await verify(
    cluster,
    sent.map(({ script }) => script),
  );
  const ratios = pairs.map(({ before, during }) => during / before);
  return {
    ...{ pairs, ratios, median: quantile(ratios, 0.5), dossiers: sent.length, at: seen },
    wrong: Object.fromEntries([...wrong].slice(0, 10)),
    isRight: wrong.size === 0 && seen.national?.flagged === 0,
  };
}

/** The portal answers nothing, and an hour passes in which what was sent before is tried again and again; answers what that was. */
async function goAway({ cluster, stream, away, at }: Turn): Promise<Sent[]> {
  await cluster.at(away).faults({ mode: 'down', services: SERVICES[away] });
  const sent = await stream.send(stream.perSecond * 2);
  await untilIdle(cluster, at);
  for (let stride = 0; stride < STRIDES; stride += 1) {
    await passTime(cluster, STRIDE_MS);
    await sleep(BETWEEN_STRIDES_MS);
  }
  return sent;
}

/** How long it takes, in seconds, from the return of the portal until it has everything. */
async function comeBack({ cluster, away }: Turn): Promise<number> {
  await cluster.at(away).faults();
  const since = performance.now();
  // The longest wait is over by then.
  await passTime(cluster, STRIDE_MS);
  await untilIdle(cluster, away);
  return (performance.now() - since) / 1_000;
}

async function untilIdle(cluster: Cluster, portal: PortalName): Promise<void> {
  const open = `SELECT 1 FROM lane WHERE destination = $1 AND state <> 'idle' LIMIT 1`;
  await eventually(async () => (await readLedger(cluster, open, [portal])).length === 0, {
    withinMs: CAUGHT_UP_WITHIN_MS,
    everyMs: 250,
  });
}

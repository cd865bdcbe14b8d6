import { Pool } from 'undici';
import { openDeskLedger, type DeskLedger } from '#ledger';
import { Clock, type Log } from '#runtime';
import { peakOf } from '../bench/usage.ts';
import { eventually } from '../support/eventually.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { onCluster, quantile, type ProofOptions, type Result } from './proof.ts';
import { pour, send } from './pour.ts';

const MISSING = '9.999999';
/** Delivered beforehand: what delivering itself takes is no growth. */
const WARM_UP = 2_000;
const MOST_GROWTH_MIB = 64;
const MOST_MEMORY_MIB = 300;
const MOST_ANSWER_MS = 2_000;
const WITHIN = { withinMs: 1_800_000, everyMs: 1_000 } as const;
const SILENT: Log = { event: () => undefined, error: () => undefined };

interface Waiting {
  readonly held: number;
  readonly open: number;
  readonly opened: number;
  readonly left: number;
}

/** Lanes that one missing code holds all go on when it is mapped: in order, in flat memory, beside intake, as one task. */
export function proveRelease({ dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return onCluster({ communes: 20, lookup: 'steps', dossiersPerCall: 20, concurrency: 64 }, async (cluster) => {
    await pour(cluster, { from: dossiers, count: WARM_UP });
    await eventually(async () => (await waiting(cluster)).left === 0, WITHIN);
    await pour(cluster, { from: 0, count: dossiers, procedureCode: MISSING });
    await eventually(async () => (await waiting(cluster)).held === dossiers, WITHIN);
    const before = { ...(await waiting(cluster)), relay: peak(cluster) };
    say(`${String(before.held)} wait for ${String(before.open)} code; it is mapped`);
    const intake = watchIntake(cluster, dossiers + WARM_UP);
    const since = performance.now();
    await mapCode(cluster);
    await eventually(async () => (await waiting(cluster)).held === 0, WITHIN);
    const releasedMs = performance.now() - since;
    say(`all released after ${String(Math.round(releasedMs))} ms`);
    await eventually(async () => (await waiting(cluster)).left === 0, WITHIN);
    const seconds = (performance.now() - since) / 1_000;
    const answers = await intake.end();
    const after = { ...(await waiting(cluster)), relay: peak(cluster) };
    const [arrived, overtaken] = [await count(cluster), await countOvertaken(cluster)];
    const growth = after.relay - before.relay;
    const sent = dossiers + WARM_UP + answers.length;
    return {
      figures: {
        ...{ dossiers, incidentsOpened: after.opened, incidentsOpen: after.open, releasedMs: Math.round(releasedMs) },
        ...{ deliveredPerSecond: Math.round(dossiers / seconds), arrived, sent, overtaken },
        ...{ relayPeakMiB: Math.round(after.relay), relayGrowthMiB: Math.round(growth) },
        ...{ intakeP99Ms: Math.round(quantile(answers, 0.99)), intakeWorstMs: Math.round(Math.max(...answers)) },
      },
      target: `one incident opened and cleared; everything at the portal, the oldest dossiers first; the relay grows by ≤ ${String(MOST_GROWTH_MIB)} MiB and stays below ${String(MOST_MEMORY_MIB)}; no answer of the door later than ${String(MOST_ANSWER_MS)} ms meanwhile`,
      met:
        before.opened === 1 &&
        after.opened === 1 &&
        after.open === 0 &&
        arrived === sent &&
        overtaken === 0 &&
        growth <= MOST_GROWTH_MIB &&
        after.relay < MOST_MEMORY_MIB &&
        Math.max(...answers) <= MOST_ANSWER_MS,
    };
  });
}

async function mapCode(cluster: Cluster): Promise<void> {
  const desk = await openDesk(cluster);
  const wanted = { partner: 'national', table: 'procedure', direction: 'out' as const, fromCode: MISSING, toCode: '1.001193' };
  const act = { by: 'prove', reason: 'Một mã giữ tất cả', now: new Date() };
  const mapped = await desk.codeTables.map({ ...wanted, validFrom: undefined }, act);
  await desk.close();
  if (mapped.kind !== 'mapped') throw new Error(mapped.kind);
}

function openDesk({ options, keys }: Cluster): Promise<DeskLedger> {
  const sessions = { lifetimeMs: 60_000, idleMs: 60_000 };
  return openDeskLedger({
    ...{ url: options.databaseUrl, clock: new Clock(), log: SILENT, secrets: keys, poolSize: 2, sessions },
  });
}

/** Sends a dossier every tenth of a second; answers how long each answer took, in milliseconds. */
function watchIntake(cluster: Cluster, from: number): { end(): Promise<number[]> } {
  const pool = new Pool(cluster.doorUrls[0] ?? '', { connections: 4 });
  const answers: Promise<number>[] = [];
  const timer = setInterval(() => {
    const since = performance.now();
    answers.push(send(pool, cluster, { number: from + answers.length }).then(() => performance.now() - since));
  }, 100);
  return {
    end: async () => {
      clearInterval(timer);
      const all = await Promise.all(answers);
      await eventually(async () => (await waiting(cluster)).left === 0, WITHIN);
      await pool.close();
      return all;
    },
  };
}

async function waiting(cluster: Cluster): Promise<Waiting> {
  const [row] = await readLedger<Waiting & Record<string, number>>(
    cluster,
    `SELECT (SELECT count(*)::int FROM lane_wait w JOIN lane l USING (dossier_id, destination) WHERE l.state = 'held') AS held,
      (SELECT count(*)::int FROM incident WHERE kind = 'unmapped' AND cleared_at IS NULL) AS open,
      (SELECT count(*)::int FROM incident WHERE kind = 'unmapped') AS opened,
      (SELECT count(*)::int FROM lane WHERE state <> 'idle') AS left`,
  );
  if (row === undefined) throw new Error('the ledger says nothing');
  return row;
}

/** Dossiers that were released at least two batches after one that left later. */
async function countOvertaken(cluster: Cluster): Promise<number> {
  const [row] = await readLedger<{ overtaken: number }>(
    cluster,
    `WITH sent AS (
       SELECT a.dossier_id, row_number() OVER (ORDER BY min(a.begun_at), a.dossier_id) AS place,
         row_number() OVER (ORDER BY a.dossier_id) AS turn
       FROM attempt a JOIN dossier o ON o.id = a.dossier_id WHERE a.call_id IS NOT NULL AND o.procedure = '${MISSING}' GROUP BY a.dossier_id
     )
     SELECT count(*)::int AS overtaken FROM sent WHERE abs(place - turn) > 1000`,
  );
  return row?.overtaken ?? NaN;
}

function peak(cluster: Cluster): number {
  return Math.max(...cluster.relays.map(({ pid }) => (pid === undefined ? NaN : peakOf(pid))));
}

async function count({ portal }: Cluster): Promise<number> {
  const answer = await fetch(`${portal.url}/_sim/national/dossiers?limit=0`);
  return ((await answer.json()) as { total: number }).total;
}

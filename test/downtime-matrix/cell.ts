import { sleep } from '#runtime';
import { eventually } from '../support/eventually.ts';
import { passTime } from '../support/harness/clock-shift.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import type { Script } from '../support/harness/script.ts';
import { verify, waitForRest, type Verdict } from '../support/harness/verify.ts';

/** How long the portal is down, and whether that time passes, or the one clock of all processes is put forward over it. */
export interface Downtime {
  readonly name: string;
  readonly ms: number;
  readonly isReal: boolean;
}

/** One cell to be run. `first`: the number of its first dossier. */
export interface CellOrder {
  readonly cluster: Cluster;
  readonly downtime: Downtime;
  readonly dossiers: number;
  readonly first: number;
  readonly seed: number;
}

/** What one cell came to. Rates are of dossiers with all that belongs to them, per second. */
export interface CellResult {
  readonly dossiers: number;
  readonly lost: number;
  readonly doubledUnflagged: number;
  readonly otherwiseWrong: number;
  readonly flagged: number;
  readonly doubled: number;
  readonly steadyRate: number;
  readonly catchUpRate: number;
  readonly ratio: number;
  /** Up to five dossiers with what is wrong with them. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

export const DOWNTIMES: readonly Downtime[] = [
  { name: '10s', ms: 10_000, isReal: true },
  { name: '60s', ms: 60_000, isReal: false },
  { name: '300s', ms: 300_000, isReal: false },
  { name: '4h', ms: 4 * 3_600_000, isReal: false },
  { name: '3d', ms: 72 * 3_600_000, isReal: false },
];

const SERVICES = ['login', 'DongBoHoSoMC', 'CapNhatTienDoHoSoMC', 'TraCuuHoSo'];
const LOSING_ANSWERS_MS = 400;
const STRIDES = 12;
/** In it what is due at the new time is tried in vain. */
const BETWEEN_STRIDES_MS = 400;
const CAUGHT_UP_WITHIN_MS = 300_000;
const REST_WITHIN_MS = 30_000;
const SHOWN = 5;

/** The portal is well, goes down with answers under way, stays down, and comes back; then everything must be there. */
export async function runCell(order: CellOrder): Promise<CellResult> {
  const { cluster, downtime, dossiers, first } = order;
  const steady = scriptsFor(cluster, dossiers, { seed: order.seed, first });
  const steadySeconds = await timed(async () => {
    await send(order, steady);
    await untilIdle(cluster);
  });
  const scripts = scriptsFor(cluster, dossiers, { seed: order.seed, first: first + dossiers });
  await goDown(order, scripts);
  await stayDown(cluster, downtime);
  await cluster.portal.faults();
  const catchUpSeconds = await timed(() => untilIdle(cluster));
  const unrested = await waitForRest(cluster, scripts, REST_WITHIN_MS);
  const verdict = await verify(cluster, [...steady, ...scripts]);
  const [steadyRate, catchUpRate] = [dossiers / steadySeconds, dossiers / catchUpSeconds];
  return { dossiers: 2 * dossiers, ...countWrong(verdict, unrested), steadyRate, catchUpRate, ratio: catchUpRate / steadyRate };
}

/** Whether nothing is lost, doubled unflagged or wrong in any other way. */
export function isWhole({ lost, doubledUnflagged, otherwiseWrong }: CellResult): boolean {
  return lost + doubledUnflagged + otherwiseWrong === 0;
}

/** Answers get lost, then nothing is answered any more, while the communes send. */
async function goDown(order: CellOrder, scripts: readonly Script[]): Promise<void> {
  const { portal } = order.cluster;
  await portal.faults({ mode: 'drop-reply', rate: 0.5, seed: order.seed });
  const sending = send(order, scripts);
  await sleep(LOSING_ANSWERS_MS);
  await portal.faults({ mode: 'down', services: SERVICES });
  await sending;
}

async function stayDown(cluster: Cluster, { ms, isReal }: Downtime): Promise<void> {
  if (isReal) return sleep(ms);
  for (let stride = 0; stride < STRIDES; stride += 1) {
    await passTime(cluster, ms / STRIDES);
    await sleep(BETWEEN_STRIDES_MS);
  }
}

async function send({ cluster, seed }: CellOrder, scripts: readonly Script[]): Promise<void> {
  const { doorUrls, communes } = cluster;
  const driver = new CommuneDriver({ doorUrls, communes, seed, spreadMs: 0 }, scripts);
  await driver.run();
  if (driver.complaints.length > 0) throw new Error(driver.complaints.slice(0, SHOWN).join('\n'));
}

/** A lane that waits for a person would wait for ever: the verdict says so then. */
async function untilIdle(cluster: Cluster): Promise<void> {
  const open = `SELECT 1 FROM lane WHERE state NOT IN ('idle', 'blocked', 'held') LIMIT 1`;
  await eventually(async () => (await readLedger(cluster, open)).length === 0, { withinMs: CAUGHT_UP_WITHIN_MS, everyMs: 50 });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1_000;
}

function countWrong(
  { wrong, flagged, doubled }: Verdict,
  unrested: number,
): Omit<CellResult, 'dossiers' | 'steadyRate' | 'catchUpRate' | 'ratio'> {
  const faults = [...wrong.values()];
  const isLost = (fault: string): boolean => fault.includes('not there') || fault.includes('missing');
  const isDoubled = (fault: string): boolean => fault.includes('twice and not flagged');
  const lost = faults.filter((all) => all.some(isLost)).length;
  const doubledUnflagged = faults.filter((all) => all.some(isDoubled)).length;
  const others = faults.filter((all) => !all.some((fault) => isLost(fault) || isDoubled(fault))).length;
  const shown = Object.fromEntries([...wrong].slice(0, SHOWN));
  return { lost: Math.max(lost, unrested), doubledUnflagged, otherwiseWrong: others, flagged, doubled, wrong: shown };
}

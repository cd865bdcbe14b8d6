import { askDoor } from '../support/harness/door-client.ts';
import { Rehearsal } from '../support/reconcile/rehearse-reconcile.ts';
import { Town } from '../support/reconcile/town.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const DAY = '2026-11-18';
const MOST_RATIO = 1.5;
const WINDOW = 2_000;
const TARGET = `a portal that lost a day: all of it is found and sent again, no step twice; the p99 of accepting stays within ${String(MOST_RATIO)} of before`;

/** Has the national portal lose all dossiers of a day, while others are accepted. */
export function proveReconcileLostDay({
  dossiers,
  seed,
  requests = WINDOW,
  say,
}: ProofOptions & { dossiers: number }): Promise<Result> {
  const cluster = { communes: 10, lookup: 'steps', portals: ['national'], concurrency: 32 } as const;
  return onCluster(cluster, async (running) => {
    const rehearsal = await Rehearsal.open(running, { dossiers, seed, each: 0, withinMs: 1_200_000 });
    try {
      const { town } = rehearsal;
      await town.send(town.dossiers);
      await rehearsal.settled();
      const before = await p99Of(
        running.doorUrls[0] ?? '',
        new Town(running.communes, '', { dossiers: requests, seed: seed + 1 }),
        1,
      );
      await rehearsal.settled();
      const lost = town.dossiers.filter(({ day }) => day === DAY).map(({ code }) => code);
      await running.portal.forget(lost);
      const began = performance.now();
      const live = p99Of(running.doorUrls[0] ?? '', new Town(running.communes, '', { dossiers: requests, seed: seed + 2 }), 2);
      await rehearsal.sweep();
      const found = (await rehearsal.everFound()).length;
      await rehearsal.handedOver();
      const during = await live;
      await rehearsal.settled();
      const healedMs = Math.round(performance.now() - began);
      await rehearsal.sweep();
      const left = (await rehearsal.open()).length;
      const wrong = await wrongSteps(rehearsal, lost);
      const ratio = during / before;
      say(`${String(lost.length)} lost, ${String(found)} found, ${String(left)} left`);
      const met = found === lost.length && left + wrong === 0 && ratio <= MOST_RATIO;
      return {
        figures: { dossiers, lost: lost.length, found, left, wrong, healedMs, p99Before: before, p99During: during, ratio },
        target: TARGET,
        met,
      };
    } finally {
      await rehearsal.close();
    }
  });
}

/** Of accepting single dossiers one after the other, in milliseconds. `turn` keeps the codes apart. */
async function p99Of(door: string, { dossiers }: Town, turn: number): Promise<number> {
  const took: number[] = [];
  for (const { commune, body, code } of dossiers) {
    const own = { ...body, dossierCode: code.replace(/-(\d{6})$/, (_, serial: string) => `-${String(turn)}${serial.slice(1)}`) };
    const began = performance.now();
    const { status } = await askDoor(`${door}/v1/dossiers`, { method: 'POST', apiKey: commune.apiKey, body: own });
    if (status !== 202) throw new Error(`HTTP ${String(status)}`);
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0;
}

/** Dossiers that do not have their steps once each at the portal. */
async function wrongSteps({ cluster, town }: Rehearsal, codes: readonly string[]): Promise<number> {
  const held = await Promise.all(codes.map((code) => cluster.portal.read(code)));
  return held.filter((one, at) => one?.steps.length !== town.of(codes[at] ?? '').steps.length).length;
}

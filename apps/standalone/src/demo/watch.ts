import { sleep } from '#runtime';
import type { Terminal } from '../terminal/terminal.ts';
import { compare } from './compare.ts';
import { inParallel } from './in-parallel.ts';
import type { CommunePlan } from './plan.ts';
import type { Portal, PortalName } from './portal.ts';
import type { CommuneOutcome } from './report.ts';

/** What is waited for, where, and who is told. */
export interface Watching {
  readonly plans: readonly CommunePlan[];
  readonly portals: readonly Portal[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** What is being sent, and how much of it was. */
interface Goal {
  readonly sent: { readonly dossiers: number; readonly steps: number };
  readonly dossiers: number;
  readonly steps: number;
}

const READS_AT_ONCE = 16;
const POLL_MS = 250;
const SAY_EVERY_MS = 15_000;
const SHORT: Readonly<Record<PortalName, string>> = { national: 'QG·nat.', province: 'tỉnh·prov.' };

/** Shows how much was sent and how much the portals have, until it is told to stop. */
export async function watchProgress({ portals, terminal, signal }: Watching, { sent, dossiers, steps }: Goal): Promise<void> {
  let milestone = 0;
  while (!signal.aborted) {
    const there = await Promise.all(portals.map(async (portal) => ({ name: portal.name, ...(await amountAt(portal)) })));
    const quarter = Math.floor((Math.min(...there.map((one) => one.steps)) * 4) / steps);
    const left = `gửi·sent ${String(sent.dossiers)}/${String(dossiers)} (${String(sent.steps)}/${String(steps)})`;
    const right = there.map((one) => `${SHORT[one.name]} ${String(one.dossiers)} (${String(one.steps)})`);
    terminal.progress([left, ...right].join(' → '), quarter > milestone);
    milestone = Math.max(milestone, quarter);
    await sleep(POLL_MS, signal);
  }
}

async function amountAt(portal: Portal): Promise<{ dossiers: number; steps: number }> {
  const counts = await portal.counts().catch(() => new Map<string, number>());
  return { dossiers: counts.size, steps: [...counts.values()].reduce((total, count) => total + count, 0) };
}

/** Waits until every portal counts as many steps of every dossier as were sent. */
export async function untilCounted(watching: Watching): Promise<void> {
  const every = watching.plans.flatMap(({ dossiers }) => dossiers);
  await untilNoneIsOpen(watching, async () => {
    const there = await Promise.all(watching.portals.map((portal) => portal.counts()));
    const isOpen = (code: string, steps: number): boolean => there.some((counts) => (counts.get(code) ?? -1) < steps);
    return every.filter(({ dossierCode, steps }) => isOpen(dossierCode, steps.length)).map(({ dossierCode }) => dossierCode);
  });
}

/**
 * Waits until nothing is missing: the last record of a dossier may still be on its way when its steps are there. What is doubled or
 * out of order stays so: waiting would not mend it, and the report says it.
 */
export async function untilWhole(watching: Watching): Promise<void> {
  await untilNoneIsOpen(watching, async () => {
    const comparisons = (await compareAll(watching)).flatMap(({ at }) => [...at.values()].flat());
    return comparisons.filter(({ lost }) => lost.length > 0).map(({ dossierCode }) => dossierCode);
  });
}

/** Compares every dossier with what every portal holds of it. */
export function compareAll({ plans, portals }: Watching): Promise<CommuneOutcome[]> {
  return inParallel(plans, 1, async (plan) => {
    const compared = portals.map(async (portal) => {
      const comparisons = await inParallel(plan.dossiers, READS_AT_ONCE, async (dossier) =>
        compare(dossier, portal.name, await portal.dossier(dossier.dossierCode)),
      );
      return [portal.name, comparisons] as const;
    });
    return { plan, at: new Map(await Promise.all(compared)) };
  });
}

/** Looks for what is open until nothing is, and says from time to time what is waited for. */
async function untilNoneIsOpen({ terminal, signal }: Watching, look: () => Promise<string[]>): Promise<void> {
  let said = performance.now();
  for (;;) {
    const open = new Set(await look());
    if (open.size === 0) return;
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      const shown = [...open].slice(0, 3).join(', ');
      terminal.say({
        vi: `còn chờ ${String(open.size)} hồ sơ (${shown}…)`,
        en: `still waiting for ${String(open.size)} dossiers`,
      });
    }
    await sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

import { instantOf, legalDay } from '#canonical';
import { sleep, type Clock } from '#runtime';
import type { Places } from '../disk/places.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { compare, isWhole } from './compare.ts';
import type { Commune } from './communes.ts';
import { openDoor } from './open-door.ts';
import { inParallel } from './in-parallel.ts';
import { planDemo, readMarker, readProcedures, writeMarker, type CommunePlan, type DemoMarker, type Procedures } from './plan.ts';
import { Portal } from './portal.ts';
import { report, type CommuneOutcome } from './report.ts';
import { sendCommune } from './send-commune.ts';

/** Who takes part in the demo, and where. */
export interface Demo {
  readonly places: Places;
  readonly communes: readonly Commune[];
  readonly partnerApi: string;
  readonly simulator: string;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

const SYSTEMS_AT_ONCE = 6;
const READS_AT_ONCE = 16;
const POLL_MS = 250;
const SAY_EVERY_MS = 15_000;

/** Sends the demo unless it was sent before, waits until the portal holds everything, and shows what it holds. */
export async function runDemo(demo: Demo): Promise<void> {
  const { places, communes, clock, terminal } = demo;
  const marker = readMarker(places.demoFile);
  const before = marker?.before ?? legalDay(instantOf(clock.now()));
  const procedures = proceduresOf(marker) ?? readProcedures(places.config);
  const plans = planDemo(communes, before, procedures);
  const portal = new Portal(demo.simulator, demo.signal);
  if (marker?.isComplete === true) {
    terminal.say({
      vi: 'Hồ sơ mẫu đã gửi ở lần chạy trước, không gửi lại',
      en: 'The demo was sent by a former start and is not sent again',
    });
    report(terminal, await compareAll(portal, plans));
    return;
  }
  const codes = plans.flatMap(({ dossiers }) => dossiers.map(({ dossierCode }) => dossierCode));
  writeMarker(places.demoFile, { before, procedures, isComplete: false, codes });
  await deliver(demo, plans, portal);
  const outcomes = await untilWhole(demo, plans, portal);
  writeMarker(places.demoFile, { before, procedures, isComplete: true, codes });
  report(terminal, outcomes);
}

function proceduresOf(marker: DemoMarker | undefined): Procedures | undefined {
  const [first, ...others] = marker?.procedures ?? [];
  return first === undefined ? undefined : [first, ...others];
}

/** Sends while the relay delivers, and shows both. */
async function deliver(
  { communes, partnerApi, terminal, signal }: Demo,
  plans: readonly CommunePlan[],
  portal: Portal,
): Promise<void> {
  const every = plans.flatMap(({ dossiers }) => dossiers);
  const allSteps = every.reduce((total, { steps }) => total + steps.length, 0);
  const sent = { dossiers: 0, steps: 0 };
  terminal.say({
    vi: `${String(communes.length)} xã, phường gửi ${String(every.length)} hồ sơ mẫu (${String(allSteps)} bước)`,
    en: `${String(communes.length)} communes send ${String(every.length)} demo dossiers (${String(allSteps)} steps)`,
  });
  const watching = new AbortController();
  const watch = watchProgress(
    { portal, terminal, signal: AbortSignal.any([signal, watching.signal]) },
    { sent, dossiers: every.length, steps: allSteps },
  );
  try {
    await inParallel(plans, SYSTEMS_AT_ONCE, ({ commune, dossiers }) =>
      sendCommune(openDoor({ address: partnerApi, commune, signal }), dossiers, (more, steps) => {
        sent.dossiers += more;
        sent.steps += steps;
      }),
    );
    await untilCounted(portal, plans, signal, terminal);
  } finally {
    watching.abort();
    await watch;
  }
}

interface Goal {
  readonly sent: { readonly dossiers: number; readonly steps: number };
  readonly dossiers: number;
  readonly steps: number;
}

async function watchProgress(
  { portal, terminal, signal }: { portal: Portal; terminal: Terminal; signal: AbortSignal },
  { sent, dossiers, steps }: Goal,
): Promise<void> {
  let milestone = 0;
  while (!signal.aborted) {
    const counts = await portal.counts().catch(() => undefined);
    const there = counts === undefined ? 0 : [...counts.values()].reduce((total, count) => total + count, 0);
    const quarter = Math.floor((there * 4) / steps);
    const left = `gửi·sent ${String(sent.dossiers)}/${String(dossiers)} (${String(sent.steps)}/${String(steps)})`;
    terminal.progress(`${left} → cổng·portal ${String(counts?.size ?? 0)} (${String(there)})`, quarter > milestone);
    milestone = Math.max(milestone, quarter);
    await sleep(POLL_MS, signal);
  }
}

/** Waits until the portal counts as many steps of every dossier as were sent. */
async function untilCounted(
  portal: Portal,
  plans: readonly CommunePlan[],
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const every = plans.flatMap(({ dossiers }) => dossiers);
  let said = performance.now();
  for (;;) {
    const counts = await portal.counts();
    const open = every.filter(({ dossierCode, steps }) => (counts.get(dossierCode) ?? -1) < steps.length);
    if (open.length === 0) return;
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      sayWaiting(
        terminal,
        open.map(({ dossierCode }) => dossierCode),
      );
    }
    await sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

/** The last record of a dossier may still be on its way when its steps are there. */
async function untilWhole({ terminal, signal }: Demo, plans: readonly CommunePlan[], portal: Portal): Promise<CommuneOutcome[]> {
  let said = performance.now();
  for (;;) {
    const outcomes = await compareAll(portal, plans);
    const comparisons = outcomes.flatMap((outcome) => outcome.comparisons);
    const open = comparisons.filter(({ lost }) => lost.length > 0);
    // What is doubled or out of order stays so: waiting would not mend it, and the report says it.
    if (open.length === 0 || comparisons.every((comparison) => isWhole(comparison))) return outcomes;
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      sayWaiting(
        terminal,
        open.map(({ dossierCode }) => dossierCode),
      );
    }
    await sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

async function compareAll(portal: Portal, plans: readonly CommunePlan[]): Promise<CommuneOutcome[]> {
  return inParallel(plans, 1, async (plan) => ({
    plan,
    comparisons: await inParallel(plan.dossiers, READS_AT_ONCE, async (dossier) =>
      compare(dossier, await portal.dossier(dossier.dossierCode)),
    ),
  }));
}

function sayWaiting(terminal: Terminal, codes: readonly string[]): void {
  const shown = codes.slice(0, 3).join(', ');
  terminal.say({
    vi: `còn chờ ${String(codes.length)} hồ sơ (${shown}…)`,
    en: `still waiting for ${String(codes.length)} dossiers`,
  });
}

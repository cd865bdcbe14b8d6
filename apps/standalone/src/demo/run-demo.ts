import { instantOf, legalDay } from '#canonical';
import type { Clock } from '#runtime';
import type { Places } from '../disk/places.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Commune } from './communes.ts';
import { openDoor } from './open-door.ts';
import { inParallel } from './in-parallel.ts';
import { demoSource, planDemo, readMarker, writeMarker, type CommunePlan, type DemoMarker } from './plan.ts';
import { Portal, type DemoPortals, type PortalName } from './portal.ts';
import { report } from './report.ts';
import { sendCommune } from './send-commune.ts';
import { compareAll, untilCounted, untilWhole, watchProgress, type Watching } from './watch.ts';

/** Who takes part in the demo, and where. */
export interface Demo {
  readonly places: Places;
  readonly communes: readonly Commune[];
  readonly seed: number | undefined;
  readonly partnerApi: string;
  readonly simulator: string;
  readonly portals: DemoPortals;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

const SYSTEMS_AT_ONCE = 6;
const FORMER_PORTALS: readonly string[] = ['national'];

/** Sends the demo unless it was sent before, waits until every portal holds everything, and shows what they hold. */
export async function runDemo(demo: Demo): Promise<void> {
  const { places, communes, seed, clock, terminal, signal } = demo;
  const marker = readMarker(places.demoFile);
  const source = demoSource(marker, { seed, today: legalDay(instantOf(clock.now())), config: places.config });
  const plans = planDemo(communes, source);
  const { told, untold } = whoIsTold(demo.portals, marker);
  const portals = told.map((name) => new Portal(name, demo.simulator, signal));
  const watching = { plans, portals, terminal, signal };
  const codes = plans.flatMap(({ dossiers }) => dossiers.map(({ dossierCode }) => dossierCode));
  const write = (isComplete: boolean): void => {
    const held = isComplete ? { portals: [...new Set([...heldBefore(marker), ...told])] } : {};
    writeMarker(places.demoFile, { ...source, isComplete, ...held, ...(untold.length > 0 && { untold }), codes });
  };
  if (marker?.isComplete === true) {
    await catchUp(watching, heldBefore(marker));
  } else {
    write(false);
    await deliver(demo, watching);
  }
  write(true);
  if (portals.length > 0) report(terminal, await compareAll(watching));
  if (untold.length > 0)
    terminal.say({
      vi: `Không so với: ${untold.join(', ')} (chạy bóng khi hồ sơ mẫu được gửi)`,
      en: `Not compared with: ${untold.join(', ')} (in shadow when the demo was sent)`,
    });
}

/** The portals that were found to hold everything. */
function heldBefore(marker: DemoMarker | undefined): readonly string[] {
  return marker?.isComplete === true ? (marker.portals ?? FORMER_PORTALS) : [];
}

/** A portal that was in shadow before it had everything gets, when it is live, what its cut-over says: there is nothing to compare it with. */
function whoIsTold({ live, inShadow }: DemoPortals, marker: DemoMarker | undefined): { told: PortalName[]; untold: string[] } {
  const held = heldBefore(marker);
  const untold = [...new Set([...(marker?.untold ?? []), ...inShadow.filter((name) => !held.includes(name))])];
  return { told: live.filter((name) => !untold.includes(name)), untold };
}

/** What was sent by a former start goes by itself to a portal that was not there then. Others are not waited for: they had it all. */
async function catchUp(watching: Watching, had: readonly string[]): Promise<void> {
  const { portals, terminal } = watching;
  terminal.say({
    vi: 'Hồ sơ mẫu đã gửi ở lần chạy trước, không gửi lại',
    en: 'The demo was sent by a former start and is not sent again',
  });
  const added = portals.filter(({ name }) => !had.includes(name));
  if (added.length === 0) return;
  terminal.say({ vi: 'Cổng mới thêm đang nhận hồ sơ đã có', en: 'A new portal is getting what was there before' });
  await untilCounted({ ...watching, portals: added });
  await untilWhole({ ...watching, portals: added });
}

/** Sends while the relay delivers, shows both, and waits for the last record at the last portal. */
async function deliver({ communes, partnerApi }: Demo, watching: Watching): Promise<void> {
  const { plans, terminal, signal } = watching;
  const [dossiers, steps] = amountOf(plans);
  const sent = { dossiers: 0, steps: 0 };
  terminal.say({
    vi: `${String(communes.length)} xã, phường gửi ${String(dossiers)} hồ sơ mẫu (${String(steps)} bước)`,
    en: `${String(communes.length)} communes send ${String(dossiers)} demo dossiers (${String(steps)} steps)`,
  });
  const enough = new AbortController();
  const watch = watchProgress({ ...watching, signal: AbortSignal.any([signal, enough.signal]) }, { sent, dossiers, steps });
  try {
    await inParallel(plans, SYSTEMS_AT_ONCE, ({ commune, dossiers: own }) =>
      sendCommune(openDoor({ address: partnerApi, commune, signal }), own, (more, moreSteps) => {
        sent.dossiers += more;
        sent.steps += moreSteps;
      }),
    );
    await untilCounted(watching);
  } finally {
    enough.abort();
    await watch;
  }
  await untilWhole(watching);
}

function amountOf(plans: readonly CommunePlan[]): [number, number] {
  const every = plans.flatMap(({ dossiers }) => dossiers);
  return [every.length, every.reduce((total, { steps }) => total + steps.length, 0)];
}

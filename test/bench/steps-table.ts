import type { Bench } from './bench.ts';
import { benchSteps } from './dossier.ts';
import { measure, type Figures } from './measure.ts';
import { dossiers, onStage } from './stage.ts';
import type { PortalName } from './sides.ts';
import { flow, printTable, usage } from './tables.ts';

/** The figures with so many dossiers in one call at most. */
export interface BatchFigures {
  readonly portalBatch: number;
  readonly figures: Figures;
}

const STEPS = 4;
const BATCHES = [1, 20];
const STEP_PATH = '/v1/status-changes';

/**
 * Dossiers whose steps follow as soon as they are accepted, each in a request of its own, for the national portal alone or for both. The
 * gateway alone: the floor has no order of a dossier's items, and a floor that had one would be a gateway.
 */
export async function stepsTable(
  { ground, stepDossiers: count }: Bench,
  portals: readonly PortalName[] = ['national'],
): Promise<BatchFigures[]> {
  const all: BatchFigures[] = [];
  for (const portalBatch of BATCHES) {
    const label = `steps_${String(portals.length)}_${String(portalBatch)}`;
    const figures = await onStage({ ground, side: 'gateway', label, portalBatch, portals }, async (stage) => {
      const scripts = dossiers(stage.side, stage.firstNumber, count).map((request, index) => [
        request,
        ...benchSteps(stage.firstNumber + index, STEPS).map((body) => ({ path: STEP_PATH, body })),
      ]);
      const amount = { dossiers: count, items: count * (1 + STEPS) * portals.length };
      return measure(stage, amount, () => stage.sender.sendAll(scripts));
    });
    all.push({ portalBatch, figures });
  }
  print(all, count, portals);
  return all;
}

function print(all: readonly BatchFigures[], count: number, portals: readonly PortalName[]): void {
  const where = portals.length === 1 ? '' : ', both portals (delivered counts what each of them took)';
  printTable(
    `${String(count)} dossiers with ${String(STEPS)} steps each, gateway${where}; delivered and accepted are items`,
    all.map(({ portalBatch, figures }) => ({ 'portal batch': String(portalBatch), ...flow(figures) })),
  );
  printTable(
    'CPU per 1,000 dossiers with their steps · peak memory · reads + writes per dossier',
    all.map(({ portalBatch, figures }) => ({ 'portal batch': String(portalBatch), ...usage(figures) })),
  );
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LookupCapability } from '#canonical';
import { HAPPENINGS } from '../../support/lane-model/commands.ts';
import { modelSeed } from '../../support/lane-model/model-seed.ts';
import { Stage } from '../../support/lane-model/stage.ts';
import { World } from '../../support/lane-model/world.ts';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 24);
const DOSSIERS = 2;
const PATIENCE_MS = 150_000;
/** A slow machine tries fewer of them; what is found by then is told, as small as it has become. */
const LONGEST_MS = 90_000;

const worlds = new Map<LookupCapability, World>();

beforeAll(async () => {
  for (const lookup of ['steps', 'dossier', 'none'] as const) worlds.set(lookup, await World.open(lookup));
}, 60_000);

afterAll(async () => {
  await Promise.all([...worlds.values()].map((world) => world.close()));
});

describe('lanes', () => {
  it(
    'keep every invariant and the promise, whatever comes after what',
    async () => {
      const seed = modelSeed();
      const findings = await Promise.allSettled([...worlds.values()].map((world) => tryOut(world, seed)));
      const failures = findings.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      for (const failure of failures) console.error(failure);
      expect(failures).toEqual([]);
    },
    PATIENCE_MS,
  );
});

function tryOut(world: World, seed: number): Promise<void> {
  const happenings = fc.commands([...HAPPENINGS], { maxCommands: 60, size: 'max' });
  const property = fc.asyncProperty(happenings, async (commands) => {
    const stage = await Stage.open(world, DOSSIERS);
    await fc.asyncModelRun(() => ({ model: {}, real: stage }), commands);
    await stage.close();
  });
  return fc.assert(property, { seed, numRuns: RUNS, interruptAfterTimeLimit: LONGEST_MS });
}

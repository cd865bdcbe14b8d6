import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LookupCapability } from '#canonical';
import { HAPPENINGS } from '../../support/lane-model/commands.ts';
import { modelSeed } from '../../support/lane-model/model-seed.ts';
import { Stage } from '../../support/lane-model/stage.ts';
import { World } from '../../support/lane-model/world.ts';

const ALWAYS = 24;
const RUNS = Number(process.env['MODEL_RUNS'] ?? ALWAYS);
const DOSSIERS = 2;
/** A machine many times slower than usual tries fewer of them, but not much fewer; what is found by then is told, as small as it has become. */
const LONGEST_MS = 400_000 * Math.max(1, RUNS / ALWAYS);
const PATIENCE_MS = LONGEST_MS + 60_000;
const LEAST_RUNS = Math.ceil(RUNS / 2);

const worlds = new Map<LookupCapability, World>();

beforeAll(async () => {
  for (const lookup of ['steps', 'dossier', 'none'] as const) worlds.set(lookup, await World.open(lookup));
});

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
      const ran = findings.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(Math.min(...ran)).toBeGreaterThanOrEqual(LEAST_RUNS);
    },
    PATIENCE_MS,
  );
});

/** Answers how many runs there was time for. */
async function tryOut(world: World, seed: number): Promise<number> {
  let ran = 0;
  const happenings = fc.commands([...HAPPENINGS], { maxCommands: 60, size: 'max' });
  const property = fc.asyncProperty(happenings, async (commands) => {
    const stage = await Stage.open(world, DOSSIERS);
    await fc.asyncModelRun(() => ({ model: {}, real: stage }), commands);
    await stage.close();
    ran += 1;
  });
  await fc.assert(property, { seed, numRuns: RUNS, interruptAfterTimeLimit: LONGEST_MS });
  return ran;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LookupCapability, Status } from '#canonical';
import { MemoryLane } from '../support/lane-model/memory-lane.ts';
import { modelSeed } from '../support/lane-model/model-seed.ts';
import { ModelPortal, WAYS } from '../support/lane-model/portal.ts';
import { breachesOf, nameOf } from '../support/lane-model/truth.ts';

const RUNS = 8_000;
const MOST_TURNS = 300;

const status = fc.constantFrom<Status>(2, 4, 5, 6);
const happening = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('version' as const), status }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('step' as const), status }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('turn' as const), way: fc.constant('plain' as const), settles: fc.constant(true) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('turn' as const), way: fc.constantFrom(...WAYS), settles: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('forget' as const, 'forget' as const, 'move' as const, 'lost' as const) }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function take(lane: MemoryLane, one: Happening): void {
  switch (one.kind) {
    case 'version':
      lane.acceptVersion(one.status);
      return;
    case 'step':
      lane.acceptStep(one.status);
      return;
    case 'turn':
      lane.turn(one.way, one.settles);
      return;
    case 'forget':
      lane.forget();
      return;
    case 'move':
      lane.move();
      return;
    case 'lost':
      lane.loseHolder();
  }
}

/** What is wrong after all of that has happened, and then everything went well. */
function wrongAfter(lookup: LookupCapability, happenings: readonly Happening[]): string[] {
  const time = { ms: 0 };
  const can = { lookup, stepsPerCall: 3, resendUndecided: [2, 4, 5, 6, 8] as const };
  const lane = new MemoryLane(can, new ModelPortal(lookup, () => time.ms), time);
  for (const one of happenings) take(lane, one);
  // So that it is noticed whatever the portal has lost.
  lane.acceptVersion(8);
  for (let turns = 0; lane.isDue; turns += 1) {
    if (turns > MOST_TURNS) return ['it does not come to rest'];
    lane.turn('plain', true);
  }
  const { flagged, refused, book, truth } = lane;
  const breaches = breachesOf(truth.items, book, { flagged, refused, corrected: truth.corrected });
  if (lookup === 'steps' && flagged.size > 0) breaches.push(`flagged: ${[...flagged].join()}`);
  return breaches.length === 0 ? [] : [...breaches, truth.items.map(nameOf).join(' '), book.map(nameOf).join(' ')];
}

describe('the planner', () => {
  it.each(['steps', 'dossier', 'none'] as const)(
    'brings a portal of look-up %s the truth, each step once or flagged, whatever becomes of calls',
    (lookup) => {
      const property = fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
        expect(wrongAfter(lookup, happenings)).toEqual([]);
      });
      fc.assert(property, { seed: modelSeed(), numRuns: RUNS });
    },
  );
});

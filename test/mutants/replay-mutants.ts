import type { Mutant } from './mutants.ts';

const REPLAY = { project: 'integration', testFile: 'test/integration/relay/replay.test.ts' } as const;
const RELEASE = { project: 'integration', testFile: 'test/integration/ledger/release.test.ts' } as const;

/** Rules of replays, and of what a code lets go, broken one at a time. */
export const OF_REPLAYS: readonly Mutant[] = [
  {
    ...REPLAY,
    name: 'a replay calls delivered what still waits',
    file: 'libs/ledger/src/replays/sweep.ts',
    edits: [{ find: `AND n.seq <= i.until_seq`, replace: `AND n.seq <= 0` }],
    test: 'calls nothing delivered that the portal has not acknowledged',
  },
  {
    ...REPLAY,
    name: 'a replay believes a loss at once',
    file: 'apps/relay/src/replay/answer-asked.ts',
    edits: [{ find: `    !isLoss(difference) ||`, replace: `    isLoss(difference) ||\n    !isLoss(difference) ||` }],
    test: 'takes no notice of what was acknowledged a moment ago and is not shown yet',
  },
  {
    ...REPLAY,
    name: 'a lane left idle under a replay that asks it',
    file: 'libs/ledger/src/desk/cancel.ts',
    edits: [{ find: ` OR l.asked_by IS NOT NULL THEN 'due'`, replace: ` THEN 'due'` }],
    test: 'is answered by a lane whose last waiting item an operator has ended meanwhile',
  },
  {
    ...RELEASE,
    name: 'nobody looks for codes that a new day makes valid',
    file: 'libs/ledger/src/lanes/releaser.ts',
    edits: [{ find: `const isTime = !isQuiet ||`, replace: `const isTime = !isQuiet && ` }],
    test: 'goes on when the day comes from which its code is valid',
  },
];

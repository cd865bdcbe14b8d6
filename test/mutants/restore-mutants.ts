import type { Mutant } from './mutants.ts';

const LANES = { project: 'integration', testFile: 'test/integration/relay/restored.test.ts' } as const;
const PLAN = { file: 'libs/ledger/src/lanes/plan.ts', project: 'unit', testFile: 'libs/ledger/src/lanes/plan.spec.ts' } as const;
const ADOPT = 'apps/relay/src/look-up/adopt-unsure.ts';
const TOLD = { project: 'integration', testFile: 'test/integration/backup/after-restore.test.ts' } as const;

/** What must not go wrong with a ledger that came back from a backup. */
export const OF_A_RESTORE: readonly Mutant[] = [
  {
    ...LANES,
    name: 'delivered before the restore is finished',
    file: 'libs/ledger/src/lanes/unsure.ts',
    edits: [{ find: 'return `EXISTS (SELECT FROM restoration', replace: 'return `false AND EXISTS (SELECT FROM restoration' }],
    test: 'delivers nothing, and is hinted to nobody',
  },
  {
    ...PLAN,
    name: 'no look before sending after a restore',
    edits: [{ find: 'return unsure?.isLooked === false &&', replace: 'return false && unsure?.isLooked === false &&' }],
    test: 'looks before anything is sent',
  },
  {
    ...PLAN,
    name: 'nothing flagged after a restore',
    edits: [{ find: 'return step.mayBeThere === true &&', replace: 'return false && step.mayBeThere === true &&' }],
    test: 'flags steps of before where nobody can tell',
  },
  {
    ...LANES,
    name: 'an older record over what is not known',
    file: ADOPT,
    edits: [{ find: 'if (seen.unknown === undefined) return goOn;', replace: 'if (seen.isSure !== 0) return goOn;' }],
    test: 'sends nothing over what it does not know',
  },
  {
    ...LANES,
    name: 'a lane believed at the first look, whatever it showed',
    file: ADOPT,
    edits: [
      {
        find: 'const isSure = found.steps !== undefined && seen.unknown === undefined;',
        replace: 'const isSure = found.steps !== undefined;',
      },
    ],
    test: 'sends nothing over what it does not know',
  },
  {
    ...LANES,
    name: 'nobody wakes a lane that waits for its commune',
    file: 'libs/ledger/src/accept/write-lanes.ts',
    edits: [
      {
        find: `if (lane.state === 'verifying' && lane.cause === PORTAL_AHEAD) return toSend.length > 0 ? due : undefined;`,
        replace: '',
      },
    ],
    test: 'sends nothing over what it does not know',
  },
  {
    ...TOLD,
    name: 'positions go on after a restore',
    file: 'libs/ledger/src/restorations/mark.ts',
    edits: [{ find: 'greatest(i.last_value + 1, b.base)', replace: 'i.last_value + 1 + 0 * b.base' }],
    test: 'the same backup restored once more',
  },
  {
    ...TOLD,
    name: 'a cursor of the lost time goes on',
    file: 'libs/ledger/src/feeds/walk.ts',
    edits: [{ find: 'if (lost === undefined) return cursor;', replace: 'if (lost !== null) return cursor;' }],
    test: 'a cursor of the lost time is told so',
  },
  {
    name: 'an altered file believed',
    file: 'apps/standalone/src/backup/verify.ts',
    edits: [{ find: 'return digest.hex() === sha256 ? undefined', replace: 'return digest.hex() !== "" ? undefined' }],
    project: 'unit',
    testFile: 'apps/standalone/src/backup/backup-files.spec.ts',
    test: 'is refused when any byte of any file is another',
  },
];

import type { Mutant } from './mutants.ts';

const PLAN = { file: 'libs/ledger/src/lanes/plan.ts', project: 'unit', testFile: 'libs/ledger/src/lanes/plan.spec.ts' } as const;
const EARLIER = {
  file: 'libs/ledger/src/duties/earlier-lanes.ts',
  project: 'integration',
  testFile: 'test/integration/ledger/earlier-lanes.test.ts',
} as const;

const OF_THE_PROVINCE: readonly Mutant[] = [
  {
    ...PLAN,
    name: 'a trace repeated without a flag',
    edits: [
      {
        find: `{ kind: 'steps', steps: [step], possiblyTwice: true }`,
        replace: `{ kind: 'steps', steps: [step], possiblyTwice: false }`,
      },
    ],
    test: 'follows the policy where nothing can be looked up',
  },
  {
    ...PLAN,
    name: 'a trace before its document',
    edits: [{ find: 'if (record !== undefined && !first.doubt) return', replace: 'if (false && record !== undefined) return' }],
    test: 'sends no step before the dossier is there',
  },
  {
    name: 'applicants of the province numbered as at the national portal',
    file: 'config/code-tables/province/applicant-kind.csv',
    edits: [
      { find: 'organisation,3,', replace: 'organisation,4,' },
      { find: 'agency,4,', replace: 'agency,3,' },
    ],
    project: 'contract',
    testFile: 'test/contract/lgsp-document.test.ts',
    test: 'A finished dossier that waits for its owner',
  },
  {
    name: 'a date of the province without its offset',
    file: 'libs/protocols/lgsp-document/src/date.write.ts',
    edits: [{ find: `'yyyy-MM-ddTHH:mm:ss.000+0700'`, replace: `'yyyy-MM-ddTHH:mm:ss'` }],
    project: 'contract',
    testFile: 'test/contract/lgsp-document.test.ts',
    test: 'The smallest step',
  },
];

const OF_EARLIER_DOSSIERS: readonly Mutant[] = [
  {
    ...EARLIER,
    name: 'an earlier dossier not locked while its lane is opened',
    edits: [{ find: `await db.query({ name: 'earlier-lock', text: LOCK, values: [ids] });`, replace: '' }],
    test: 'misses nothing that is accepted while its lanes are opened',
  },
  {
    ...EARLIER,
    name: 'a correction beside what it replaces in a lane opened later',
    edits: [{ find: `AND n.origin = 'client' AND NOT n.stale) THEN 'superseded'`, replace: `AND false) THEN 'superseded'` }],
    test: 'gets every earlier dossier with all that a lane from the beginning would hold',
  },
  {
    ...EARLIER,
    name: 'earlier dossiers walked once',
    edits: [{ find: 'const walks = [knownSince, knownSince + KNOWN_AFTER_MS];', replace: 'const walks = [knownSince];' }],
    test: 'is looked after once more',
  },
];

/** Mistakes that only show with a second portal, or with one that is added later. */
export const OF_THE_PORTALS: readonly Mutant[] = [...OF_THE_PROVINCE, ...OF_EARLIER_DOSSIERS];

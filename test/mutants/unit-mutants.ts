import type { Mutant } from './mutants.ts';

const MERGERS = { project: 'integration', testFile: 'test/integration/ledger/mergers.test.ts' } as const;
const HAND_OVERS = { project: 'integration', testFile: 'test/integration/ledger/hand-overs.test.ts' } as const;

/** Rules of units, broken one at a time. */
export const OF_UNITS: readonly Mutant[] = [
  {
    ...MERGERS,
    name: 'a draft that is no longer true is recorded',
    file: 'libs/ledger/src/mergers/merger-desk.ts',
    edits: [{ find: ` || versionOf(draft, around) !== version`, replace: `` }],
    test: 'is refused, with what has changed, when its draft is no longer true',
  },
  {
    ...MERGERS,
    name: 'seeding undoes what an operator recorded',
    file: 'libs/ledger/src/setup/units.ts',
    edits: [{ find: `to: known.isEnded ? known.to : to }`, replace: `to }` }],
    test: 'is looked at without being written, recorded as it was looked at, and taken back without a trace in what is believed',
  },
  {
    ...HAND_OVERS,
    name: 'what somebody else saw before a hand-over is never shown',
    file: 'libs/ledger/src/feeds/walk.ts',
    edits: [{ find: ` || !seen.has(id);`, replace: `;` }],
    test: 'shows all to each part until somebody decides; then to whose it is, with nothing missing and nothing twice',
  },
];

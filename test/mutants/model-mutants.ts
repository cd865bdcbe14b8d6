import type { Mutant } from './mutants.ts';

const PLANNER = {
  file: 'libs/ledger/src/lanes/plan.ts',
  project: 'unit',
  testFile: 'test/unit/plan-model.test.ts',
  test: 'brings a portal of look-up',
} as const;
const LANES = {
  project: 'integration',
  testFile: 'test/integration/relay/lane-model.test.ts',
  test: 'keep every invariant and the promise',
} as const;

/** Mistakes that nobody told the models of. */
export const OF_THE_MODELS: readonly Mutant[] = [
  {
    ...PLANNER,
    name: 'model: a step in doubt sent again',
    edits: [
      {
        find: `if (first.doubt) return can.lookup === 'none' ? planUndecided(first, can) : { kind: 'lookup', reason: 'doubt' };`,
        replace: '',
      },
      { find: `item.kind === 'step' && !item.doubt &&`, replace: `item.kind === 'step' &&` },
    ],
  },
  {
    ...PLANNER,
    name: 'model: an undecided step sent unflagged',
    edits: [{ find: 'steps: [step], possiblyTwice: true }', replace: 'steps: [step], possiblyTwice: false }' }],
  },
  {
    ...PLANNER,
    name: 'model: a version skipped for another status',
    edits: [{ find: `item.kind === 'version' && item.status === first.status`, replace: `item.kind === 'version'` }],
  },
  {
    ...PLANNER,
    name: 'model: an older record asserted over a newer',
    edits: [{ find: 'lane.acked !== undefined && !isOvertaken', replace: 'lane.acked !== undefined' }],
  },
  {
    ...PLANNER,
    name: 'model: a step before its record',
    edits: [
      { find: 'const record = lane.present ? undefined :', replace: 'const record = lane.present || true ? undefined :' },
      { find: 'if (!lane.present && !first.doubt) return', replace: 'if (false) return' },
    ],
  },
  {
    ...LANES,
    name: 'model: no fence check',
    file: 'libs/ledger/src/lanes/settle.ts',
    edits: [
      {
        find: `CASE WHEN l.state <> 'leased' THEN 'lost' WHEN l.fence = s.fence THEN 'held'`,
        replace: `CASE WHEN true THEN 'held'`,
      },
    ],
  },
  {
    ...LANES,
    name: 'model: no doubt after a lost lease',
    file: 'libs/ledger/src/lanes/rescue.ts',
    edits: [{ find: `doubt = (kind = 'step')`, replace: 'doubt = false' }],
  },
  {
    ...LANES,
    name: 'model: claimed while held',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: 'd.stopped_at IS NOT NULL OR d.paused_at IS NOT NULL', replace: 'd.stopped_at IS NOT NULL' }],
  },
  {
    ...LANES,
    name: 'model: at rest with something to send',
    file: 'libs/ledger/src/lanes/move-lanes.ts',
    edits: [{ find: 'WHEN o.first_pending IS NULL AND NOT', replace: 'WHEN NOT' }],
  },
  {
    ...LANES,
    name: 'model: a new place gets only what is new',
    file: 'libs/ledger/src/lanes/move-lanes.ts',
    edits: [{ find: `li.state IN ('pending', 'delivered')`, replace: `li.state = 'pending'` }],
  },
  {
    ...LANES,
    name: 'model: lost again, and begun in the middle',
    file: 'apps/relay/src/look-up/look-up.ts',
    edits: [{ find: `reason === 'doubt' || lane.present`, replace: `reason === 'doubt'` }],
  },
  {
    ...LANES,
    name: 'model: a correction at the end of the line',
    file: 'libs/ledger/src/accept/write-lanes.ts',
    edits: [{ find: 'AND o.seq = n.place_of), n.place_of)', replace: 'AND o.seq = n.place_of AND false), n.seq)' }],
  },
  {
    ...LANES,
    name: 'model: asked before the portal has settled',
    file: 'apps/relay/src/deliver/judge-push.ts',
    edits: [{ find: 'waitMs: delays.settlesWithin + backoffMs(', replace: 'waitMs: backoffMs(' }],
  },
  {
    ...LANES,
    name: 'model: mapped, and left lying',
    file: 'libs/ledger/src/lanes/release.ts',
    edits: [{ find: `SET state = CASE WHEN f.other IS NULL THEN 'due' ELSE l.state END`, replace: 'SET state = l.state' }],
  },
];

import type { Mutant } from './mutants.ts';

const HEALING = {
  file: 'libs/ledger/src/reconcile/healing.ts',
  project: 'integration',
  testFile: 'test/integration/ledger/healing.test.ts',
} as const;
const LISTS = {
  file: 'libs/ledger/src/reconcile/compare-lists.ts',
  project: 'integration',
  testFile: 'test/integration/ledger/manifests.test.ts',
} as const;

export const OF_RECONCILIATION: readonly Mutant[] = [
  {
    ...HEALING,
    name: 'reconcile: communes are asked without a cap',
    edits: [{ find: 'WHERE of_run <= $3 AND of_side <= $4 ORDER BY', replace: 'WHERE $3 + $4 > 0 ORDER BY' }],
    test: 'is no more per run than it may be',
  },
  {
    ...HEALING,
    name: 'reconcile: what a run has had mended is forgotten',
    edits: [{ find: 'ORDER BY w.first_at, w.dossier_id) + coalesce(u.count, 0)', replace: 'ORDER BY w.first_at, w.dossier_id)' }],
    test: 'has its share of a run',
  },
  {
    ...HEALING,
    name: 'reconcile: mends for ever',
    edits: [{ find: 'tries >= $1', replace: 'tries >= $1 + 99' }],
    test: 'is tried so often',
  },
  {
    ...HEALING,
    name: 'reconcile: a portal in shadow is mended',
    edits: [{ find: `AND t.mode = 'live'`, replace: '' }],
    test: 'leaves alone lanes that are busy',
  },
  {
    ...LISTS,
    name: 'reconcile: what is on its way differs',
    edits: [{ find: 'there.item.pending === true || !row.isSettled ?', replace: 'there.item.pending === true ?' }],
    test: 'does not take what is on its way',
  },
  {
    ...LISTS,
    name: 'reconcile: nothing is missing there',
    edits: [{ find: '...missingThere.map((row) =>', replace: '...missingThere.slice(0, 0).map((row) =>' }],
    test: 'finds what is missing there',
  },
  {
    ...LISTS,
    name: 'reconcile: a row that is on its way is missing',
    edits: [{ find: 'item.pending !== true && !codes.has(item.code)', replace: '!codes.has(item.code)' }],
    testFile: 'test/integration/partner-api/manifests.test.ts',
    test: 'takes a row that is on its way',
  },
  {
    ...LISTS,
    name: 'reconcile: a bucket that changed is not counted anew',
    file: 'libs/ledger/src/reconcile/buckets.ts',
    edits: [{ find: 'UPDATE manifest_bucket b SET stale = true', replace: 'UPDATE manifest_bucket b SET stale = b.stale' }],
    test: 'in agreement differs nowhere',
  },
  {
    ...LISTS,
    name: 'reconcile: the unseen agrees',
    file: 'libs/ledger/src/reconcile/verification.ts',
    edits: [{ find: `FILTER (WHERE seen = 'agrees') AS agrees`, replace: `FILTER (WHERE seen <> 'differs') AS agrees` }],
    testFile: 'test/integration/relay/reconcile.test.ts',
    test: 'counts what a relay cannot look up',
  },
];

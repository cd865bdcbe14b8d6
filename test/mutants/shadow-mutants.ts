import type { Mutant } from './mutants.ts';

const SHADOW = { project: 'integration', testFile: 'test/integration/relay/shadow.test.ts' } as const;
const CUT_OVER = { project: 'integration', testFile: 'test/integration/relay/cut-over.test.ts' } as const;
const ROLL_BACK = { project: 'integration', testFile: 'test/integration/relay/roll-back.test.ts' } as const;
const BELIEVED = { ...CUT_OVER, file: 'libs/ledger/src/shadow/cut-over.ts' } as const;
const LEDGER = { project: 'integration', testFile: 'test/integration/ledger/shadow.test.ts' } as const;
const RESTORED = { project: 'integration', testFile: 'test/integration/relay/shadow-restored.test.ts' } as const;
const FINDINGS = { project: 'unit', testFile: 'apps/standalone/src/parity/findings.spec.ts' } as const;

const OF_THE_MODES: readonly Mutant[] = [
  {
    ...SHADOW,
    name: 'a lane in shadow worked as a live one',
    file: 'apps/relay/src/deliver/take-turn.ts',
    edits: [{ find: `if (lane.mode === 'shadow') return takeShadowTurn(lane, road);`, replace: '' }],
    test: 'has everything written and kept, in order, and is told to nobody',
  },
  {
    ...SHADOW,
    name: 'delivered in shadow told as delivered',
    file: 'libs/ledger/src/lanes/write-outcomes.ts',
    edits: [{ find: 'if (shadow !== undefined) return [];', replace: '' }],
    test: 'holds what needs a code that is not mapped',
  },
  {
    ...SHADOW,
    name: 'release in shadow told to communes',
    file: 'libs/ledger/src/lanes/write-outcomes.ts',
    edits: [{ find: 'text: `${INSERT}${OF_LIVE}`', replace: 'text: INSERT' }],
    test: 'holds what needs a code that is not mapped',
  },
  {
    ...SHADOW,
    name: 'written in shadow shown as acknowledged',
    file: 'libs/ledger/src/views/dossier-view.ts',
    edits: [{ find: 'CASE WHEN l.shadow THEN coalesce(', replace: 'CASE WHEN false THEN coalesce(' }],
    test: 'is shown as what it is',
  },
  {
    ...SHADOW,
    name: 'claimed whatever the mode',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: 'd.mode <> $6\n', replace: '$6 IS NULL\n' }],
    test: 'claims nothing, and is told so at its start',
  },
  {
    ...ROLL_BACK,
    name: 'a kept lane sent after the mode changed',
    file: 'apps/relay/src/deliver/take-turn.ts',
    edits: [
      { find: 'if (lane.mode !== road.destination.mode)', replace: 'if (false)' },
      { find: `lane.mode === 'shadow'`, replace: `road.destination.mode === 'shadow'` },
    ],
    test: 'ends the call that is under way and sends nothing more',
  },
  {
    ...LEDGER,
    name: 'a destination in shadow probed',
    file: 'libs/ledger/src/destinations.ts',
    edits: [{ find: `AND mode = 'live' AND (stopped_at`, replace: 'AND (stopped_at' }],
    test: 'is neither probed nor tried by a lane',
  },
  {
    ...LEDGER,
    name: 'a lane tried for a destination in shadow',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: `WHERE d.id = $1 AND d.mode = 'live' AND`, replace: 'WHERE d.id = $1 AND' }],
    test: 'is neither probed nor tried by a lane',
  },
  {
    ...LEDGER,
    name: 'a part of a call kept',
    file: 'libs/ledger/src/shadow/keep.ts',
    edits: [{ find: `HAVING bool_and(li.state = 'pending')`, replace: '' }],
    test: 'keeps nothing of a call in which a step was replaced meanwhile',
  },
  {
    project: 'integration',
    testFile: 'test/integration/ledger/schema.test.ts',
    name: 'kept in clear',
    file: 'libs/ledger/src/shadow/keep.ts',
    edits: [
      {
        find: 'sealed: cipher.seal(JSON.stringify(wire), id)',
        replace: 'sealed: { data: Buffer.from(JSON.stringify(wire)), keyId: 1 }',
      },
    ],
    test: 'is in no table in clear',
  },
];

const OF_THE_CUT_OVER: readonly Mutant[] = [
  {
    ...CUT_OVER,
    name: 'acknowledged in shadow taken for delivered',
    file: 'libs/ledger/src/lanes/plan.ts',
    edits: [{ find: `if (lane.inShadow) return { kind: 'cut-over' };`, replace: '' }],
    test: 'is told everything of a dossier that the former system never sent',
  },
  {
    ...CUT_OVER,
    name: 'lanes at rest left as the shadow left them',
    file: 'apps/relay/src/claim/runner.ts',
    edits: [
      { find: ', wakeLanes(road, { signal, onWoken })', replace: '' },
      { find: 'const onWoken = (): void => {\n      this.notice();\n    };\n    return', replace: 'return' },
    ],
    test: 'is told what the former system lost, each step once',
  },
  {
    ...CUT_OVER,
    name: 'the history of a known dossier told again',
    file: 'apps/relay/src/look-up/look-up.ts',
    edits: [{ find: 'superseded: told.slice(0, -1)', replace: 'superseded: told.slice(0, 0)' }],
    test: 'has what the former system told taken over',
  },
  {
    ...BELIEVED,
    name: 'steps of the former system sent again',
    edits: [{ find: `WHEN j.told AND j.believed THEN 'delivered'`, replace: `WHEN false THEN 'delivered'` }],
    test: 'has the steps of the former system taken for told',
  },
  {
    ...BELIEVED,
    name: 'the last words of the former system not heeded',
    edits: [{ find: 'least(n.told_until, d.cut_over_at)', replace: 'd.cut_over_at' }],
    test: 'is told what was accepted after the former system had sent for the last time',
  },
  {
    ...BELIEVED,
    name: 'sent again without a flag',
    edits: [{ find: '(NOT j.is_version AND j.told AND NOT j.believed)', replace: 'false' }],
    test: 'is told again, flagged',
  },
  {
    ...ROLL_BACK,
    file: 'libs/ledger/src/shadow/cut-over.ts',
    name: 'a lost answer forgotten in shadow',
    edits: [{ find: 'AND NOT li.doubt AS told', replace: 'AS told' }],
    test: 'is left to the policy where nothing can be looked up',
  },
  {
    ...ROLL_BACK,
    file: 'libs/ledger/src/shadow/change-mode.ts',
    name: 'everything taken for shadow',
    edits: [{ find: `AND state <> 'idle' AND NOT shadow`, replace: 'AND NOT shadow' }],
    test: 'keeps what it acknowledged',
  },
];

const BESIDE_OTHERS: readonly Mutant[] = [
  {
    project: 'integration',
    testFile: 'test/integration/ledger/earlier-lanes.test.ts',
    name: 'an earlier dossier told as new after the shadow',
    file: 'libs/ledger/src/duties/earlier-lanes.ts',
    edits: [{ find: `d.mode = 'live' AND d.cut_over_at IS NOT NULL`, replace: 'false' }],
    test: 'takes lanes that are opened after its time in shadow',
  },
  {
    ...RESTORED,
    name: 'a commune asked for what the former system told',
    file: 'apps/relay/src/look-up/look-up.ts',
    edits: [{ find: 'unsure !== undefined && !unsure.wasInShadow;', replace: 'unsure !== undefined;' }],
    test: 'waits for no commune at the cut-over',
  },
  {
    ...RESTORED,
    name: 'no look for what comes again after the cut-over',
    file: 'apps/relay/src/look-up/look-up.ts',
    edits: [{ find: '(isAllKnown || turn.road.clock.now() >= unsure.resendUntil)', replace: '(isAllKnown || !isAllKnown)' }],
    test: 'waits for no commune at the cut-over',
  },
  {
    ...RESTORED,
    name: 'a shadow that began in the lost time believed',
    file: 'libs/ledger/src/restorations/finish.ts',
    edits: [{ find: ' AND d.shadow_since <= complete_until', replace: '' }],
    test: 'takes it for one that may have got something in the lost time where it went into shadow after that',
  },
];

const OF_THE_PARITY: readonly Mutant[] = [
  {
    ...FINDINGS,
    name: 'steps compared as a set',
    file: 'apps/standalone/src/parity/compare-steps.ts',
    edits: [{ find: 'repeated: equal.left.theirs.length - fresh.length', replace: 'repeated: 0' }],
    test: 'are a multiset',
  },
  {
    ...FINDINGS,
    name: 'order not compared',
    file: 'apps/standalone/src/parity/compare-steps.ts',
    edits: [{ find: 'at > 0 && there < (places[at - 1]?.there ?? 0)', replace: 'at < 0 && there < 0' }],
    test: 'are missing, more, or in another order',
  },
  {
    ...FINDINGS,
    name: 'any nine known',
    file: 'libs/protocols/dvcqg/src/habits.ts',
    edits: [{ find: `theirs: ['9'],`, replace: '' }],
    test: '{"TrangThaiHoSo":"10"} is a known habit, or none',
  },
  {
    project: 'unit',
    testFile: 'apps/standalone/src/parity/mask.spec.ts',
    name: 'values shown whatever they look like',
    file: 'apps/standalone/src/parity/mask.ts',
    edits: [
      {
        find: 'return shown?.test(text.trim()) === true ? text.trim() : mask(text);',
        replace: 'return shown === undefined ? mask(text) : text.trim();',
      },
    ],
    test: 'stands in clear only where it looks as such values do',
  },
];

/** Mistakes of destinations in shadow, of leaving it, and of the comparison. */
export const OF_THE_SHADOW: readonly Mutant[] = [...OF_THE_MODES, ...OF_THE_CUT_OVER, ...BESIDE_OTHERS, ...OF_THE_PARITY];

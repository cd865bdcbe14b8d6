/** A deliberate mistake, and the test that must notice it. Every `find` occurs exactly once in the file. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly edits: readonly { readonly find: string; readonly replace: string }[];
  readonly project: 'unit' | 'contract' | 'integration';
  readonly testFile: string;
  /** How the title of the test begins. */
  readonly test: string;
}

const LANES = { project: 'integration', testFile: 'test/integration/ledger/lanes.test.ts' } as const;
const PLAN = { file: 'libs/ledger/src/lanes/plan.ts', project: 'unit', testFile: 'libs/ledger/src/lanes/plan.spec.ts' } as const;
const JUDGE = {
  file: 'apps/relay/src/deliver/judge-push.ts',
  project: 'unit',
  testFile: 'apps/relay/src/deliver/judge-push.spec.ts',
} as const;
const EXCHANGE = 'libs/runtime/src/exchange.ts';
const DEADLINE = { file: EXCHANGE, project: 'contract', testFile: 'test/contract/dvcqg-deadline.test.ts' } as const;

const OF_LANES: readonly Mutant[] = [
  {
    ...LANES,
    name: 'no fence check',
    file: 'libs/ledger/src/lanes/settle.ts',
    edits: [
      {
        find: `CASE WHEN l.state <> 'leased' THEN 'lost' WHEN l.fence = s.fence THEN 'held'`,
        replace: `CASE WHEN true THEN 'held'`,
      },
    ],
    test: 'that was lost is not settled by its former holder',
  },
  {
    ...LANES,
    name: 'begun without the fence',
    file: 'libs/ledger/src/lanes/begin.ts',
    edits: [{ find: `l.fence = c.fence AND l.state = 'leased' AS held`, replace: 'true AS held' }],
    test: 'is not begun by who lost it',
  },
  {
    ...LANES,
    name: 'no doubt after a lost lease',
    file: 'libs/ledger/src/lanes/rescue.ts',
    edits: [{ find: `doubt = (kind = 'step')`, replace: 'doubt = false' }],
    test: 'leaves a begun step in doubt when its holder is gone',
  },
  {
    ...LANES,
    name: 'no lane order',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [
      { find: 'ORDER BY p.place LIMIT', replace: 'ORDER BY p.place DESC LIMIT' },
      { find: 'ORDER BY w.dossier_id, n.place`', replace: 'ORDER BY w.dossier_id, n.place DESC`' },
    ],
    test: 'gives the items of a dossier in their order',
  },
  {
    ...PLAN,
    name: 'no verify',
    edits: [
      {
        find: `if (first.doubt) return can.lookup === 'none' ? planUndecided(first, can) : { kind: 'lookup', reason: 'doubt' };`,
        replace: `if (first.doubt) return { kind: 'steps', steps: [first], possiblyTwice: false };`,
      },
    ],
    test: 'looks a step in doubt up before anything else',
  },
  {
    ...PLAN,
    name: 'a lost create is created again',
    edits: [{ find: `if (createdBefore && can.lookup !== 'none' &&`, replace: 'if (createdBefore && false &&' }],
    test: 'asks whether a lost create arrived before it creates again',
  },
  {
    ...PLAN,
    name: 'any later version stands for an earlier one',
    edits: [{ find: `item.kind === 'version' && item.status === first.status`, replace: `item.kind === 'version'` }],
    test: 'skips a version only for a later one of the same status',
  },
];

const OF_CALLS: readonly Mutant[] = [
  {
    ...DEADLINE,
    name: 'no deadline check before sending',
    edits: [{ find: ' || this.late || now >= this.deadline.at', replace: ' || this.late' }],
    test: 'is checked on the connected socket, not by a timer',
  },
  {
    ...DEADLINE,
    name: 'no deadline check before connecting',
    edits: [{ find: 'if (deadline.monotonic() >= deadline.at) ', replace: 'if (false) ' }],
    test: 'passed before anything',
  },
  {
    name: 'a sent request is started again',
    file: EXCHANGE,
    edits: [{ find: 'if (this.sentAt !== undefined || this.late', replace: 'if (this.late' }],
    project: 'unit',
    testFile: 'libs/runtime/src/exchange.spec.ts',
    test: 'refuses a second start of a request that may have left',
  },
  {
    ...JUDGE,
    name: 'no wait for settlesWithin',
    edits: [{ find: 'waitMs: delays.settlesWithin + backoffMs(', replace: 'waitMs: backoffMs(' }],
    test: 'waits for the portal to settle after a lost answer',
  },
  {
    ...JUDGE,
    name: 'absence believed at once',
    edits: [{ find: 'if (context.absenceConfirmed)', replace: 'if (true)' }],
    test: 'opens a new epoch only when the absence is confirmed',
  },
];

const HINTS = { project: 'integration', testFile: 'test/integration/ledger/hints.test.ts' } as const;
const RUNNER = {
  file: 'apps/relay/src/claim/runner.ts',
  project: 'integration',
  testFile: 'test/integration/relay/runner.test.ts',
} as const;

const OF_THE_ROAD: readonly Mutant[] = [
  {
    ...RUNNER,
    name: 'a hint acknowledged before the settlement',
    edits: [{ find: 'else void visit.finally(done);', replace: 'else done();' }],
    test: 'answers a hint when all its lanes are settled, and no sooner',
  },
  {
    name: 'a message acknowledged before it is handled',
    file: 'libs/bus/src/consumer.ts',
    edits: [{ find: 'await this.options.onMessage(incoming);', replace: 'void this.options.onMessage(incoming);' }],
    project: 'integration',
    testFile: 'test/integration/bus/road.test.ts',
    test: 'waits for the handlers under way when it stops',
  },
  {
    ...RUNNER,
    name: 'no poll for forgotten lanes',
    edits: [
      {
        find: 'if (!isTime && !this.more && (isLed || !this.noticed)) return undefined;',
        replace: 'if (isLed) return undefined;',
      },
    ],
    test: 'leaves a lane to its hint for a while, and finds by itself what no hint led to',
  },
  {
    ...RUNNER,
    name: 'a broker that is away is waited for',
    edits: [{ find: `const isLed = this.bus?.state() === 'connected';`, replace: 'const isLed = this.bus !== undefined;' }],
    test: 'looks for itself as soon as the broker is away',
  },
  {
    ...RUNNER,
    name: 'all of a parcel refused for one in it',
    file: 'apps/relay/src/deliver/push.ts',
    edits: [{ find: 'if (together > 1 && concernsOne(answer)) {', replace: 'if (false) {' }],
    test: 'takes a parcel apart that was turned down for one dossier in it',
  },
  {
    ...HINTS,
    name: 'a hint taken for the state of its lane',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: ') locked WHERE is_due AND ${GOES} LIMIT $3`', replace: ') locked WHERE ${GOES} LIMIT $3`' }],
    test: 'claims what is due, and nothing that was claimed or that rests',
  },
  {
    ...HINTS,
    name: 'a hint dropped while its lane is locked',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: 'OFFSET 0 FOR UPDATE', replace: 'OFFSET 0 FOR UPDATE SKIP LOCKED' }],
    test: 'waits for who has its lane locked',
  },
  {
    ...HINTS,
    name: 'a hint that outlives its claim',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [
      {
        find: 'hinted_at = NULL, fence = l.fence + 1, holder = $4, lease_until = $5\n',
        replace: 'fence = l.fence + 1, holder = $4, lease_until = $5\n',
      },
    ],
    test: 'is given anew for a lane that is due again',
  },
  {
    ...HINTS,
    name: 'a kept lane without its fence',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: `l.fence = h.fence + 1 AND l.state = 'leased' AS is_held`, replace: `l.state = 'leased' AS is_held` }],
    test: 'is read again by its holder, and by nobody who lost it',
  },
  {
    name: 'events told without a confirm',
    file: 'apps/relay/src/events/event-teller.ts',
    edits: [{ find: 'await Promise.all(', replace: 'void Promise.allSettled(' }],
    project: 'integration',
    testFile: 'test/integration/relay/event-teller.test.ts',
    test: 'tells again, as the same, what was not confirmed',
  },
];

const OF_ACCEPTING: readonly Mutant[] = [
  {
    name: 'dedupe by any version',
    file: 'libs/ledger/src/accept/judge-dossier.ts',
    edits: [
      {
        find: 'if (hash === head.hash) return head;',
        replace: 'for (const known of memory.versions) if (known.hash === hash) return known;',
      },
    ],
    project: 'integration',
    testFile: 'test/integration/ledger/accepting.test.ts',
    test: 'A, B, A is three versions',
  },
  {
    name: 'answer before commit',
    file: 'libs/runtime/src/group-commit.ts',
    edits: [
      {
        find: 'const results = await this.commit(',
        replace: `const results = group.map(({ member }) => member as unknown as R);
      group.forEach(({ resolve }, index) => { resolve(results[index] as R); });
      await this.commit(`,
      },
    ],
    project: 'unit',
    testFile: 'libs/runtime/src/group-commit.spec.ts',
    test: 'answers only after the commit',
  },
  {
    name: 'positions without the lock',
    file: 'libs/ledger/src/accept/write-items.ts',
    edits: [{ find: 'SELECT pg_advisory_xact_lock(${String(POSITION_LOCK)})', replace: 'SELECT 1' }],
    project: 'integration',
    testFile: 'test/integration/ledger/positions.test.ts',
    test: 'never appears below one that a reader has passed',
  },
];

const OF_CONFIGURATION: readonly Mutant[] = [
  {
    name: 'half a reload',
    file: 'apps/relay/src/road.ts',
    edits: [{ find: 'return { ...road, destination: road.destination, can: road.can };', replace: 'return road;' }],
    project: 'unit',
    testFile: 'apps/relay/src/road.spec.ts',
    test: 'leaves a turn those that it began with',
  },
  {
    name: 'a restart that nobody asks for',
    file: 'libs/runtime/src/settings/changes.ts',
    edits: [{ find: `reload === 'restart')`, replace: `reload === ('never' as string))` }],
    project: 'unit',
    testFile: 'test/unit/follow-file.test.ts',
    test: 'is refused whole when a change takes a restart',
  },
];

/** Mistakes within: in the lanes, the calls, the road, accepting and the configuration. */
export const OF_THE_CORE: readonly Mutant[] = [...OF_LANES, ...OF_CALLS, ...OF_THE_ROAD, ...OF_ACCEPTING, ...OF_CONFIGURATION];

import type { Mutant } from './mutants.ts';

const FEEDS = { project: 'integration', testFile: 'test/integration/ledger/feeds.test.ts' } as const;
const LATE = {
  ...FEEDS,
  file: 'libs/ledger/src/feeds/read-status-changes.ts',
  test: 'is not skipped: it stands behind what a reader has passed',
} as const;

/** Orders the feed by another column than the position. */
function feedBy(column: string): Mutant['edits'] {
  return [
    {
      find: 'SELECT pos, dossier_id, changes_status FROM item',
      replace: `SELECT pos, ${column}, dossier_id, changes_status FROM item`,
    },
    { find: 'ORDER BY s.pos LIMIT $5', replace: `ORDER BY s.${column} LIMIT $5` },
    { find: 'ON true ORDER BY f.pos', replace: `ON true ORDER BY i.${column}` },
  ];
}

const OF_THE_FEEDS: readonly Mutant[] = [
  { ...LATE, name: 'feed by id', edits: feedBy('id') },
  { ...LATE, name: 'feed by time', edits: feedBy('accepted_at') },
  {
    ...FEEDS,
    name: 'a cursor for anybody',
    file: 'libs/ledger/src/feeds/cursor.ts',
    edits: [{ find: '.update(`${feed}|${String(clientId)}|`)', replace: '' }],
    test: 'is refused in other hands, in another feed',
  },
  {
    ...FEEDS,
    name: 'a grown scope unnoticed',
    file: 'libs/ledger/src/feeds/walk.ts',
    edits: [{ find: 'if (added.length > 0) return', replace: 'if (added.length < 0) return' }],
    test: 'that has grown gives cursors by which nothing is missed',
  },
  {
    name: 'a release that nobody is told of',
    file: 'libs/ledger/src/accept/write.ts',
    edits: [{ find: '...insertLiveOutcomes(releasedItems(lanes), group.now),', replace: '' }],
    project: 'integration',
    testFile: 'test/integration/ledger/released.test.ts',
    test: 'that a newer version stands in the place of a refused one',
  },
];

const NATIONAL = { project: 'integration', testFile: 'test/integration/partner-api/national.test.ts' } as const;

const OF_THE_DIALECT: readonly Mutant[] = [
  {
    ...NATIONAL,
    name: 'a list kept in part',
    file: 'apps/partner-api/src/national/push.ts',
    edits: [{ find: 'isAtomic: true', replace: 'isAtomic: false' }],
    test: 'keeps all of data[] or nothing, and names every item',
  },
  {
    ...NATIONAL,
    name: "somebody else's dossier shown",
    file: 'apps/partner-api/src/national/look-up.ts',
    edits: [{ find: `client.role === 'portal' ? undefined : client.id`, replace: 'undefined' }],
    test: 'does not let anybody touch what somebody else sent',
  },
  {
    name: 'a session that nobody signed',
    file: 'apps/partner-api/src/national/sessions.ts',
    edits: [{ find: 'return isOurs && ', replace: 'return ' }],
    project: 'unit',
    testFile: 'apps/partner-api/src/national/sessions.spec.ts',
    test: 'cannot be lengthened, passed to another credential',
  },
  {
    name: 'absent as empty',
    file: 'libs/protocols/dvcqg/src/fields.read.ts',
    edits: [
      {
        find: `: typeof value === 'string' && isBlank(value)`,
        replace: `: value === undefined || value === null || value === ''`,
      },
    ],
    project: 'unit',
    testFile: 'libs/protocols/dvcqg/src/record.read.spec.ts',
    test: 'says what was sent empty and what was not sent at all',
  },
];

/** Mistakes that somebody outside would see: in the feeds, and in the doors of the national dialect. */
export const OF_THE_DOORS: readonly Mutant[] = [...OF_THE_FEEDS, ...OF_THE_DIALECT];

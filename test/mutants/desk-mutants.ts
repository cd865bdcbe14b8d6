import type { Mutant } from './mutants.ts';

const DESTINATIONS = { project: 'integration', testFile: 'test/integration/console/destinations.test.ts' } as const;
const SESSION = { project: 'integration', testFile: 'test/integration/console/session.test.ts' } as const;

/** Rules of the operators' desk, broken one at a time. */
export const OF_THE_DESK: readonly Mutant[] = [
  {
    ...DESTINATIONS,
    name: 'a paused destination claimed for',
    file: 'libs/ledger/src/lanes/claim.ts',
    edits: [{ find: '(d.stopped_at IS NOT NULL OR d.paused_at IS NOT NULL)', replace: '(d.stopped_at IS NOT NULL)' }],
    test: 'is held by an operator, and by nobody a second time',
  },
  {
    ...DESTINATIONS,
    name: 'a paused destination hinted',
    file: 'libs/ledger/src/lanes/hint.ts',
    edits: [{ find: '(d.stopped_at IS NOT NULL OR d.paused_at IS NOT NULL)', replace: '(d.stopped_at IS NOT NULL)' }],
    test: 'is held by an operator, and by nobody a second time',
  },
  {
    ...DESTINATIONS,
    name: 'a paused destination probed',
    file: 'libs/ledger/src/destinations.ts',
    edits: [{ find: ' AND paused_at IS NULL\n', replace: '\n' }],
    test: 'is held by an operator, and by nobody a second time',
  },
  {
    ...SESSION,
    name: 'a disabled operator goes on',
    file: 'libs/ledger/src/operators/register.ts',
    edits: [
      {
        find: `  await change.db.query('UPDATE operator SET enabled = $2, failures = 0 WHERE id = $1', [former.id, enabled]);\n  await endSessions(change.db, former.id);`,
        replace: `  await change.db.query('UPDATE operator SET enabled = enabled OR $2, failures = 0 WHERE id = $1', [former.id, enabled]);`,
      },
    ],
    test: 'ends when its operator is disabled',
  },
  {
    ...SESSION,
    name: 'an unknown name answered at once',
    file: 'libs/ledger/src/operators/password.ts',
    edits: [
      {
        find: '  const [, ln, r, p, salt, hash] = PHC',
        replace: '  if (stored === undefined) return false;\n  const [, ln, r, p, salt, hash] = PHC',
      },
    ],
    test: 'that is wrong hears the same, whatever is wrong, and after the same time',
  },
  {
    ...SESSION,
    name: 'a change taken from another page',
    file: 'apps/console/src/http/admit.ts',
    edits: [{ find: 'if (headers[OURS.header] !== OURS.value)', replace: 'if (headers[OURS.header] === OURS.header)' }],
    test: 'that changes something is refused without the header that other pages cannot send',
  },
  {
    ...SESSION,
    name: 'a role that is not asked for',
    file: 'apps/console/src/http/admit.ts',
    edits: [
      {
        find: 'if (OPERATOR_ROLES.indexOf(session.role) < OPERATOR_ROLES.indexOf(role))',
        replace: 'if (OPERATOR_ROLES.indexOf(session.role) < 0)',
      },
    ],
    test: 'of a viewer: GET /api/audit needs a higher role',
  },
];

// The walls between the rooms. What is read here, a review need not look for.
const ROOM = '^(apps/[^/]+|libs/protocols/(?!src/)[^/]+|libs/[^/]+)/';
const TESTS = '\\.(spec|test)\\.ts$|^test/';

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbid(
      'no-cycles',
      'Parts that need each other are one part. Types that only refer to each other count too.',
      { pathNot: '\\.entity\\.ts$' },
      // Entities name each other in both directions by nature.
      { circular: true, viaOnly: { pathNot: '\\.entity\\.ts$' } },
    ),
    forbid('resolvable', 'An import that leads nowhere would be outside of every other rule.', {}, { couldNotResolve: true }),
    forbid(
      'apps-stand-alone',
      'Apps meet in the ledger and over HTTP, never in code.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid('libs-below-apps', 'A library does not know who uses it.', { path: '^libs/' }, { path: '^(apps|test)/' }),
    forbid(
      'apps-not-from-tests',
      'What runs in production does not lean on what tests it.',
      { path: '^apps/', pathNot: TESTS },
      { path: TESTS },
    ),
    forbid(
      'libs-by-their-door',
      'A library is entered by its index.ts only, a dialect by its client.ts too.',
      { path: ROOM },
      { path: '^libs/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/protocols/[^/]+/src/(index|client)\\.ts$'] },
    ),
    forbid(
      'libs-by-their-door-from-tests',
      'Tests outside of a room use it the way everybody does.',
      { path: '^test/' },
      { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/protocols/[^/]+/src/(index|client)\\.ts$'] },
    ),
    forbid(
      'set-up-is-loaded-late',
      'What moves dossiers starts without TypeORM: whoever sets a schema up imports it when it is needed.',
      { path: '^(apps|libs)/', pathNot: [TESTS, '^libs/ledger/src/(entities|migrations)/', '/setup/owner-data-source\\.ts$'] },
      { path: ['/typeorm/', '/setup/owner-data-source\\.ts$'], dynamic: false, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'clients-from-relay',
      'Only the relay speaks to partners.',
      { path: '^(apps|libs)/', pathNot: ['^apps/relay/', '^libs/protocols/([^/]+)/src/'] },
      { path: '^libs/protocols/[^/]+/src/client\\.ts$' },
    ),
    forbid(
      'dialects-apart',
      'A dialect does not know another dialect.',
      { path: '^libs/protocols/([^/]+)/src/' },
      { path: '^libs/protocols/[^/]+/src/', pathNot: '^libs/protocols/$1/src/' },
    ),
    forbid(
      'canonical-knows-nothing',
      'The meaning of a dossier hangs on no library and no other room.',
      { path: '^libs/canonical/', pathNot: TESTS },
      { pathNot: ['^libs/canonical/', '^(node:)?crypto$'] },
    ),
    forbid(
      'canonical-specs',
      'Its tests need nothing else either.',
      { path: '^libs/canonical/' },
      { path: '^(apps|test|libs/(?!canonical/))' },
    ),
    forbid(
      'scoring-is-pure',
      'How the province is scored follows from the meaning of dossiers alone: no memory, no file, no dialect.',
      { path: '^libs/scoring/', pathNot: TESTS },
      { pathNot: ['^libs/scoring/', '^libs/canonical/'] },
    ),
    forbid(
      'runtime-knows-no-domain',
      'What every process needs knows no dossier.',
      { path: '^libs/runtime/' },
      { path: '^libs/(?!runtime/)' },
    ),
    forbid(
      'ledger-knows-no-dialect',
      'The ledger decides on meaning, never on what a partner writes.',
      { path: '^libs/ledger/' },
      { path: '^libs/(?!(ledger|canonical|runtime)/)' },
    ),
    forbid(
      'sheets-say-only',
      'Words and forms for what the ledger found: no dialect, no door and no file is needed for them.',
      { path: '^libs/sheets/' },
      { path: ['^libs/(?!(sheets|canonical|runtime|ledger)/)', '^node:(?!crypto)'] },
    ),
    forbid(
      'protocols-know-no-ledger',
      'A dialect is a translation: it remembers nothing.',
      { path: '^libs/protocols/' },
      { path: '^libs/(?!(protocols|canonical|runtime)/)' },
    ),
    forbid(
      'bus-knows-no-domain',
      'The road carries hints; what they mean is known at its two ends.',
      { path: '^libs/bus/' },
      { path: '^libs/(?!(bus|runtime)/)' },
    ),
    forbid(
      'bus-from-relay',
      'Only the relay goes by the road: whoever writes to the ledger has said enough.',
      { path: '^(apps|libs)/', pathNot: ['^apps/relay/', '^libs/bus/'] },
      { path: '^libs/bus/' },
    ),
    forbid(
      'console-never-delivers',
      'The desk of the operators writes to the ledger; it has no way to a portal and none to the broker.',
      { path: '^apps/console/' },
      { path: ['^libs/bus/', '^libs/protocols/[^/]+/src/client\\.ts$', '(^|/)node_modules/(undici|amqplib)/'] },
    ),
    forbid(
      'port-knows-no-dialect',
      'The port says what a dialect is, not which there are.',
      { path: '^libs/protocols/src/' },
      { path: '^libs/protocols/(?!src/)' },
    ),
    forbid(
      'simulator-apart',
      'A simulator that shares our code would share our mistakes.',
      { path: '^apps/simulator/' },
      { path: '^libs/(?!runtime/)' },
    ),
    forbid(
      'database-in-ledger',
      'SQL lives in one room.',
      { path: '^(apps|libs)/', pathNot: ['^libs/ledger/', TESTS] },
      { path: '(^|/)node_modules/(@types/|@nestjs/)?(typeorm|pg|pg-[^/]+)/' },
    ),
    forbid(
      'broker-in-bus',
      'RabbitMQ is spoken in one room.',
      { path: '^(apps|libs)/', pathNot: ['^libs/bus/', TESTS] },
      { path: '(^|/)node_modules/(@types/)?amqplib/' },
    ),
    forbid(
      'log-and-metrics-in-runtime',
      'All processes write the same log and count the same way.',
      { path: '^(apps|libs)/', pathNot: ['^libs/runtime/', TESTS] },
      { path: '(^|/)node_modules/(pino|pino-[^/]+|prom-client)/' },
    ),
    forbid(
      'page-apart',
      'The page meets the console over HTTP; the words of that are in the contract.',
      { path: '^apps/console/page/' },
      { path: '^(apps|libs|test)/', pathNot: '^apps/console/(page|contract)/' },
    ),
    forbid(
      'page-is-not-served-code',
      'What runs in a browser is built for it, and is no part of any process.',
      { path: '^(apps|libs|test)/', pathNot: '^apps/console/page/' },
      { path: '^apps/console/page/', pathNot: '^apps/console/page/src/texts/' },
    ),
    forbid(
      'contract-says-only',
      'The contract is types: it needs nothing and does nothing.',
      { path: '^apps/console/contract/' },
      { pathNot: '^apps/console/contract/' },
    ),
    forbid(
      'no-development-packages',
      'Production installs without them. The page takes what it needs along when it is built.',
      { path: '^(apps|libs)/', pathNot: [TESTS, '^apps/console/page/'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    ),
    forbid(
      'packages-are-named',
      'A package that only another one brought in goes when that one changes.',
      {},
      // jest hands out its globals under a name of its own, in its own version.
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@jest/globals/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'require', 'node', 'default'] },
  },
};

import { testPackages } from './scripts/bundle-test-packages.mjs';

// Four kinds of tests, fast ones first. Run by node --conditions=source --experimental-vm-modules: the condition leads
// `#ledger` and its like to the sources here too, since globalSetup is resolved by node and not by jest.
const typescript = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2023',
    keepClassNames: true,
    rewriteRelativeImportExtensions: false,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', typescript] },
  moduleNameMapper: testPackages(),
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.data/'],
};

const withDatabase = {
  globalSetup: '<rootDir>/test/support/start-server.ts',
  globalTeardown: '<rootDir>/test/support/stop-server.ts',
};

const withBroker = { ...withDatabase, globalSetup: '<rootDir>/test/support/start-server-and-broker.ts' };

const project = (displayName, testMatch, more = {}) => ({
  ...base,
  ...more,
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
});

export default {
  maxWorkers: 3,
  // Long enough for what a test waits for on a machine several times slower than usual: only one that hangs is over by it.
  testTimeout: 600_000,
  projects: [
    project('unit', ['apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'test/unit/**/*.test.ts']),
    project('contract', ['test/contract/**/*.test.ts']),
    project('integration', ['test/integration/**/*.test.ts'], withBroker),
    project('e2e', ['test/e2e/**/*.test.ts'], withDatabase),
    project('faults', ['test/faults/**/*.test.ts'], withBroker),
  ],
};

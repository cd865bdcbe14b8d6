// npm test: every static check and every project of jest, all of them even when one fails. npm test -- unit contract: only those.
import './check-node.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { bundleTestPackages } from './bundle-test-packages.mjs';
import { installChromium } from './install-chromium.mjs';
import { installRabbitMq } from './install-rabbitmq.mjs';
import { installWhenStale } from './install-when-stale.mjs';

const TAIL_LINES = 120;
/**
 * A step that hangs, say on a connection that a test left open, is a failed step and not an endless one. A check waits for tests, which go
 * first: it has the time that three steps of tests may take.
 */
const TESTS_LIMIT_MS = 30 * 60_000;
const CHECK_LIMIT_MS = 3 * TESTS_LIMIT_MS;

process.chdir(path.dirname(import.meta.dirname));
const reports = mkdtempSync(path.join(tmpdir(), 'one-stop-test-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));

const steps = {
  format: () => check('node_modules/prettier/bin/prettier.cjs', '--check', '.'),
  lint: () => check('node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  architecture: () =>
    check(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      'apps',
      'libs',
      'test',
    ),
  types: () =>
    both(
      ['node_modules/typescript/bin/tsc', '--noEmit'],
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'apps/console/page'],
    ),
  unused: () => check('node_modules/knip/bin/knip.js'),
  build: () => check('scripts/build.mjs'),
  unit: () => jest('unit'),
  contract: () => jest('contract'),
  integration: () => jest('integration'),
  e2e: () => jest('e2e'),
  // Each file runs a gateway of several processes.
  faults: () => jest('faults', '--maxWorkers', '2'),
};

/** Those that keep one core busy each: two of them go side by side, the longest first. */
const SINGLE = ['lint', 'types', 'build', 'format', 'architecture', 'unused'];
const SIDE_BY_SIDE = 2;

/** Those of them that no test waits for: one after the other, in the time in which the tests wait for something. */
const BESIDE_TESTS = new Set(['lint', 'format', 'architecture', 'unused']);

/** Those that run what was built, beside a RabbitMQ. */
const WITH_PROCESSES = new Set(['integration', 'e2e', 'faults']);

process.exitCode = await main(process.argv.slice(2));

async function main(asked) {
  const unknown = asked.filter((name) => !Object.hasOwn(steps, name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(' ')}; there are: ${Object.keys(steps).join(' ')}`);
    return 2;
  }
  const wanted = asked.length > 0 ? withBuild(asked) : Object.keys(steps);
  if (!(await install(wanted))) return 1;
  const single = SINGLE.filter((name) => wanted.includes(name));
  const tests = wanted.filter((name) => !SINGLE.includes(name));
  const beside = tests.length > 0 ? single.filter((name) => BESIDE_TESTS.has(name)) : [];
  const first = single.filter((name) => !beside.includes(name));
  const results = await takeSideBySide(first, SIDE_BY_SIDE);
  results.push(...(await Promise.all([takeSideBySide(tests, 1), takeSideBySide(beside, 1)])).flat());
  const sum = (of) => results.reduce((total, result) => total + result[of], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}

/** What was built from other sources would be tested in their place. */
function withBuild(asked) {
  return asked.some((name) => WITH_PROCESSES.has(name)) && !asked.includes('build') ? ['build', ...asked] : asked;
}

/** Without packages no step can run, nor any that needs a broker or a browser without one: the closing line says so too. */
async function install(wanted) {
  try {
    installWhenStale();
    if (wanted.some((name) => WITH_PROCESSES.has(name))) installRabbitMq();
    if (wanted.includes('e2e')) installChromium();
    if (wanted.some((name) => !SINGLE.includes(name))) await bundleTestPackages();
    return true;
  } catch (error) {
    console.error(error.message);
    console.log('0 passed, 1 failed');
    return false;
  }
}

async function takeSideBySide(names, atOnce) {
  const waiting = [...names];
  const results = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) results.push(await take(name));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** Takes one step and says in one line how it went; what it printed is shown only when it failed. */
async function take(name) {
  const since = performance.now();
  const { passed, failed, output, names = [] } = await steps[name]();
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.padStart(6)} s  (${passed} ok, ${failed} failed)`);
  for (const failure of names) console.log(`     ✕ ${failure}`);
  if (failed > 0) console.log(tail(output));
  return { passed, failed };
}

function tail(output) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES)
    .map((line) => `     ${line}`)
    .join('\n');
}

async function check(program, ...args) {
  const { status, output } = await node([program, ...args], {
    priority: constants.priority.PRIORITY_LOW,
    timeout: CHECK_LIMIT_MS,
  });
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, output };
}

/** Two programs that make one step: the second is asked even when the first fails, so that everything is said at once. */
async function both(first, second) {
  const results = [await check(...first), await check(...second)];
  const isFailed = results.some(({ failed }) => failed > 0);
  return { passed: isFailed ? 0 : 1, failed: isFailed ? 1 : 0, output: results.map(({ output }) => output).join('') };
}

async function jest(project, ...more) {
  const file = path.join(reports, `${project}.json`);
  const run = ['node_modules/jest/bin/jest.js', '--selectProjects', project, '--json', '--outputFile', file, ...more];
  const options = ['--conditions=source', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status, output } = await node([...options, ...run], { timeout: TESTS_LIMIT_MS });
  const { passed, failed, names } = counts(file);
  if (passed + failed === 0) return { passed, failed: 1, output: `${output}\nno test ran in ${project}` };
  // A run that fails for another reason than a test, such as a teardown that threw, is a failure of its own.
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed, output, names };
}

function counts(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites } = report;
    return { passed, failed: numFailedTests + numRuntimeErrorTestSuites, names: namesOfFailed(report) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** All that failed by name: what people read of a long run is only its end. */
function namesOfFailed({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      const file = path.relative('.', name);
      return failed.length === 0 ? [file] : failed.map(({ fullName }) => `${file}: ${fullName}`);
    });
}

/** Runs a program to its end; a check lets tests go first. With --json jest prints its report on stdout and everything that people read on stderr. */
function node(args, { priority, timeout }) {
  const run = spawn(process.execPath, args, {
    timeout,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
    stdio: ['ignore', args.includes('--json') ? 'ignore' : 'pipe', 'pipe'],
  });
  if (run.pid !== undefined && priority !== undefined) setPriority(run.pid, priority);
  let output = '';
  for (const stream of [run.stdout, run.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    run.once('error', (error) => resolve({ status: null, output: output + error.message }));
    run.once('close', (status) => resolve({ status, output }));
  });
}

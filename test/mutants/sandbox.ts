import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Mutant } from './mutants.ts';

/** What jest said of the tests whose titles begin with a text. `broken`: a file that did not even load, or no such test. */
export type Colour = 'green' | 'red' | 'broken';

interface Report {
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly assertionResults: readonly { readonly title: string; readonly status: string }[] }[];
}

const FILE_LIMIT_MS = 180_000;

/** A copy of the project that may be spoiled. */
export class Sandbox {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'one-stop-mutants-'));

  constructor() {
    // What git knows and what it would know: a source that is not committed yet counts, what is ignored does not.
    const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
    if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`);
    for (const file of listed.stdout.split('\0').filter((name) => name !== '' && existsSync(name))) {
      const copy = path.join(this.folder, file);
      mkdirSync(path.dirname(copy), { recursive: true });
      cpSync(file, copy);
    }
    symlinkSync(path.resolve('node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** Spoils a file while `work` runs. Throws when the place of an edit is not found exactly once. */
  spoiled<T>({ name, file, edits }: Mutant, work: () => T): T {
    const place = path.join(this.folder, file);
    const original = readFileSync(place, 'utf8');
    let text = original;
    for (const { find, replace } of edits) {
      const parts = text.split(find);
      if (parts.length !== 2) throw new Error(`${name}: ${String(parts.length - 1)} × in ${file}: ${find}`);
      text = parts.join(replace);
    }
    writeFileSync(place, text);
    try {
      return work();
    } finally {
      writeFileSync(place, original);
    }
  }

  /** Runs those test files, and of them only the tests whose full name holds `only`; answers the colour of a title. */
  run(project: string, files: readonly string[], only?: string): (test: string) => Colour {
    const report = path.join(this.folder, 'report.json');
    rmSync(report, { force: true });
    const named = only === undefined ? [] : ['--testNamePattern', only.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')];
    const node = ['--conditions=source', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', project, '--json', '--outputFile', report, ...named];
    spawnSync(process.execPath, [...node, ...jest, '--runTestsByPath', ...files], {
      cwd: this.folder,
      stdio: 'ignore',
      timeout: files.length * FILE_LIMIT_MS,
    });
    if (!existsSync(report)) return () => 'broken';
    const { testResults, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    return (test) => {
      const own = results.filter(({ title, status }) => title.startsWith(test) && status !== 'pending');
      if (own.length === 0 || numRuntimeErrorTestSuites > 0) return 'broken';
      return own.some(({ status }) => status === 'failed') ? 'red' : 'green';
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

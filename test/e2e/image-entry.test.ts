import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const PATH = process.env['PATH'] ?? '';

function run(
  script: string,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
    env: { PATH, ...more },
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

describe('the way into the image', () => {
  it('leads to every command that npm run knows of the programs', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const commands = Object.keys(scripts).filter((name) => scripts[name]?.startsWith('node scripts/run.mjs programs/'));
    expect(commands).toEqual(expect.arrayContaining(['migrate', 'client']));
    for (const name of commands) {
      const { status, output } = run('docker/entry.mjs', [name, '--help']);
      expect({ name, status, output }).toEqual({ name, status: 0, output: expect.stringContaining(`npm run ${name}`) });
    }
  });

  it.each([['nonsense'], ['../standalone/src/edition'], ['edition']])('leads nowhere else: %s', (word) => {
    expect(run('docker/entry.mjs', [word])).toEqual({ status: 2, output: expect.stringContaining(word) });
  });

  it('needs a word, or GATEWAY_APP', () => {
    expect(run('docker/entry.mjs', []).status).toBe(2);
  });
});

describe('the health check of the image', () => {
  const data = mkdtempSync(join(tmpdir(), 'one-stop-entry-'));
  let environment: Record<string, string> = {};
  let child: ChildProcess;

  beforeAll(async () => {
    environment = {
      ...{ PATH, GATEWAY_APP: 'simulator', DATA_DIR: data, BIND_ADDRESS: '127.0.0.1', SIMULATOR_PORT: String(await freePort()) },
      ...{ SIMULATOR_NATIONAL_USERNAME: 'u', SIMULATOR_NATIONAL_PASSWORD: 'p' },
    };
    child = spawn(process.execPath, ['docker/entry.mjs'], { env: environment, stdio: 'ignore' });
  });

  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true });
  });

  it('tells a program that answers from one that does not, or that is no program', async () => {
    const health = (more: Readonly<Record<string, string>> = {}) => run('docker/health.mjs', [], { ...environment, ...more });
    await eventually(() => health().status === 0);
    expect(health({ BIND_ADDRESS: '0.0.0.0' }).status).toBe(0);
    expect(health({ GATEWAY_APP: 'nonsense' })).toMatchObject({ status: 1, output: expect.stringContaining('nonsense') });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(health()).toMatchObject({ status: 1, output: expect.stringContaining('simulator: ') });
  });
});

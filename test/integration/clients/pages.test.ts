import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareDatabase } from '#ledger';
import { createTestDatabase, type TestDatabase } from '../../support/databases.ts';

const execute = promisify(execFile);
const CLIENT = resolve('dist/programs/standalone/client.js');

let database: TestDatabase;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  database = await createTestDatabase();
  await prepareDatabase({
    ownerUrl: database.url,
    roles: undefined,
    configDir: resolve('config'),
    province: 'H56',
    destinations: [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' }],
    log: { event: () => undefined, error: () => undefined },
  });
  const { PATH, HOME } = process.env;
  environment = { PATH, HOME, DATABASE_URL: database.url, PEPPER: randomBytes(32).toString('base64'), DATA_DIR: '/nonexistent' };
});

afterAll(() => database.drop());

/** The commands for clients in the shell blocks of a page, below a heading where one is given. */
function commandsOf(page: string, heading = ''): string[] {
  const text = readFileSync(`docs/${page}`, 'utf8');
  const [section = ''] = text.slice(text.indexOf(heading)).split(/\n## (?!.*Clients)/);
  const blocks = [...(heading === '' ? text : section).matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n')).filter((line) => /^npm run (-s )?client /.test(line));
}

/** Runs a line as a shell does; without npm, which is slow, where npm changes nothing of the output. */
function shell(line: string, more: Record<string, string> = {}): Promise<{ stdout: string; stderr: string }> {
  const words = line.replace(/^npm run client --/, `'${process.execPath}' '${CLIENT}'`);
  return execute('sh', ['-c', words], { env: { ...environment, ...more } });
}

describe('the pages', () => {
  it('show commands that work as they stand, one after the other', async () => {
    const commands = commandsOf('operating.md', '## Hệ thống kết nối · Clients');
    for (const verb of ['add', 'set', 'rotate', 'revoke', 'scope', 'list', 'show'])
      expect(commands).toContainEqual(expect.stringContaining(` -- ${verb}`));
    let formerKey = '';
    for (const line of commands) {
      const { stdout } = await shell(line, { FORMER_KEY: formerKey });
      expect(stdout).not.toBe('');
      formerKey = /api-key (\d+) →/.exec(stdout)?.[1] ?? formerKey;
    }
    const [trial = '', ...others] = commandsOf('getting-started.md');
    expect([(await shell(trial)).stdout, others]).toEqual([expect.stringContaining('osgk_'), []]);
  });

  it('promise nothing but JSON on stdout with npm run -s', async () => {
    // npm would install and build first, beneath the tests that run beside this one.
    for (const stamp of ['node_modules/.one-stop-lock', 'dist/.built'])
      if (!existsSync(stamp)) throw new Error(`no ${stamp}: start the tests by npm test`);
    const line = commandsOf('operating.md').find((command) => command.startsWith('npm run -s')) ?? '';
    const { stdout } = await shell(line);
    expect(JSON.parse(stdout)).toEqual({ clients: expect.any(Array) });
  });
});

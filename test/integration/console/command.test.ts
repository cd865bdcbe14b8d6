import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsole, type OpenConsole } from './open-console.ts';

const OPERATOR = resolve('dist/programs/standalone/operator.js');
let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole();
});

afterAll(async () => {
  await desk.close();
});

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with that on its stdin. */
async function run(stdin: string, ...words: string[]): Promise<Ran> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: desk.databaseUrl, DATA_DIR: '/nonexistent' };
  const child = spawn(process.execPath, [OPERATOR, ...words], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr };
}

const status = async (username: string, password: string): Promise<number> => (await desk.tryLogin(username, password)).status;

describe('npm run operator', () => {
  it('adds a person who can log in at a running console, and tells nobody the password that was given', async () => {
    const password = 'một mật khẩu đủ dài';
    const added = await run(
      `${password}\nmột dòng nữa\n`,
      'add',
      'lan.nguyen',
      '--name',
      'Nguyễn Thị Lan',
      '--role',
      'operator',
      '--by',
      'minh',
    );
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toContain('lan.nguyen');
    expect(added.stdout).not.toContain(password);
    expect(await status('lan.nguyen', password)).toBe(200);
    const { rows } = await desk.owner.query<{ line: string }>(
      `SELECT o::text AS line FROM operator o UNION ALL SELECT a::text FROM audit a UNION ALL SELECT s::text FROM operator_session s`,
    );
    expect(rows.filter(({ line }) => line.includes(password))).toEqual([]);
    expect(rows.some(({ line }) => line.includes('operator.add') && line.includes('minh'))).toBe(true);
  });

  it('makes a password, changes role and admission, and lists everybody', async () => {
    const made = JSON.parse(
      (await run('', 'add', 'binh', '--name', 'Bình', '--role', 'admin', '--generate', '--json')).stdout,
    ) as { password: string };
    expect(made).toEqual({ username: 'binh', name: 'Bình', role: 'admin', password: expect.stringMatching(/^[\w-]{24}$/) });
    expect(await status('binh', made.password)).toBe(200);
    const again = JSON.parse((await run('', 'password', 'binh', '--generate', '--json')).stdout) as { password: string };
    expect([await status('binh', made.password), await status('binh', again.password)]).toEqual([401, 200]);
    expect((await run('', 'role', 'binh', 'viewer')).code).toBe(0);
    expect((await run('', 'disable', 'binh')).code).toBe(0);
    expect(await status('binh', again.password)).toBe(401);
    expect((await run('', 'enable', 'binh')).code).toBe(0);
    expect(await status('binh', again.password)).toBe(200);
    const { operators } = JSON.parse((await run('', 'list', '--json')).stdout) as { operators: unknown[] };
    expect(operators).toContainEqual({
      ...{ username: 'binh', name: 'Bình', role: 'viewer', enabled: true, lastLoginAt: expect.any(String) },
    });
    expect((await run('', 'list')).stdout).toMatch(/binh +│? *Bình/);
  });

  it.each([
    ['a short password', 'ngắn\n', ['add', 'chi', '--name', 'Chi', '--role', 'viewer'], 1, /12–200[^]*12–200/],
    ['no password', '', ['add', 'chi', '--name', 'Chi', '--role', 'viewer'], 1, /Không có mật khẩu[^]*no password/],
    [
      'the name for a password',
      'xin-chào-chi-nhé\n',
      ['add', 'chi', '--name', 'Chi', '--role', 'viewer'],
      1,
      /dễ đoán[^]*easy to guess/,
    ],
    ['somebody who exists', 'một mật khẩu đủ dài\n', ['add', 'lam', '--name', 'Lâm', '--role', 'viewer'], 1, /exists/],
    ['somebody who does not', 'một mật khẩu đủ dài\n', ['password', 'khong-co'], 1, /Không có người vận hành/],
  ])('refuses %s, in both languages', async (...[, stdin, words, code, sentence]) => {
    const ran = await run(stdin, ...words);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toMatch(sentence);
  });

  it('leaves an administrator who can log in', async () => {
    for (const words of [
      ['disable', 'quan-tri'],
      ['role', 'quan-tri', 'operator'],
    ]) {
      const ran = await run('', ...words);
      expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/quản trị cuối cùng[^]*last administrator/)]);
    }
    await run('', 'role', 'lam', 'admin');
    expect((await run('', 'disable', 'quan-tri')).code).toBe(0);
  });

  it('says what to do where the database is not up to date', async () => {
    await desk.owner.query('ALTER TABLE operator RENAME TO operator_later');
    const ran = await run('', 'list');
    await desk.owner.query('ALTER TABLE operator_later RENAME TO operator');
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/npm run migrate/)]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsole, type OpenConsole } from './open-console.ts';

const TOMORROW = new Date(Date.now() + 31 * 3_600_000).toISOString().slice(0, 10);
const PROGRAM = resolve('dist/programs/standalone/daily-sheets.js');
let desk: OpenConsole;
let folder = '';

beforeAll(async () => {
  desk = await openConsole();
  folder = mkdtempSync(join(tmpdir(), 'one-stop-sheets-'));
  // A name that somebody loaded, and that no reader's program may carry out.
  await desk.owner.query(`UPDATE unit SET name = '=HYPERLINK("//x")<script>' WHERE id IN
    (SELECT unit_id FROM unit_alias WHERE code = '14758' AND scheme = 'administrative')`);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await desk.close();
});

const viewer = { as: 'viewer' } as const;
const sheet = (path: string): ReturnType<OpenConsole['ask']> => desk.ask('GET', `/api/daily-sheets/${path}`, viewer);

describe('daily sheets at the console', () => {
  it('are those of a unit by any of its codes, and of the province', async () => {
    expect(await sheet('14797?format=json&day=2026-01-09')).toMatchObject({
      status: 200,
      body: { day: '2026-01-09', of: 'unit', unit: { code: '14797' }, facts: { systems: [{ client: 'hac-thanh' }] } },
    });
    for (const written of ['H56.14797', 'h56.14797'])
      expect(await sheet(`${written}?format=json`)).toMatchObject({ body: { unit: { code: '14797' } } });
    const { body } = await sheet('province?format=json');
    expect(body).toMatchObject({ of: 'province', unit: null });
    expect(body['rows']).toHaveLength(166);
  });

  it.each([
    [`14797?day=${TOMORROW}`, 422, 'sheet.future'],
    ['14797?day=2026-02-30', 422, 'field.invalid'],
    ['14797?day=hôm nay', 422, 'field.invalid'],
    ['14797?format=pdf', 422, 'field.invalid'],
    ['nobody', 404, 'unit.unknown'],
  ])('%s is refused', async (path, status, code) => {
    expect(await sheet(path)).toMatchObject({ status, body: { code } });
  });

  it('need a session', async () => {
    expect((await fetch(`${desk.url}/api/daily-sheets/14797`)).status).toBe(401);
  });
});

describe('npm run daily-sheets', () => {
  const run = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [PROGRAM, ...words], {
      env: { PATH: process.env['PATH'], DATABASE_URL: desk.databaseUrl, DATA_DIR: '/nonexistent' },
      encoding: 'utf8',
      timeout: 30_000,
    });

  it('writes those of all units and of the province', () => {
    const { status, stderr } = run('--day', '2026-01-09', '--out', folder);
    expect([status, stderr]).toEqual([0, '']);
    const files = readdirSync(folder);
    expect(files).toHaveLength(2 * 167);
    expect(files).toEqual(expect.arrayContaining(['phieu-2026-01-09-14797.html', 'phieu-2026-01-09-toan-tinh.csv']));
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    expect(read('phieu-2026-01-09-14797.html')).toContain('Phường Hạc Thành');
    expect(read('phieu-2026-01-09-14758.html')).not.toContain('<script');
    expect(read('phieu-2026-01-09-toan-tinh.csv')).toContain(`,"'=HYPERLINK(""//x"")<script>",`);
  });

  it.each([
    [['--day', TOMORROW, '--out', '/tmp'], 1, 'Ngày chưa tới'],
    [['--day', '26/11/2026', '--out', '/tmp'], 2, '--day'],
    [['--day', '2026-01-09', '--out', '/proc/nothing/below'], 1, 'Không tạo hoặc không ghi được thư mục'],
  ])('%j ends with %i', (words, code, says) => {
    const { status, stderr } = run(...words);
    expect([status, stderr]).toEqual([code, expect.stringContaining(says)]);
  });
});

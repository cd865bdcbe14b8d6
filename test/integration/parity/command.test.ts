import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WrongUsage } from '../../../apps/standalone/src/clients/wrong-usage.ts';
import { parityCommand, type CommandRun } from '../../support/client-command.ts';
import { aDossier, aStep, TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { ShadowStage } from '../relay/shadow-stage.ts';
import { compareHere } from './compare-here.ts';

let stage: ShadowStage;
let folder: string;
let code: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parity-test-'));
  stage = await ShadowStage.open('261206');
  await stage.restartAs({ mode: 'shadow' });
  code = stage.newCode();
  await stage.send(aDossier(code), aStep(code, 4, '2026-12-06T09:00:00+07:00'));
  await stage.settled([code]);
});

afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, ...lines: readonly (string | Buffer)[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
  return file;
}

function run(nodeOptions: string | undefined, ...args: readonly string[]): Promise<CommandRun> {
  const place = { databaseUrl: stage.test.t.url, wrappingKey: TEST_SECRETS.wrappingKey };
  return parityCommand({ ...place, ...(nodeOptions !== undefined && { nodeOptions }) }, '--destination', ...args);
}

describe('npm run parity', () => {
  it('ends well where the other system sent the same', async () => {
    const items = await stage.kept(code);
    const ran = await run(
      undefined,
      'national',
      '--export',
      write('same.jsonl', ...items.map(({ wire }) => JSON.stringify(wire))),
    );
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('Dossiers equal');
  });

  it('says what is wrong with a command line or a file, and shows nothing of what is in it', async () => {
    const file = write('no-header.csv', 'Nguyễn Văn A;0912345678', 'Trần Thị B;0912345679');
    const ran = await run(undefined, 'national', '--export', file);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('npm run parity -- --help');
    expect(ran.stderr).not.toMatch(/0912|Nguyễn/);
    await expect(compareHere(stage, '--export', '/nonexistent/old.jsonl')).rejects.toThrow(WrongUsage);
    expect((await run(undefined, 'nowhere', '--export', write('any.jsonl', '{}'))).code).toBe(2);
  });

  it('says of a dialect of which it knows no fields that it cannot compare it, and what can be', async () => {
    await stage.test.db.query(
      `INSERT INTO destination (id, dialect, lookup, fingerprint, serves, mode, generation, changed_at)
        VALUES ('province', 'lgsp-document', 'none', 'test', 'real', 'shadow', 1, now())`,
    );
    const ran = await run(undefined, 'province', '--export', write('any.jsonl', '{}'));
    await stage.test.db.query(`DELETE FROM destination WHERE id = 'province'`);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('“province”: phương ngữ lgsp-document chưa đối chiếu được, chỉ có: dvcqg');
    expect(ran.stderr).toContain('the dialect lgsp-document cannot be compared yet, only: dvcqg');
  });

  it('names the lines that it cannot read, by number and reason, and goes on', async () => {
    const [first, second, last] = (await stage.kept(code)).map(({ wire }) => JSON.stringify(wire));
    const lines = [
      first ?? '',
      '{"MaHoSo": "x',
      '',
      Buffer.from([0x7b, 0xff, 0x7d]),
      second ?? '',
      '42',
      '[{"x": 1}]',
      last ?? '',
    ];
    const file = write('bad.jsonl', ...lines, '{"service":"TraCuuHoSo","mahoso":"x"}');
    expect(await compareHere(stage, '--export', file)).toMatchObject({
      export: {
        ...{ lines: 8, records: 2, steps: 1 },
        faulty: {
          count: 4,
          first: [
            { line: 2, fault: 'json' },
            { line: 4, fault: 'encoding' },
            { line: 6, fault: 'content' },
            { line: 7, fault: 'item' },
          ],
        },
      },
      dossiers: { equal: 1 },
      unexpected: 4,
    });
    expect((await compareHere(stage, '--export', file, '--expect', 'Export.lines')).unexpected).toBe(0);
    const csv = write('bad.csv', 'MaHoSo,TrangThaiHoSo,TaiLieuNop', `${code},2,[]`, `${code},2`, `${code},2,[oops`);
    expect(await compareHere(stage, '--export', csv)).toMatchObject({
      export: { records: 1, faulty: { count: 2, first: [{ fault: 'csv' }, { fault: 'json' }] } },
    });
  });

  it('tells what only the other system has by what the gateway knows of it', async () => {
    const held = stage.newCode();
    await stage.send(aDossier(held, { procedureCode: '9.555555' }));
    await stage.settled([held], 'held');
    const record = (MaHoSo: string): string => JSON.stringify({ MaHoSo, TrangThaiHoSo: '2' });
    const file = write('other.jsonl', record(held), record('H56.14797-261206-9999'), record('Nguyễn Văn A'));
    const { dossiers } = await compareHere(stage, '--export', file);
    expect(dossiers).toMatchObject({
      onlyHere: { count: 1, first: [code] },
      onlyThere: {
        waiting: { count: 1, first: [{ dossier: held, state: 'held' }] },
        unknown: { count: 2, first: ['H56.14797-261206-9999', 'XXXXXX XXX X'] },
      },
    });
  });

  it('holds no more of a large export than where its items lie', async () => {
    const heapMiB = 48;
    const file = path.join(folder, 'large.jsonl');
    const out = createWriteStream(file);
    const text = 'Nội dung dài. '.repeat(180);
    for (let at = 0; at < 20_000; at += 1) {
      const MaHoSo = `H56.14797-261206-${String(10_000 + at)}`;
      if (!out.write(`${JSON.stringify({ MaHoSo, TrangThaiHoSo: '2', GhiChu: text })}\n`)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'close');
    expect(statSync(file).size).toBeGreaterThan(heapMiB * 1_048_576);

    const ran = await run(`--max-old-space-size=${String(heapMiB)}`, 'national', '--export', file, '--json');
    expect(ran.code).toBe(1);
    expect(ran.json).toMatchObject({ export: { lines: 20_000 }, dossiers: { onlyThere: { unknown: { count: 20_000 } } } });
  });
});

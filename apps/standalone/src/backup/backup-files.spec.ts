import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clearDrafts, Draft } from './draft.ts';
import { openKeys, sealKeys } from './keys-file.ts';
import { keepNewest } from './make-backup.ts';
import { FORMAT, VERSION, type Manifest } from './manifest.ts';
import { readTable } from './read-table.ts';
import { verifyBackup } from './verify.ts';

const ROWS = 'một\nhai\n';
const NOW = new Date('2026-11-23T02:15:00Z');

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'one-stop-backup-files-'));
});

afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

async function write(now = NOW): Promise<string> {
  const draft = Draft.begin(parent, now);
  await draft.table('item', Readable.from([Buffer.from(ROWS)]), new PassThrough());
  await draft.keys('{}');
  const manifest = {
    ...{ format: FORMAT, version: VERSION, hasKeys: true },
    tables: [{ name: 'item', columns: ['id'], rows: 2, ...draft.fileOf('item') }],
  } as unknown as Manifest;
  return (await draft.finish(manifest)).folder;
}

const fault = async (folder: string): Promise<string> =>
  verifyBackup(folder).then(
    () => 'right',
    (error: unknown) => (error instanceof Error ? `${error.message} ${(error as { lines?: string[] }).lines?.join() ?? ''}` : ''),
  );

describe('a backup on disk', () => {
  it('has a name by its time, is whole, and gives its rows again', async () => {
    const folder = await write();
    expect(folder).toBe(join(parent, 'gateway-20261123T021500Z'));
    expect(readdirSync(folder).sort()).toEqual(['SHA256SUMS', 'keys.json', 'manifest.json', 'tables']);
    const backup = await verifyBackup(folder);
    let text = '';
    const sink = new PassThrough().on('data', (chunk: Buffer) => (text += chunk.toString()));
    await readTable(backup, 'item', [new PassThrough(), sink]);
    expect(text).toBe(ROWS);
  });

  it('is refused when any byte of any file is another', async () => {
    const folder = await write();
    const files = ['SHA256SUMS', 'keys.json', 'manifest.json', join('tables', 'item.copy.gz')];
    for (const file of files) {
      const right = readFileSync(join(folder, file));
      for (let at = 0; at < right.length; at += 1 + Math.floor(right.length / 12)) {
        const altered = Buffer.from(right);
        altered[at] = (altered[at] ?? 0) ^ 1;
        writeFileSync(join(folder, file), altered);
        expect([file, at, await fault(folder)]).not.toEqual([file, at, 'right']);
      }
      writeFileSync(join(folder, file), right.subarray(0, -1));
      expect([file, await fault(folder)]).not.toEqual([file, 'right']);
      writeFileSync(join(folder, file), right);
    }
    expect(await fault(folder)).toBe('right');
  });

  it('is refused when a file is missing, but its keys may be kept elsewhere', async () => {
    const folder = await write();
    const elsewhere = join(parent, 'khoa.json');
    renameSync(join(folder, 'keys.json'), elsewhere);
    expect((await verifyBackup(folder)).keysFile).toBeUndefined();
    expect((await verifyBackup(folder, { keysFile: elsewhere })).keysFile).toBe(elsewhere);
    writeFileSync(elsewhere, '{ }');
    await expect(verifyBackup(folder, { keysFile: elsewhere })).rejects.toThrow('altered');
    unlinkSync(join(folder, 'tables', 'item.copy.gz'));
    expect(await fault(folder)).toMatch(/tables\/item\.copy\.gz: .*missing/);
  });

  it('is refused without its sums or its manifest, and while it is not finished', async () => {
    const folder = await write();
    for (const file of ['SHA256SUMS', 'manifest.json']) {
      renameSync(join(folder, file), join(folder, 'x'));
      expect(await fault(folder)).toMatch(/interrupted/);
      renameSync(join(folder, 'x'), join(folder, file));
    }
    renameSync(folder, `${folder}.partial`);
    expect(await fault(`${folder}.partial`)).toMatch(/interrupted/);
    expect(await fault(folder)).toMatch(/no folder/);
  });

  it('leaves nothing when it is abandoned; what a killed one left is taken away, one that is written is not', () => {
    Draft.begin(parent, NOW).abandon();
    expect(readdirSync(parent)).toEqual([]);
    Draft.begin(parent, NOW);
    expect(clearDrafts(parent)).toEqual([]);
    const note = join(parent, 'gateway-20261123T021500Z.partial', 'writer.pid');
    writeFileSync(note, readFileSync(note, 'utf8').replace(/"pid":\d+/, '"pid":4194300'));
    expect(clearDrafts(parent)).toEqual(['gateway-20261123T021500Z.partial']);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('gives way to newer ones, and nothing else does', async () => {
    const folders = [await write(), await write(new Date(NOW.getTime() + 1_000)), await write(new Date(NOW.getTime() + 2_000))];
    writeFileSync(join(parent, 'ghi-chu.txt'), '');
    expect(keepNewest(parent, 2)).toEqual(['gateway-20261123T021500Z']);
    expect(folders.map((folder) => existsSync(folder))).toEqual([false, true, true]);
    expect(existsSync(join(parent, 'ghi-chu.txt'))).toBe(true);
    expect(keepNewest(parent, 2)).toEqual([]);
  });
});

describe('the file of keys', () => {
  const secrets = { pepper: 'cGVwcGVy', 'wrapping-key': 'a2V5' };

  it('opens with its passphrase alone, however the letters are composed', () => {
    const text = sealKeys(secrets, 'mật khẩu đủ dài');
    expect(text).not.toContain(secrets.pepper);
    expect(openKeys(text, 'mật khẩu đủ dài')).toEqual(secrets);
    expect(openKeys(text, 'mật khẩu đủ dài'.normalize('NFD'))).toEqual(secrets);
    expect(openKeys(text, 'mật khẩu khác hẳn')).toBeUndefined();
  });

  it('does not open when its head was changed, nor when it is something else', () => {
    const file = JSON.parse(sealKeys(secrets, 'mật khẩu đủ dài')) as { kdf: { p: number } };
    expect(openKeys(JSON.stringify({ ...file, kdf: { ...file.kdf, p: 2 } }), 'mật khẩu đủ dài')).toBeUndefined();
    expect(() => openKeys('{"format":"x"}', 'mật khẩu đủ dài')).toThrow('not of this gateway');
  });
});

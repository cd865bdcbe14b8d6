import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  createEmptyDatabase,
  environmentOf,
  openBackupGround,
  PASSPHRASE,
  rowsOf,
  runCommand,
  takeBackup,
  type BackupGround,
} from '../../support/backup-commands.ts';
import { command, type TestDatabase } from '../../support/databases.ts';
import { aDossier, openTestLedger, receipts, submit, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let ground: BackupGround;
let whole: string;
let target: TestDatabase;
let folder: string;

beforeAll(async () => {
  t = await openTestLedger();
  ground = openBackupGround(TEST_SECRETS);
  await receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261123-0001')]));
  whole = await takeBackup(ground, t.url);
  target = await createEmptyDatabase();
});

afterAll(async () => {
  await t.close();
  await target.drop();
  ground.remove();
});

beforeEach(() => {
  folder = join(ground.folder, 'copy');
  cpSync(whole, folder, { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Restores the copy where nothing but the passphrase is known; answers what was complained of. */
async function refusal(more: Readonly<Record<string, string>> = {}, ...args: readonly string[]): Promise<string> {
  const { DATABASE_URL = '', DATA_DIR = '', BACKUP_PASSPHRASE = '' } = environmentOf(ground, target.url);
  const run = await runCommand('restore', { DATABASE_URL, DATA_DIR, BACKUP_PASSPHRASE, ...more }, '--from', folder, ...args);
  expect([run.code, run.stdout.includes('npm run after-restore')]).toEqual([1, false]);
  return run.stderr;
}

/** Whatever was refused has left nothing: no table, and no secret. */
async function leftNothing(): Promise<void> {
  expect(await rowsOf(target.url, `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([]);
  expect(existsSync(join(ground.folder, 'data', 'secrets', 'pepper'))).toBe(false);
}

/** Changes the manifest as somebody would who can compute sums. */
function forge(change: (manifest: Record<string, unknown>) => void): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(manifest);
  const text = JSON.stringify(manifest);
  writeFileSync(file, text);
  const sums = join(folder, 'SHA256SUMS');
  const hash = createHash('sha256').update(text).digest('hex');
  writeFileSync(sums, readFileSync(sums, 'utf8').replace(/[0-9a-f]{64}(?= {2}manifest\.json)/, hash));
}

describe('a restore is refused, in both languages and before anything is written,', () => {
  afterEach(leftNothing);

  it('with the wrong passphrase, and without any', async () => {
    expect(await refusal({ BACKUP_PASSPHRASE: 'một mật khẩu khác' })).toMatch(/không mở được khoá[\s\S]*does not open the keys/);
    expect(await refusal({ BACKUP_PASSPHRASE: 'ngắn' })).toMatch(/quá ngắn[\s\S]*too short/);
    expect(await refusal({ BACKUP_PASSPHRASE: '' })).toMatch(/Thiếu khoá[\s\S]*keys are missing/);
  });

  it('with keys that are not those of the backup', async () => {
    const other = Buffer.alloc(32, 1).toString('base64');
    expect(await refusal({ PEPPER: other, WRAPPING_KEY: other })).toMatch(/không phải khoá[\s\S]*not that of this backup/);
  });

  it('with an altered or a missing file, by name', async () => {
    const file = join(folder, 'tables', 'item.copy.gz');
    const bytes = readFileSync(file);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    rmSync(join(folder, 'tables', 'lane.copy.gz'));
    const said = await refusal();
    expect(said).toMatch(/tables\/item\.copy\.gz: .*altered/);
    expect(said).toMatch(/tables\/lane\.copy\.gz: .*missing/);
  });

  it('when it was interrupted', async () => {
    renameSync(folder, `${folder}.partial`);
    folder = `${folder}.partial`;
    expect(await refusal()).toMatch(/bị ngắt giữa chừng[\s\S]*interrupted/);
  });

  it('when a newer product made it', async () => {
    forge((manifest) => {
      manifest['migrations'] = [...(manifest['migrations'] as string[]), 'Future1900000000000'];
    });
    expect(await refusal()).toMatch(/mới hơn[\s\S]*newer version[\s\S]*Future1900000000000/);
    forge((manifest) => {
      manifest['version'] = 2;
    });
    expect(await refusal()).toMatch(/định dạng 2/);
  });

  it('when another number of rows comes out, after all was loaded', async () => {
    forge((manifest) => {
      const tables = manifest['tables'] as { name: string; rows: number }[];
      manifest['tables'] = tables.map((table) => (table.name === 'unit_successor' ? { ...table, rows: table.rows + 1 } : table));
    });
    expect(await refusal()).toMatch(/Số dòng[\s\S]*unit_successor/);
  });

  it('while somebody is connected', async () => {
    const other = new pg.Client({ connectionString: target.url, application_name: 'relay' });
    await other.connect();
    expect(await refusal()).toMatch(/đang kết nối[\s\S]*connected[\s\S]*relay/);
    await other.end();
  });

  it('when the account may not make what is needed', async () => {
    const name = `reader_${Math.random().toString(36).slice(2)}`;
    await command(target.url, `CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
    const url = new URL(target.url);
    [url.username, url.password] = [name, 'x'];
    expect(await refusal({ DATABASE_URL: url.href })).toMatch(/không được tạo bảng[\s\S]*may not create tables/);
    await command(target.url, `GRANT CREATE ON SCHEMA public TO ${name}`);
    expect(await refusal({ DATABASE_URL: url.href })).toMatch(/không đủ quyền[\s\S]*btree_gist[\s\S]*enough rights/);
  });
});

describe('a restore', () => {
  it('changes nothing where there is something', async () => {
    const before = await rowsOf(t.url, 'SELECT * FROM dossier');
    expect(await refusal({ DATABASE_URL: t.url })).toMatch(/không rỗng[\s\S]*not empty[\s\S]*attempt/);
    expect(await rowsOf(t.url, 'SELECT * FROM dossier')).toEqual(before);
  });

  it('is wrong usage without a folder, and says how it is used', async () => {
    for (const words of [[], ['--from'], ['--from', folder, 'x'], ['--frm', folder]]) {
      const run = await runCommand('restore', { DATA_DIR: ground.folder }, ...words);
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('npm run restore -- --help')]);
    }
    expect((await runCommand('restore', {}, '--help')).stdout).toMatch(/Khôi phục[\s\S]*Restore/);
  });
});

describe('a backup', () => {
  const backup = (more: Record<string, string>, ...args: string[]): ReturnType<typeof runCommand> =>
    runCommand('backup', { ...environmentOf(ground, t.url), ...more }, ...args);

  it('is not made without a passphrase, with a key that opens nothing, nor of a database that is not there', async () => {
    const to = join(ground.folder, 'none');
    const said = async (more: Record<string, string>): Promise<string> => {
      const run = await backup(more, '--to', to);
      expect(run.code).toBe(1);
      return run.stderr;
    };
    expect(await said({ BACKUP_PASSPHRASE: '' })).toMatch(/Cần BACKUP_PASSPHRASE[\s\S]*is needed/);
    expect(await said({ WRAPPING_KEY: Buffer.alloc(32, 1).toString('base64') })).toMatch(/không mở được[\s\S]*does not open/);
    expect(await said({ PEPPER: '' })).toMatch(/Không thấy PEPPER[\s\S]*not found/);
    expect(await said({ DATABASE_URL: t.url.replace(/\/[^/]*$/, '/khong-co') })).toMatch(/từ chối[\s\S]*turned/);
    expect(await said({ DATABASE_URL: '', DATA_DIR: join(ground.folder, 'nothing') })).toMatch(/Không thấy cơ sở dữ liệu/);
    expect(existsSync(to) ? readdirSync(to) : []).toEqual([]);
    expect((await backup({}, '--to', to, '--keep', '0')).code).toBe(2);
  });

  it('may leave the keys out, and is checked with and without them', async () => {
    const to = join(ground.folder, 'bare');
    mkdirSync(to);
    const made = await backup({ BACKUP_PASSPHRASE: '' }, '--to', to, '--without-keys');
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('Without the keys')]);
    const [, bare = ''] = /Đã sao lưu: (\S+) /.exec(made.stdout) ?? [];
    expect(existsSync(join(bare, 'keys.json'))).toBe(false);
    const checked = await runCommand('backup', { BACKUP_PASSPHRASE: PASSPHRASE }, '--verify', bare);
    expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('không có khoá')]);
    const withKeys = await runCommand('backup', { BACKUP_PASSPHRASE: PASSPHRASE }, '--verify', whole);
    expect([withKeys.code, withKeys.stdout]).toEqual([0, expect.stringMatching(/Mọi tệp đúng[\s\S]*mở được khoá/)]);
  });
});

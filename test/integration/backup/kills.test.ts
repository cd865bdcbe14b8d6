import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEmptyDatabase,
  entryOf,
  environmentOf,
  openBackupGround,
  rowsOf,
  runCommand,
  takeBackup,
  type BackupGround,
} from '../../support/backup-commands.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { eventually } from '../../support/eventually.ts';
import { lockTable } from '../../support/lock-table.ts';
import { aDossier, openTestLedger, receipts, submit, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';

const OFTEN = { everyMs: 20 };

let t: TestLedger;
let ground: BackupGround;
let child: ChildProcess | undefined;

beforeAll(async () => {
  t = await openTestLedger();
  ground = openBackupGround(TEST_SECRETS);
  await receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261123-0001')]));
});

afterEach(() => {
  child?.kill('SIGKILL');
});

afterAll(async () => {
  await t.close();
  ground.remove();
});

function start(name: 'backup' | 'restore', url: string, ...args: string[]): ChildProcess {
  child = spawn(process.execPath, [entryOf(name), ...args], {
    env: { PATH: process.env['PATH'], ...environmentOf(ground, url) },
    stdio: 'ignore',
  });
  return child;
}

async function kill(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(process, 'exit');
  process.kill(signal);
  await ended;
}

/** What sessions of that name are doing at that moment. */
async function doing(url: string, application: string): Promise<string[]> {
  const rows = await rowsOf<{ query: string }>(
    url,
    `SELECT query FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() AND state = 'active'`,
    [application],
  );
  return rows.map(({ query }) => query);
}

describe('a backup that is killed in the middle', () => {
  it('is never taken for one, and the next one takes its rest away', async () => {
    const to = join(ground.folder, 'backups');
    const unlock = await lockTable(t.url, 'unit_alias');
    const running = start('backup', t.url, '--to', to);
    await eventually(async () => {
      expect((await doing(t.url, 'backup')).join()).toContain('unit_alias');
    }, OFTEN);
    await kill(running, 'SIGKILL');
    await unlock();
    const [rest = ''] = readdirSync(to);
    expect(rest).toMatch(/^gateway-\w+Z\.partial$/);
    const check = await runCommand('backup', {}, '--verify', join(to, rest));
    expect([check.code, check.stderr]).toEqual([1, expect.stringMatching(/bị ngắt/)]);

    const next = await runCommand('backup', environmentOf(ground, t.url), '--to', to);
    expect([next.code, next.stdout]).toEqual([0, expect.stringContaining(rest)]);
    expect(readdirSync(to)).toEqual([expect.stringMatching(/^gateway-\w+Z$/)]);
  });

  it('leaves nothing when it was asked to end', async () => {
    const to = join(ground.folder, 'asked');
    const unlock = await lockTable(t.url, 'unit_alias');
    const running = start('backup', t.url, '--to', to);
    await eventually(async () => {
      expect((await doing(t.url, 'backup')).join()).toContain('unit_alias');
    }, OFTEN);
    await kill(running, 'SIGTERM');
    await unlock();
    expect(readdirSync(to)).toEqual([]);
  });
});

describe('a restore that is killed in the middle', () => {
  let target: TestDatabase;

  beforeAll(async () => {
    target = await createEmptyDatabase();
  });

  afterAll(() => target.drop());

  /** Seen from another database of the server: who connects to its own is somebody who is there. */
  async function isLoading(): Promise<boolean> {
    const [row] = await rowsOf<{ busy: boolean }>(
      process.env['TEST_DATABASE_URL'] ?? '',
      `SELECT count(*) > 0 AS busy FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'COPY "audit"%'`,
      [new URL(target.url).pathname.slice(1)],
    );
    return row?.busy === true;
  }

  it('leaves the database as empty as it was, and the next one goes through', async () => {
    // Enough rows for a moment in which it is loading them.
    await rowsOf(
      t.url,
      `INSERT INTO audit (at, actor, act, subject, details)
          SELECT now(), 'x', 'x', 'x', jsonb_build_object('n', n, 'text', repeat('chữ', 40)) FROM generate_series(1, 150000) n`,
    );
    const folder = await takeBackup(ground, t.url);
    const running = start('restore', target.url, '--from', folder);
    await eventually(isLoading, OFTEN);
    await kill(running, 'SIGKILL');
    await eventually(async () => {
      expect(await rowsOf(target.url, `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([]);
      expect(await rowsOf(target.url, `SELECT extname FROM pg_extension WHERE extname = 'btree_gist'`)).toEqual([]);
    }, OFTEN);
    const again = await runCommand('restore', environmentOf(ground, target.url), '--from', folder);
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(await rowsOf(target.url, 'SELECT code FROM dossier')).toEqual([{ code: 'H56.14797-261123-0001' }]);
  });
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSPHRASE, runCommand } from '../support/backup-commands.ts';
import { asCommune, dossierOf, heldCodes } from '../support/edition-calls.ts';
import { openGround, startEdition, type Edition, type Ground, type Ready } from '../support/edition.ts';
import { eventually } from '../support/eventually.ts';

const CODE = 'H56.14797-261123-0001';

let [former, latter]: [Ground?, Ground?] = [];
let backups: string;
let running: Edition | undefined;

beforeAll(async () => {
  [former, latter] = [await openGround(), await openGround()];
  backups = mkdtempSync(join(tmpdir(), 'one-stop-edition-backups-'));
});

afterAll(async () => {
  await stop();
  former?.remove();
  latter?.remove();
  rmSync(backups, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  running?.child.kill('SIGTERM');
  await running?.ended;
  running = undefined;
}

async function start(ground: Ground | undefined): Promise<Ready> {
  if (ground === undefined) throw new Error('no ground');
  running = startEdition(ground, ['--no-demo']);
  return running.ready();
}

const on = (ground: Ground | undefined): Record<string, string> => ({
  DATA_DIR: ground?.data ?? '',
  BACKUP_PASSPHRASE: PASSPHRASE,
});

/** The newest backup. */
const newest = (): string => join(backups, readdirSync(backups).sort().at(-1) ?? '');

describe('the single-machine edition', () => {
  it('is backed up while it runs and while it stands still, and goes on in another folder from where it was', async () => {
    const before = await start(former);
    expect((await asCommune(before, 'dossiers', dossierOf('H56.14797'))).status).toBe(202);
    await eventually(async () => {
      expect(await heldCodes(before)).toEqual([CODE]);
    });
    const live = await runCommand('backup', on(former), '--to', backups);
    expect([live.code, live.stderr]).toEqual([0, '']);
    expect(live.stdout).toMatch(/dossier +1 dòng\/rows/);
    const busy = await runCommand('restore', on(former), '--from', newest());
    expect([busy.code, busy.stderr]).toEqual([1, expect.stringMatching(/đang chạy[\s\S]*running already/)]);
    await stop();
    const still = await runCommand('backup', on(former), '--to', backups, '--keep', '1');
    expect([still.code, still.stderr]).toEqual([0, '']);
    expect(readdirSync(backups)).toHaveLength(1);

    const restored = await runCommand('restore', on(latter), '--from', newest());
    expect([restored.code, restored.stderr]).toEqual([0, '']);
    const twice = await runCommand('restore', on(latter), '--from', newest());
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringMatching(/không rỗng[\s\S]*mv \.data/)]);

    const after = await start(latter);
    expect(running?.output()).toMatch(/npm run after-restore/);
    // The same keys and the same secrets: what the communes hold still counts, and what is encrypted opens.
    expect(after.communes[0]).toEqual(before.communes[0]);
    const seen = await asCommune(after, `dossiers/${CODE}`);
    expect([seen.status, seen.body]).toEqual([200, expect.objectContaining({ status: 2 })]);
    const step = {
      dossierCode: CODE,
      status: 4,
      occurredAt: '2026-11-23T09:00:00+07:00',
      officer: 'Lê Thị B',
      content: 'Thẩm định',
    };
    expect((await asCommune(after, 'status-changes', step)).status).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await heldCodes(after)).toEqual([]);

    const finished = await runCommand('after-restore', on(latter));
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    expect(finished.stdout).toMatch(/gửi đi trở lại[\s\S]*commune-14797/);
    await eventually(async () => {
      expect(await heldCodes(after)).toEqual([CODE]);
    });
    await stop();
  });
});

import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { restoreDatabase } from '#ledger';
import { readEnvironment } from '#runtime';
import { runBackupCommand } from './backup/command-line.ts';
import { RESTORE_HELP } from './backup/help.ts';
import { showTables } from './backup/progress.ts';
import { readTable } from './backup/read-table.ts';
import { keysOf, putBack, takeAway } from './backup/resolve-keys.ts';
import { verifyBackup, type CheckedBackup } from './backup/verify.ts';
import { withOwnDatabase } from './backup/with-database.ts';
import { readOptions } from './clients/read-options.ts';
import { textOf, type Values } from './clients/values.ts';
import { WrongUsage } from './clients/wrong-usage.ts';
import { layOut } from './disk/places.ts';
import { StandaloneSettings } from './settings.ts';
import type { Terminal } from './terminal/terminal.ts';

// npm run restore: loads a backup into an empty database. Everything is checked first, and all of it is loaded or nothing.
const OPTIONS = {
  from: { type: 'string' },
  keys: { type: 'string' },
  'without-keys': { type: 'boolean' },
  by: { type: 'string' },
} as const;

await runBackupCommand('restore', RESTORE_HELP, async (words, terminal) => {
  const { values, positionals } = readOptions('restore', OPTIONS, words);
  const [from, keys] = [textOf(values, 'from'), textOf(values, 'keys')];
  if (from === undefined || positionals.length > 0)
    throw new WrongUsage({ vi: 'Cần --from <thư mục của một bản sao lưu>', en: '--from <folder of one backup> is needed' });
  terminal.say({ vi: 'Kiểm tra từng tệp của bản sao lưu', en: 'Checking every file of the backup' });
  const tell = (file: string): void => {
    terminal.progress(file, false);
  };
  const backup = await verifyBackup(resolve(from), { keysFile: keys === undefined ? undefined : resolve(keys), tell });
  await load(backup, values, terminal);
});

async function load(backup: CheckedBackup, values: Values, terminal: Terminal): Promise<void> {
  const settings = readEnvironment(StandaloneSettings);
  const places = layOut(settings);
  const keys = keysOf(backup, { places, withKeys: values['without-keys'] !== true });
  await withOwnDatabase({ places, given: settings.ownerUrl, terminal }, async ({ ownerUrl }) => {
    // First: a start that finds the data without them would make others, which open nothing.
    const put = keys === undefined ? [] : putBack(places, keys);
    try {
      await restoreDatabase(ownerUrl, {
        snapshot: backup.manifest,
        wrappingKey: keys?.wrappingKey,
        read: (table, meter, loading) => readTable(backup, table, [meter, loading]),
        tell: showTables(terminal),
        by: textOf(values, 'by') ?? userInfo().username,
      });
    } catch (error) {
      takeAway(places, put);
      throw error;
    }
    if (put.length > 0)
      terminal.say({ vi: `Đã đặt lại ${String(put.length)} bí mật vào ${places.secrets}`, en: 'Put the secrets back' });
  });
  terminal.say({
    vi: `Đã khôi phục đến ${backup.manifest.completeUntil}; các bước tiếp theo (docs/backup.md):`,
    en: 'Restored up to then; what comes next (docs/backup.md):',
  });
  const migrate = settings.ownerUrl === undefined ? [] : ['npm run migrate'];
  // Where it was restored to, and not where these commands go by themselves.
  const where = settings.dataDir === new StandaloneSettings().dataDir ? '' : `DATA_DIR=${settings.dataDir} `;
  [...migrate, 'npm run after-restore', 'npm start'].forEach((line) => {
    terminal.line(`    ${where}${line}`);
  });
  terminal.warn({
    vi: 'Chưa có gì được gửi đi cho đến khi chạy npm run after-restore.',
    en: 'Nothing is delivered until npm run after-restore is run.',
  });
}

import { resolve } from 'node:path';
import { readEnvironment } from '#runtime';
import { runBackupCommand } from './backup/command-line.ts';
import { clearDrafts } from './backup/draft.ts';
import { BACKUP_HELP } from './backup/help.ts';
import { keepNewest, makeBackup } from './backup/make-backup.ts';
import { sizeOf } from './backup/progress.ts';
import { openedKeys } from './backup/resolve-keys.ts';
import { verifyBackup } from './backup/verify.ts';
import { withDatabase } from './backup/with-database.ts';
import { readOptions } from './clients/read-options.ts';
import { textOf } from './clients/values.ts';
import { WrongUsage } from './clients/wrong-usage.ts';
import { layOut } from './disk/places.ts';
import { StandaloneSettings } from './settings.ts';
import type { Terminal } from './terminal/terminal.ts';

// npm run backup: takes the memory of a gateway out to files while it runs, or checks what was taken out.
const OPTIONS = {
  to: { type: 'string' },
  verify: { type: 'string' },
  keep: { type: 'string' },
  'without-keys': { type: 'boolean' },
} as const;

await runBackupCommand('backup', BACKUP_HELP, async (words, terminal) => {
  const { values, positionals } = readOptions('backup', OPTIONS, words);
  const [to, verify, keep] = [textOf(values, 'to'), textOf(values, 'verify'), textOf(values, 'keep')];
  const isOne = (to === undefined) !== (verify === undefined) && positionals.length === 0;
  const isKeep = keep === undefined || (to !== undefined && /^[1-9]\d{0,3}$/.test(keep));
  if (!isOne || !isKeep) {
    throw new WrongUsage({
      vi: 'Cần --to <thư mục> (kèm --keep N từ 1 trở lên nếu muốn), hoặc --verify <thư mục>',
      en: '--to <folder> (with --keep N of at least 1 if wanted) or --verify <folder> is needed',
    });
  }
  if (verify !== undefined) return check(resolve(verify), terminal);
  await make(resolve(to ?? ''), { withKeys: values['without-keys'] !== true, keep: Number(keep ?? Infinity) }, terminal);
});

async function check(folder: string, terminal: Terminal): Promise<void> {
  const backup = await verifyBackup(folder, {
    tell: (file) => {
      terminal.progress(file, false);
    },
  });
  const { manifest } = backup;
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  terminal.say({
    vi: `Mọi tệp đúng: ${String(manifest.tables.length)} bảng, ${String(rows)} dòng, chụp lúc ${manifest.takenAt}`,
    en: `Every file is right: ${String(manifest.tables.length)} tables, ${String(rows)} rows, taken at that time`,
  });
  if (openedKeys(backup) !== undefined) terminal.say({ vi: 'Mật khẩu mở được khoá', en: 'The passphrase opens the keys' });
  else if (backup.keysFile === undefined) {
    terminal.warn({ vi: 'Bản này không có khoá ở cùng chỗ', en: 'The keys of this backup are not beside it' });
  }
}

async function make(to: string, { withKeys, keep }: { withKeys: boolean; keep: number }, terminal: Terminal): Promise<void> {
  const settings = readEnvironment(StandaloneSettings);
  const places = layOut(settings);
  const cleared = clearDrafts(to);
  if (cleared.length > 0) {
    terminal.warn(
      { vi: 'Đã xoá bản sao lưu dở dang của lần trước:', en: 'Took away what an interrupted backup had left:' },
      cleared,
    );
  }
  const { folder, bytes } = await withDatabase({ places, given: settings.ownerUrl, terminal }, ({ ownerUrl }) =>
    makeBackup({ ownerUrl, places, to, withKeys, terminal }),
  );
  terminal.say({ vi: `Đã sao lưu: ${folder} (${sizeOf(bytes)})`, en: 'Backed up' });
  if (!withKeys) {
    terminal.warn({
      vi: 'Không kèm khoá: giữ PEPPER và WRAPPING_KEY ở nơi khác, thiếu chúng thì bản sao lưu không mở được.',
      en: 'Without the keys: keep PEPPER and WRAPPING_KEY elsewhere; nothing opens without them.',
    });
  }
  const removed = Number.isFinite(keep) ? keepNewest(to, keep) : [];
  if (removed.length > 0) terminal.say({ vi: `Đã xoá bản cũ: ${removed.join(', ')}`, en: 'Removed older ones' });
}

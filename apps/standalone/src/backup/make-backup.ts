import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backUpDatabase, LEFT_OUT } from '#ledger';
import { Clock } from '#runtime';
import type { Places } from '../disk/places.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { Trouble } from '../trouble.ts';
import { Draft } from './draft.ts';
import { fingerprints, findKeys, type FoundKeys } from './find-keys.ts';
import { readPassphrase, sealKeys } from './keys-file.ts';
import { FORMAT, VERSION } from './manifest.ts';
import { showTables } from './progress.ts';

/** What a backup is made of. */
export interface BackupWanted {
  readonly ownerUrl: string;
  readonly places: Places;
  readonly to: string;
  readonly withKeys: boolean;
  readonly terminal: Terminal;
}

/** Makes a backup; what it leaves when it fails is taken away again. */
export async function makeBackup(wanted: BackupWanted): Promise<{ folder: string; bytes: number }> {
  const keys = keysFor(wanted);
  const draft = Draft.begin(wanted.to, new Clock().now());
  const giveUp = (): void => {
    draft.abandon();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, giveUp);
  try {
    return await fill(draft, wanted, keys);
  } catch (error) {
    draft.abandon();
    throw error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, giveUp);
  }
}

interface KeysWanted {
  readonly found: FoundKeys | undefined;
  /** The encrypted keys; undefined = they are left out. */
  readonly sealed: string | undefined;
}

function keysFor({ places, withKeys }: BackupWanted): KeysWanted {
  const found = findKeys(places);
  if (!withKeys) return { found, sealed: undefined };
  if (found === undefined) {
    throw new Trouble({
      vi: `Không thấy PEPPER và WRAPPING_KEY (biến môi trường, _FILE, hoặc ${places.secrets}). Thiếu khoá thì bản sao lưu không mở được; nếu khoá được giữ ở nơi khác: --without-keys`,
      en: `PEPPER and WRAPPING_KEY were not found (environment, _FILE, or ${places.secrets}). Without the keys the backup does not open; if they are kept elsewhere: --without-keys`,
    });
  }
  const passphrase = readPassphrase();
  if (passphrase === undefined) {
    throw new Trouble({
      vi: 'Cần BACKUP_PASSPHRASE (hoặc BACKUP_PASSPHRASE_FILE) để mã hoá khoá trong bản sao lưu; hoặc --without-keys nếu khoá được giữ ở nơi khác.',
      en: 'BACKUP_PASSPHRASE (or BACKUP_PASSPHRASE_FILE) is needed to encrypt the keys in the backup; or --without-keys if they are kept elsewhere.',
    });
  }
  return { found, sealed: sealKeys(found.secrets, passphrase) };
}

async function fill(
  draft: Draft,
  { ownerUrl, places, terminal }: BackupWanted,
  { found, sealed }: KeysWanted,
): Promise<{ folder: string; bytes: number }> {
  const { tables, ...facts } = await backUpDatabase(ownerUrl, {
    wrappingKey: found?.wrappingKey,
    write: (table, rows, meter) => draft.table(table, rows, meter),
    tell: showTables(terminal),
  });
  if (sealed !== undefined) await draft.keys(sealed);
  return draft.finish({
    ...{ format: FORMAT, version: VERSION, product: productVersion(places), finishedAt: new Clock().now().toISOString() },
    ...facts,
    keys: found === undefined ? null : fingerprints(found),
    hasKeys: sealed !== undefined,
    tables: tables.map((table) => ({ ...table, ...draft.fileOf(table.name) })),
    leftOut: LEFT_OUT,
  });
}

function productVersion({ project }: Places): string {
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
  return version;
}

const NAME = /^gateway-\d{8}T\d{6}Z$/;

/** Takes away all but the newest backups of a folder; answers their names. Names are times, so that their order is that of time. */
export function keepNewest(folder: string, most: number): string[] {
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  const old = names.sort().slice(0, Math.max(0, names.length - most));
  old.forEach((name) => {
    rmSync(join(folder, name), { recursive: true, force: true });
  });
  return old;
}

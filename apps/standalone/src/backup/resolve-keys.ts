import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from '../disk/places.ts';
import { prepareData } from '../disk/prepare-data.ts';
import { readSecret, SecretStore } from '../disk/secret-store.ts';
import { writeByRename } from '../disk/write-by-rename.ts';
import { Trouble } from '../trouble.ts';
import { fingerprints, findKeys, keysAmong, type FoundKeys } from './find-keys.ts';
import { openKeys, readPassphrase } from './keys-file.ts';
import type { CheckedBackup } from './verify.ts';

/** The keys that fit a backup: those that are in place, or those that it holds; undefined only where none are wanted. @throws Trouble */
export function keysOf(
  backup: CheckedBackup,
  { places, withKeys }: { places: Places; withKeys: boolean },
): FoundKeys | undefined {
  const inPlace = findKeys(places);
  const opened = openedKeys(backup);
  if (inPlace !== undefined) {
    demandFit(inPlace, backup, 'in-place');
    return opened ?? inPlace;
  }
  if (opened !== undefined) {
    demandFit(opened, backup, 'opened');
    return opened;
  }
  if (!withKeys) return undefined;
  throw new Trouble({
    vi: `Thiếu khoá: ${backup.keysFile === undefined ? 'bản sao lưu không kèm khoá; đặt PEPPER và WRAPPING_KEY, hoặc --keys <tệp>' : 'đặt BACKUP_PASSPHRASE (hoặc _FILE) để mở khoá trong bản sao lưu'}. Không có khoá: --without-keys (dữ liệu đã mã hoá không mở được).`,
    en: `The keys are missing: ${backup.keysFile === undefined ? 'the backup holds none; set PEPPER and WRAPPING_KEY, or --keys <file>' : 'set BACKUP_PASSPHRASE (or _FILE) to open those of the backup'}. Without keys: --without-keys (what is encrypted does not open).`,
  });
}

/** The keys of a backup, if there are any and the passphrase is given. @throws Trouble where it is wrong */
export function openedKeys({ keysFile }: CheckedBackup): FoundKeys | undefined {
  const passphrase = readPassphrase();
  if (keysFile === undefined || passphrase === undefined) return undefined;
  const secrets = openKeys(readFileSync(keysFile, 'utf8'), passphrase);
  if (secrets !== undefined) return keysAmong(secrets);
  throw new Trouble({
    vi: 'Mật khẩu (BACKUP_PASSPHRASE) không mở được khoá của bản sao lưu này. Hãy dùng mật khẩu của lúc tạo bản sao lưu.',
    en: 'The passphrase (BACKUP_PASSPHRASE) does not open the keys of this backup. Use the one that was set when it was made.',
  });
}

/** Puts secrets into the data folder that are not there. Answers their names. @throws Trouble where another key is in place */
export function putBack(places: Places, { secrets }: FoundKeys): string[] {
  prepareData(places);
  const store = new SecretStore(places.secrets);
  const inPlace = (name: string): string | undefined => readSecret(store.file(name));
  if (['pepper', 'wrapping-key'].some((name) => ![undefined, secrets[name]].includes(inPlace(name)))) throw otherKeys();
  const missing = Object.entries(secrets).filter(([name]) => inPlace(name) === undefined);
  mkdirSync(places.secrets, { recursive: true, mode: 0o700 });
  for (const [name, secret] of missing) writeByRename(store.file(name), `${secret}\n`);
  return missing.map(([name]) => name);
}

/** Takes secrets away again that were put back in vain. */
export function takeAway({ secrets }: Places, names: readonly string[]): void {
  for (const name of names) rmSync(join(secrets, name), { force: true });
}

function demandFit(keys: FoundKeys, { manifest }: CheckedBackup, which: 'in-place' | 'opened'): void {
  const wanted = manifest.keys;
  const own = fingerprints(keys);
  if (wanted === null || (own.pepper === wanted.pepper && own.wrappingKey === wanted.wrappingKey)) return;
  if (which === 'in-place') throw otherKeys();
  throw new Trouble({
    vi: 'Tệp khoá không thuộc bản sao lưu này. Hãy dùng tệp khoá được tạo cùng lúc với nó.',
    en: 'The file of keys does not belong to this backup. Use the one that was made with it.',
  });
}

function otherKeys(): Trouble {
  return new Trouble({
    vi: 'PEPPER hoặc WRAPPING_KEY đang đặt (biến môi trường hoặc $DATA_DIR/secrets) không phải khoá của bản sao lưu này. Bỏ chúng ra, hoặc đặt đúng khoá, rồi khôi phục lại.',
    en: 'The PEPPER or WRAPPING_KEY in place (environment or $DATA_DIR/secrets) is not that of this backup. Take them away, or set the right ones, then restore again.',
  });
}

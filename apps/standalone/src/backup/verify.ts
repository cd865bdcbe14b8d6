import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Trouble } from '../trouble.ts';
import { isDraft, KEYS, MANIFEST, SUMS, textIn } from './draft.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { Digest } from './write-file.ts';

/** A backup whose every byte is the one that was written. `keysFile` undefined: it has none, or they are kept elsewhere. */
export interface CheckedBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly keysFile: string | undefined;
}

/** Checks a backup before anything of it is believed. `keysFile`: where its keys lie, if not in it. @throws Trouble */
export async function verifyBackup(
  folder: string,
  { keysFile, tell = () => undefined }: { keysFile?: string | undefined; tell?: (file: string) => void } = {},
): Promise<CheckedBackup> {
  const sums = readSums(folder);
  const places = placesOf(folder, [...sums.keys()], keysFile);
  const faults: string[] = [];
  for (const [file, place] of places) {
    tell(file);
    const fault = await faultOf(place, sums.get(file) ?? '');
    if (fault !== undefined) faults.push(`${file}: ${fault}`);
  }
  if (faults.length > 0) {
    throw new Trouble(
      {
        vi: 'Bản sao lưu thiếu tệp hoặc có tệp đã bị thay đổi; không dùng được. Hãy lấy bản sao khác của nó, hoặc bản sao lưu trước đó.',
        en: 'Files of the backup are missing or were altered; it cannot be used. Take another copy of it, or the backup before it.',
      },
      faults,
    );
  }
  const manifest = readManifest(textIn(folder, MANIFEST) ?? '');
  demandComplete(manifest, sums);
  return { folder, manifest, keysFile: places.get(KEYS) };
}

function readSums(folder: string): Map<string, string> {
  const text = isDraft(folder) ? undefined : textIn(folder, SUMS);
  if (text?.endsWith('\n') !== true || textIn(folder, MANIFEST) === undefined) throw notWhole(folder);
  return new Map(text.split('\n').flatMap((line) => (line === '' ? [] : [[line.slice(66), line.slice(0, 64)] as const])));
}

function notWhole(folder: string): Trouble {
  if (!existsSync(folder)) return new Trouble({ vi: `Không có thư mục ${folder}`, en: `There is no folder ${folder}` });
  return new Trouble({
    vi: `${folder} không phải bản sao lưu hoàn chỉnh: lần sao lưu đó bị ngắt giữa chừng, hoặc thiếu ${SUMS} hay ${MANIFEST}.`,
    en: `${folder} is no whole backup: it was interrupted, or ${SUMS} or ${MANIFEST} is missing.`,
  });
}

/** Where the files lie. Keys may be kept elsewhere on purpose. */
function placesOf(folder: string, files: readonly string[], keysFile: string | undefined): Map<string, string> {
  const inFolder = new Map(files.map((file) => [file, join(folder, file)]));
  if (keysFile !== undefined) inFolder.set(KEYS, keysFile);
  else if (!existsSync(join(folder, KEYS))) inFolder.delete(KEYS);
  return inFolder;
}

async function faultOf(place: string, sha256: string): Promise<string | undefined> {
  const digest = new Digest();
  try {
    await pipeline(createReadStream(place), digest, new Nowhere());
  } catch {
    return 'không có hoặc không đọc được / missing or unreadable';
  }
  return digest.hex() === sha256 ? undefined : 'đã bị thay đổi / altered';
}

class Nowhere extends Writable {
  override _write(_chunk: Buffer, _: BufferEncoding, done: () => void): void {
    done();
  }
}

/** A line taken out of the sums would let a file go unseen. */
function demandComplete({ tables, hasKeys }: Manifest, sums: ReadonlyMap<string, string>): void {
  const wanted = [MANIFEST, ...tables.map(({ file }) => file), ...(hasKeys ? [KEYS] : [])].sort();
  const isSame = tables.every(({ file, sha256 }) => sums.get(file) === sha256);
  if (isSame && [...sums.keys()].sort().join('\n') === wanted.join('\n')) return;
  throw new Trouble({
    vi: `${SUMS} và ${MANIFEST} không khớp nhau; bản sao lưu không dùng được.`,
    en: `${SUMS} and ${MANIFEST} do not fit together; the backup cannot be used.`,
  });
}

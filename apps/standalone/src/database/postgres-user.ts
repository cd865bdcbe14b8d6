import { execFileSync, spawnSync } from 'node:child_process';
import { Trouble } from '../trouble.ts';

/** Who PostgreSQL runs as; empty = as ourselves. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: then it runs as the system's user postgres, who is made where there is none. */
export function postgresUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  return lookUp() ?? makeUser();
}

/** Whether that user gets into a folder. */
export function canEnter(folder: string, runAs: RunAs): boolean {
  return spawnSync('test', ['-x', folder], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Whether that user can run a program where it lies, with all that it loads. */
export function canRun(program: string, runAs: RunAs): boolean {
  return spawnSync(program, ['--version'], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0;
}

function lookUp(): RunAs | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function makeUser(): RunAs {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
    stdio: 'ignore',
  });
  const made = lookUp();
  if (made !== undefined) return made;
  throw new Trouble({
    vi: 'PostgreSQL không chạy được bằng root và không tạo được người dùng postgres. Hãy chạy bằng người dùng thường, hoặc đặt DATABASE_URL.',
    en: 'PostgreSQL does not run as root, and the user postgres could not be made. Run as an ordinary user, or set DATABASE_URL.',
  });
}

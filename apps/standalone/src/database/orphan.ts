import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { end, lookAt } from '../processes/process-note.ts';
import { Trouble } from '../trouble.ts';

const OURS = /apps\/standalone|scripts\/start\.mjs/;
const PATIENCE = [
  ['SIGINT', 8_000],
  ['SIGQUIT', 3_000],
  ['SIGKILL', 3_000],
] as const;

/**
 * Ends a PostgreSQL that a killed start left on this cluster, so that there is one way only to get a running one: it shuts down
 * as it would for us, and what it had promised is on disk. A note of a process that is gone or is another program is taken away:
 * PostgreSQL would take it for its own. Answers whether there was an orphan.
 */
export async function endOrphan(cluster: string): Promise<boolean> {
  const noteFile = join(cluster, 'postmaster.pid');
  const pid = readPid(noteFile);
  if (pid === undefined) return false;
  const isGone = (): boolean => !worksIn(pid, cluster);
  if (isGone()) {
    if (lookAt(pid) !== undefined) rmSync(noteFile, { force: true });
    return false;
  }
  refuseIfOwned(pid);
  if (await end(pid, { isGone, signals: PATIENCE })) return true;
  throw new Trouble({
    vi: `PostgreSQL cũ (pid ${String(pid)}) không dừng được. Hãy dừng nó rồi chạy lại.`,
    en: `The former PostgreSQL (pid ${String(pid)}) does not stop. Stop it, then start again.`,
  });
}

/** A copied data folder must not end the server of its original. */
function refuseIfOwned(pid: number): void {
  const parent = parentOf(pid);
  const command = parent === undefined ? undefined : lookAt(parent)?.command;
  if (parent === undefined || parent === process.pid || command === undefined || !OURS.test(command)) return;
  throw new Trouble({
    vi: `Cụm PostgreSQL này đang được một bản khác dùng (pid ${String(parent)}).`,
    en: `This PostgreSQL cluster is in use by another running edition (pid ${String(parent)}).`,
  });
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether that process is the server of this cluster: it works inside it. */
function worksIn(pid: number, cluster: string): boolean {
  try {
    return lookAt(pid) !== undefined && readlinkSync(`/proc/${String(pid)}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

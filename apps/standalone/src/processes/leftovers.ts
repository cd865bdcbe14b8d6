import { dropNote, end, isAlive, keepNote, notedNames, readNote, type ProcessNote } from './process-note.ts';
import { Trouble } from '../trouble.ts';

const OURS = 'standalone';
const PATIENCE = [
  ['SIGTERM', 6_000],
  ['SIGKILL', 3_000],
] as const;

/** Takes this DATA_DIR for us: refused while another start of it lives. */
export function takeDataDir(run: string): void {
  const former = readNote(run, OURS);
  if (former !== undefined && former.pid !== process.pid && isAlive(former)) {
    const pid = String(former.pid);
    throw new Trouble({
      vi: `Bản một máy của thư mục dữ liệu này đang chạy (pid ${pid}). Hãy dừng nó trước.`,
      en: `The single-machine edition of this data folder is running already (pid ${pid}). Stop it first.`,
    });
  }
  keepNote(run, OURS, process.pid);
}

export function releaseDataDir(run: string): void {
  dropNote(run, OURS);
}

/** Ends processes of a former start that was killed: they would hold our ports. Answers their names. */
export async function endLeftovers(run: string): Promise<string[]> {
  const names = notedNames(run).filter((name) => name !== OURS);
  const found = await Promise.all(names.map(async (name) => ((await endOne(readNote(run, name))) ? name : undefined)));
  names.forEach((name) => {
    dropNote(run, name);
  });
  return found.filter((name) => name !== undefined);
}

async function endOne(note: ProcessNote | undefined): Promise<boolean> {
  if (note === undefined || !isAlive(note)) return false;
  await end(note.pid, { isGone: () => !isAlive(note), signals: PATIENCE });
  return true;
}

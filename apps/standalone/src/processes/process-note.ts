import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '#runtime';
import { writeByRename } from '../disk/write-by-rename.ts';

/** Names one process for good: a pid alone is given to another program some day. */
export interface ProcessNote {
  readonly pid: number;
  readonly startedAtTick: string;
  readonly command: string;
}

const START_TICK = 19; // fields after the command's closing bracket, counted from 0; see proc(5)

/** What the system says of a living process; undefined when it is gone, or where there is no /proc to ask. */
export function lookAt(pid: number): ProcessNote | undefined {
  try {
    const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ');
    if (fields[0] === 'Z') return undefined; // dead, only its parent has not noticed yet
    const command = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim();
    return { pid, startedAtTick: `${bootId()}:${fields[START_TICK] ?? ''}`, command };
  } catch {
    return undefined;
  }
}

/** Whether the noted process, and not another with its number, still lives. */
export function isAlive(note: ProcessNote): boolean {
  const now = lookAt(note.pid);
  return now !== undefined && now.startedAtTick === note.startedAtTick && now.command === note.command;
}

/** Notes a process of ours, so that a later start finds it if we are killed. */
export function keepNote(folder: string, name: string, pid: number): void {
  const note = lookAt(pid);
  if (note !== undefined) writeByRename(noteFile(folder, name), JSON.stringify(note));
}

export function dropNote(folder: string, name: string): void {
  rmSync(noteFile(folder, name), { force: true });
}

/** The note of that name; undefined when there is none or it cannot be read. */
export function readNote(folder: string, name: string): ProcessNote | undefined {
  try {
    return JSON.parse(readFileSync(noteFile(folder, name), 'utf8')) as ProcessNote;
  } catch {
    return undefined;
  }
}

/** The names of all notes. */
export function notedNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => file.slice(0, -'.pid'.length));
}

/** Asks a process to end by one signal after the other, waiting for each; whether it is gone. */
export async function end(
  pid: number,
  { isGone, signals }: { isGone: () => boolean; signals: readonly (readonly [NodeJS.Signals, number])[] },
): Promise<boolean> {
  for (const [signal, patienceMs] of signals) {
    if (isGone()) return true;
    try {
      process.kill(pid, signal);
    } catch {
      return isGone();
    }
    for (let waited = 0; waited < patienceMs && !isGone(); waited += 25) await sleep(25);
  }
  return isGone();
}

function noteFile(folder: string, name: string): string {
  return join(folder, `${name}.pid`);
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

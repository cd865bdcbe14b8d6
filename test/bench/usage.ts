import { readdirSync, readFileSync } from 'node:fs';

/** What a process has used so far: CPU seconds and the most memory that it ever held, in MiB. */
export interface Usage {
  readonly cpu: number;
  readonly rss: number;
}

const TICKS_PER_SECOND = 100;

/** Of one process, from /proc. */
export function usageOf(pid: number): Usage {
  const [user = 0, system = 0] = times(pid);
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  return { cpu: (user + system) / TICKS_PER_SECOND, rss: Number(peak?.[1] ?? 0) / 1_024 };
}

/** CPU seconds of a process with all its children, those that have ended included. */
export function cpuOfTree(pid: number): number {
  const own = times(pid).reduce((sum, ticks) => sum + ticks, 0);
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === pid);
  const theirs = children.flatMap((name) => times(Number(name))).reduce((sum, ticks) => sum + ticks, 0);
  return (own + theirs) / TICKS_PER_SECOND;
}

/** The parent of a process; undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  return statOf(pid)?.[1];
}

/** Ticks of the user, of the system, and both of the children that have ended. */
function times(pid: number): number[] {
  return statOf(pid)?.slice(11, 15) ?? [];
}

/** The numbers behind the name, which may itself hold anything; the first of them is the state. */
function statOf(pid: number): number[] | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** How often a process has read and written so far, sockets and files alike. */
export function transfersOf(pid: number): { reads: number; writes: number } {
  const text = readFileSync(`/proc/${String(pid)}/io`, 'utf8');
  const read = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? NaN);
  return { reads: read('syscr'), writes: read('syscw') };
}

/** The most memory that a process held since it began, or since its peak was forgotten, in MiB. */
export function peakOf(pid: number): number {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  return Number(peak?.[1] ?? NaN) / 1_024;
}

/** The peak of the largest child of a process. */
export function peakOfChildren(pid: number): number {
  return Math.max(...childrenOf(pid).map(peakOf));
}

/** Lets the peak of a process that outlives a run count from now on. Only where the system lets us. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${String(pid)}/clear_refs`, '5');
  } catch {
    // It is then the peak of all runs so far.
  }
}

/** CPU seconds of a process with all its children, those that have ended included. */
export function cpuOfTree(pid: number): number {
  const own = times(pid).reduce((sum, ticks) => sum + ticks, 0);
  const theirs = childrenOf(pid)
    .flatMap(times)
    .reduce((sum, ticks) => sum + ticks, 0);
  return (own + theirs) / TICKS_PER_SECOND;
}

/** The parent of a process; undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  return statOf(pid)?.[1];
}

function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  return all.filter((one) => parentOf(one) === pid);
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

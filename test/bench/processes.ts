import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';

/** How a process is started: its compiled entry, the folder of its log, what is added to the environment, options of node. */
export interface ProcessOrder {
  readonly name: string;
  readonly entry: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

export interface BenchProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The first line that it prints. */
  readonly firstLine: Promise<string>;
  stop: () => Promise<void>;
}

/** Starts a process of node; it ends with this one at the latest. */
export function startProcess({ name, entry, folder, env, nodeOptions = [] }: ProcessOrder): BenchProcess {
  const child = spawn(process.execPath, [...nodeOptions, entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const log = createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' });
  child.stdout.pipe(log);
  const firstLine = once(child.stdout, 'data').then(([bytes]) => String(bytes).split('\n')[0] ?? '');
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  if (child.pid === undefined) throw new Error(`${name} did not start`);
  return { pid: child.pid, child, firstLine, stop };
}

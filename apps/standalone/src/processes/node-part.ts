import { fork, type ChildProcess } from 'node:child_process';
import { Trouble } from '../trouble.ts';
import type { LogFiles } from './log-files.ts';
import { dropNote, keepNote } from './process-note.ts';
import { programFile } from './program-file.ts';
import type { Life, Part } from './supervise.ts';

/** One of our own programs, run as a process of its own. */
export interface Program {
  readonly name: string;
  /** Folder of the room below `apps/`. */
  readonly room: string;
  /** Everything that it gets to know, and nothing else. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long it may take to finish what is under way. */
  readonly stopWithinMs: number;
}

const READY_WITHIN_MS = 120_000;

/** A program of ours as a part: ready when it says so over its channel. */
export function nodePart(program: Program, { logs, run }: { logs: LogFiles; run: string }): Part {
  const start = async (): Promise<Life> => {
    const child = launch(program, logs);
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        dropNote(run, program.name);
        resolve(signal ?? `mã/code ${String(code)}`);
      });
      child.once('error', (error) => {
        resolve(error.message);
      });
    });
    if (child.pid !== undefined) keepNote(run, program.name, child.pid);
    const stop = (): Promise<void> => stopChild(child, ended, program.stopWithinMs);
    try {
      await untilReady(child, ended);
    } catch (error) {
      await stop();
      throw describe(program.name, error, logs);
    }
    return { pid: child.pid ?? 0, ended, stop };
  };
  return { name: program.name, start };
}

function launch({ name, room, environment }: Program, logs: LogFiles): ChildProcess {
  const output = logs.open(name);
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop our parts in their order.
  return fork(programFile(room), [], { env, execArgv: [], stdio: ['ignore', output, output, 'ipc'], detached: true });
}

async function untilReady(child: ChildProcess, ended: Promise<string>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const ready = new Promise<undefined>((resolve) =>
    child.once('message', () => {
      resolve(undefined);
    }),
  );
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve(`không sẵn sàng/not ready: ${String(READY_WITHIN_MS / 1_000)} s`);
    }, READY_WITHIN_MS);
  });
  const failure = await Promise.race([ready, ended, late]);
  clearTimeout(timer);
  if (failure !== undefined) throw new Error(failure);
}

async function stopChild(child: ChildProcess, ended: Promise<string>, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await ended;
  clearTimeout(timer);
}

function describe(name: string, error: unknown, logs: LogFiles): Trouble {
  const reason = error instanceof Error ? error.message : String(error);
  const text = {
    vi: `${name} không khởi động được (${reason}); nhật ký: ${logs.path(name)}`,
    en: `${name} does not start (${reason}); log: ${logs.path(name)}`,
  };
  return new Trouble(text, logs.tail(name));
}

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { sleep } from '#runtime';
import { writeByRename } from '../disk/write-by-rename.ts';
import type { LogFiles } from '../processes/log-files.ts';
import { demandFree, freePort, isFree } from '../processes/ports.ts';
import { dropNote, end, keepNote, lookAt } from '../processes/process-note.ts';
import type { Life, Part } from '../processes/supervise.ts';
import { withUs } from '../processes/with-us.ts';
import { Trouble } from '../trouble.ts';
import { epmdCommand, nodeEnvironment, nodeUrl, writeNodeFiles, type NodeHome } from './node-home.ts';

const NAME = 'rabbitmq';
const NAME_SERVICE = 'rabbitmq-epmd';
const HOST = '127.0.0.1';
/** Three seconds on a usual machine, and more than a minute on a busy one. A node that ends is not waited for. */
const READY_WITHIN_MS = 300_000;
const STOP_WITHIN_MS = 3_000;
const PATIENCE = [
  ['SIGTERM', 5_000],
  ['SIGKILL', 3_000],
] as const;

/** What the node of an edition is made from. */
export interface RabbitOptions {
  readonly programs: string;
  readonly folder: string;
  readonly run: string;
  readonly logs: LogFiles;
  readonly password: string;
  readonly cookie: string;
  /** A port that was asked for; else any free one, which is kept. */
  readonly port: number | undefined;
}

/** The broker of the edition as a part. It holds hints only: everything in it may be lost. */
export class RabbitPart implements Part {
  readonly name = 'RabbitMQ';
  private home: NodeHome | undefined;

  constructor(private readonly options: RabbitOptions) {}

  /** Its address, once it was started. */
  url(): string {
    if (this.home === undefined) throw new Error('not started');
    return nodeUrl(this.home);
  }

  readonly start = async (): Promise<Life> => {
    const { folder, run } = this.options;
    await endOrphan(folder);
    const home = await this.plan();
    this.home = home;
    writeNodeFiles(home);
    const life = this.launch(home);
    const fault = await untilOpen(home.ports.amqp, life);
    if (fault !== undefined) {
      await life.stop();
      throw this.describe(fault);
    }
    // The Erlang machine itself; what was spawned is a script before it.
    const pid = readPid(folder);
    if (pid !== undefined) keepNote(run, NAME, pid);
    return life;
  };

  private async plan(): Promise<NodeHome> {
    const { folder, password, cookie } = this.options;
    const ports = { amqp: await this.choosePort(), distribution: await freePort(HOST), epmd: await freePort(HOST) };
    const account = { username: 'gateway', password };
    return { folder, name: 'gateway@localhost', ports, account, cookie, settings: {} };
  }

  /** The relay was told the address: a node that is started again keeps it. */
  private async choosePort(): Promise<number> {
    const { run, port } = this.options;
    if (this.home !== undefined) return this.home.ports.amqp;
    if (port !== undefined) {
      await demandFree([{ port, variable: 'AMQP_PORT' }], HOST);
      return port;
    }
    const file = join(run, 'rabbitmq.port');
    const former = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    const chosen = former > 0 && (await isFree(former, HOST)) ? former : await freePort(HOST);
    writeByRename(file, `${String(chosen)}\n`);
    return chosen;
  }

  private launch(home: NodeHome): Life {
    const { programs, folder, run, logs } = this.options;
    const output = logs.open(NAME);
    const names = this.run(epmdCommand(home), { cwd: '/', output });
    if (names.pid !== undefined) keepNote(run, NAME_SERVICE, names.pid);
    const child = this.run([join(programs, 'rabbitmq-server')], { cwd: folder, output, env: nodeEnvironment(home) });
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        dropNote(run, NAME);
        dropNote(run, NAME_SERVICE);
        names.kill('SIGKILL');
        resolve(signal ?? `mã/code ${String(code)}`);
      });
      child.once('error', (error) => {
        resolve(error.message);
      });
    });
    return { pid: child.pid ?? 0, ended, stop: () => stopNode(child, ended) };
  }

  /** A group of its own: Ctrl-C in the terminal must not reach it, and all of it can be ended together. */
  private run(
    command: readonly [string, ...string[]],
    { output, ...how }: { cwd: string; output: number; env?: Record<string, string> },
  ): ChildProcess {
    const [program, ...args] = withUs('TERM', command);
    const child = spawn(program, args, { ...how, stdio: ['ignore', output, output], detached: true });
    child.once('error', () => undefined);
    return child;
  }

  private describe(fault: string): Trouble {
    const { logs } = this.options;
    const text = {
      vi: `RabbitMQ đi kèm không khởi động được (${fault}); nhật ký: ${logs.path(NAME)}`,
      en: `The private RabbitMQ does not start (${fault}); log: ${logs.path(NAME)}`,
    };
    return new Trouble(text, logs.tail(NAME));
  }
}

async function untilOpen(port: number, life: Life): Promise<string | undefined> {
  let ended: string | undefined;
  void life.ended.then((how) => {
    ended = how;
  });
  for (const since = performance.now(); performance.now() - since < READY_WITHIN_MS;) {
    if (ended !== undefined) return ended;
    // It listens when everything else is ready.
    if (await answers(port)) return undefined;
    await sleep(100);
  }
  return `${String(READY_WITHIN_MS / 1_000)} s`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

async function stopNode(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const cut = setTimeout(() => {
    killGroup(pid);
  }, STOP_WITHIN_MS);
  await ended;
  clearTimeout(cut);
  // A script that was killed leaves the machine that it had started behind.
  killGroup(pid);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}

/** Ends a node that a killed start left on this data: two on the same data destroy it. */
async function endOrphan(folder: string): Promise<void> {
  const pid = readPid(folder);
  if (pid !== undefined) await end(pid, { isGone: () => !worksIn(pid, folder), signals: PATIENCE });
}

function readPid(folder: string): number | undefined {
  const file = join(folder, 'rabbitmq.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : 0;
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return lookAt(pid) !== undefined && readlinkSync(`/proc/${String(pid)}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

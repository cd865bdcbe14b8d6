import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { folderApart } from '../../apps/standalone/src/database/cluster-home.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** What `ready.json` says. */
export interface Ready {
  readonly pid: number;
  readonly startedAt: string;
  readonly partnerApi: string;
  readonly console: string;
  readonly simulator: string;
  readonly communes: readonly { id: string; agencyCode: string; apiKey: string; username: string; password: string }[];
  readonly national: { readonly username: string; readonly password: string };
  readonly operators: readonly { readonly username: string; readonly password: string; readonly role: string }[];
}

/** A data folder with ports of its own, in which editions are started one after the other. */
export interface Ground {
  readonly data: string;
  readonly partnerApiPort: number;
  readonly consolePort: number;
  readonly simulatorPort: number;
  remove(): void;
}

/** One start of the built single-machine edition. */
export interface Edition {
  readonly child: ChildProcess;
  readonly readyFile: string;
  /** Exit code or signal, when it is over. */
  readonly ended: Promise<number | NodeJS.Signals>;
  output(): string;
  ready(): Promise<Ready>;
  /** Every process that belongs to it now, PostgreSQL's main one included. */
  pids(): number[];
}

const MAIN = resolve('dist/programs/standalone/main.js');
const READY_WITHIN_MS = 400_000;

export async function openGround(mode = 0o755): Promise<Ground> {
  const data = realpathSync(mkdtempSync(join(tmpdir(), 'one-stop-edition-')));
  chmodSync(data, mode);
  const [partnerApiPort, consolePort, simulatorPort] = [await freePort(), await freePort(), await freePort()];
  return {
    data,
    partnerApiPort,
    consolePort,
    simulatorPort,
    remove: () => {
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Starts the edition as the leader of a process group. */
export function startEdition(ground: Ground, args: readonly string[] = [], more: Record<string, string> = {}): Edition {
  if (!existsSync(MAIN)) throw new Error(`not built: ${MAIN}`);
  const env = {
    PATH: process.env['PATH'],
    DATA_DIR: ground.data,
    PARTNER_API_PORT: String(ground.partnerApiPort),
    CONSOLE_PORT: String(ground.consolePort),
    SIMULATOR_PORT: String(ground.simulatorPort),
    ...more,
  };
  const child = spawn(process.execPath, [MAIN, ...args], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<number | NodeJS.Signals>((done) =>
    child.once('exit', (code, signal) => {
      done(signal ?? code ?? 0);
    }),
  );
  const readyFile = join(ground.data, 'ready.json');
  return {
    child,
    readyFile,
    ended,
    output: () => output,
    ready: () => untilReady(child, readyFile, () => output),
    pids: () => [...new Set([...(child.pid === undefined ? [] : [child.pid]), ...notedPids(ground.data)])],
  };
}

/** Whether a process lives; a dead one that nobody has collected yet does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The command line of a process, its words apart by blanks. */
export function commandOf(pid: number): string {
  return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
}

/** Kills processes without warning and waits until they are gone. */
export async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await eventually(() => !pids.some(isAlive));
}

function untilReady(child: ChildProcess, file: string, output: () => string): Promise<Ready> {
  const read = (): Ready | false => {
    if (!existsSync(file)) return false;
    const ready = JSON.parse(readFileSync(file, 'utf8')) as Ready;
    return ready.pid === child.pid && ready;
  };
  const over = new Promise<never>((_, reject) =>
    child.once('exit', () => {
      reject(new Error(`it ended:\n${output()}`));
    }),
  );
  const ready = eventually(read, { withinMs: READY_WITHIN_MS }).catch(() => {
    throw new Error(`not ready:\n${output()}`);
  });
  return Promise.race([ready as Promise<Ready>, over]);
}

function notedPids(data: string): number[] {
  const run = join(data, 'run');
  const noted = readdirSync(run)
    .filter((name) => name.endsWith('.pid'))
    .map((name) => (JSON.parse(readFileSync(join(run, name), 'utf8')) as { pid: number }).pid);
  const postmasters = [data, folderApart(data)]
    .map((home) => join(home, 'postgres', 'postmaster.pid'))
    .filter((file) => existsSync(file));
  return [...noted, ...postmasters.map((file) => Number(readFileSync(file, 'utf8').split('\n')[0]))];
}

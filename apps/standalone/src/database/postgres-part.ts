import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectServer } from '#ledger';
import { sleep } from '#runtime';
import { writeByRename } from '../disk/write-by-rename.ts';
import type { LogFiles } from '../processes/log-files.ts';
import { freePort, isFree } from '../processes/ports.ts';
import type { Life, Part } from '../processes/supervise.ts';
import { withUs } from '../processes/with-us.ts';
import { Trouble } from '../trouble.ts';
import type { ClusterHome } from './cluster-home.ts';
import { endOrphan } from './orphan.ts';

/** The database that the gateway remembers in. */
export const GATEWAY_DATABASE = 'gateway';

const NAME = 'postgresql';
const HOST = '127.0.0.1';
const READY_WITHIN_MS = 120_000; // after a crash it first goes through its log again
const TRIES = 5;

// Durable on purpose: an answer of the door is a promise. Errors are logged without the statement and without the row: both may
// carry what is personal.
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  max_connections: '100',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** The embedded server as a part, and the port on which it was started last. */
export class PostgresPart implements Part {
  readonly name = 'PostgreSQL';
  private port: number;
  private hasRun = false;

  constructor(
    private readonly options: {
      readonly home: ClusterHome;
      readonly logs: LogFiles;
      readonly run: string;
      readonly password: string;
    },
  ) {
    this.port = readPort(this.portFile) ?? 0;
  }

  /** Address of one of its databases, as superuser. */
  url(database: string): string {
    return addressOf({ password: this.options.password, port: this.port, database });
  }

  /** Starts it on the port that it had; the first start of this process takes another one where that is taken. */
  readonly start = async (): Promise<Life> => {
    for (let attempt = 1; ; attempt += 1) {
      await this.choosePort();
      const life = this.launch();
      const fault = await this.untilReady(life);
      if (fault === undefined) {
        this.hasRun = true;
        return life;
      }
      await life.stop();
      if (attempt === TRIES) throw this.describe(fault);
      await sleep(attempt * 300); // backends of a killed server may still be going away
    }
  };

  private get portFile(): string {
    return portFileIn(this.options.run);
  }

  private async choosePort(): Promise<void> {
    await endOrphan(this.options.home.cluster);
    // The other processes were told the address: once it runs it keeps it.
    if (this.hasRun || (this.port !== 0 && (await isFree(this.port, HOST)))) return;
    this.port = await freePort(HOST);
    writeByRename(this.portFile, `${String(this.port)}\n`);
  }

  private launch(): Life {
    const { home, logs } = this.options;
    const output = logs.open(NAME);
    const flags = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = [home.binaries.postgres, '-D', home.cluster, '-p', String(this.port), ...flags] as const;
    const [program, ...words] = withUs('INT', server);
    const child = spawn(program, words, {
      ...home.runAs,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', output, output],
      detached: true, // Ctrl-C in the terminal must not stop it before those who write to it
    });
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(signal ?? `mã/code ${String(code)}`);
      });
      child.once('error', (error) => {
        resolve(error.message);
      });
    });
    return { pid: child.pid ?? 0, ended, stop: () => stopServer(child, ended) };
  }

  private async untilReady(life: Life): Promise<string | undefined> {
    let ended: string | undefined;
    void life.ended.then((how) => {
      ended = how;
    });
    for (const since = performance.now(); performance.now() - since < READY_WITHIN_MS;) {
      if (ended !== undefined) return ended;
      const found = await inspectServer(this.url('postgres'));
      if (found.kind === 'open') return undefined;
      if (found.kind === 'rejected') return found.reason;
      await sleep(40);
    }
    return `${String(READY_WITHIN_MS / 1_000)} s`;
  }

  private describe(fault: string): Trouble {
    const { logs } = this.options;
    const text = {
      vi: `PostgreSQL đi kèm không khởi động được (${fault}); nhật ký: ${logs.path(NAME)}`,
      en: `The embedded PostgreSQL does not start (${fault}); log: ${logs.path(NAME)}`,
    };
    return new Trouble(text, logs.tail(NAME));
  }
}

const FAST_WITHIN_MS = 2_500;
const IMMEDIATE_WITHIN_MS = 1_000;

/** Fast shutdown; a server that is too busy is cut short, which costs a pass through its log at the next start and nothing else. */
async function stopServer(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const cut = setTimeout(() => child.kill('SIGQUIT'), FAST_WITHIN_MS);
  const kill = setTimeout(() => child.kill('SIGKILL'), FAST_WITHIN_MS + IMMEDIATE_WITHIN_MS);
  await ended;
  clearTimeout(cut);
  clearTimeout(kill);
}

/** The address of the gateway's database on the server that was started last; undefined where none ever was. */
export function embeddedUrl(run: string, password: string): string | undefined {
  const port = readPort(portFileIn(run));
  return port === undefined ? undefined : addressOf({ password, port, database: GATEWAY_DATABASE });
}

function addressOf({ password, port, database }: { password: string; port: number; database: string }): string {
  return `postgresql://postgres:${encodeURIComponent(password)}@${HOST}:${String(port)}/${database}`;
}

function portFileIn(run: string): string {
  return join(run, 'postgresql.port');
}

function readPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

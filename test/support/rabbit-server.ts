import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  epmdCommand,
  findRabbitMq,
  nodeEnvironment,
  nodeUrl,
  writeNodeFiles,
  type NodeHome,
} from '../../apps/standalone/src/broker/node-home.ts';
import { PATIENCE_MS, eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

/** A RabbitMQ node of our own. */
export interface RabbitServer {
  /** With the account that may do everything. */
  readonly url: string;
  readonly home: NodeHome;
  /** Ends it for good and removes its data. */
  stop: () => Promise<void>;
  /** A crash: kill -9. It breaks a quorum queue that was declared in the last seconds: `settle` first. */
  halt: () => Promise<void>;
  /** Writes down which queues there are, which RabbitMQ 3.10 does some seconds late. */
  settle: () => Promise<void>;
  /** Brings it back on the same data and ports, about 8 s. */
  resume: () => Promise<void>;
  /** All of its processes stand still, until `thaw`. */
  freeze: () => void;
  thaw: () => void;
  /** Crashes it and brings it back with nothing in it. */
  wipe: () => Promise<void>;
  /** Runs rabbitmqctl, about 0.6 s. */
  ctl: (...args: string[]) => Promise<string>;
  /** The alarm of a full disk: on, the broker takes no messages. */
  alarm: (on: boolean) => Promise<void>;
}

/** Several nodes that are one broker. `url` names all of them. */
export interface RabbitCluster {
  readonly url: string;
  readonly nodes: readonly RabbitServer[];
  stop: () => Promise<void>;
}

const HOST = '127.0.0.1';
const READY_WITHIN_MS = PATIENCE_MS;
const GENEROUS = '50MB';
const IMPOSSIBLE = '100000GB';
const run = promisify(execFile);

/** Makes and starts a private node on free ports, about 8 s, with these lines in its settings. It goes with this process at the latest. */
export async function startRabbitServer(settings: Readonly<Record<string, string>> = {}): Promise<RabbitServer> {
  const { nodes } = await startNodes(1, settings);
  const [node] = nodes;
  if (node === undefined) throw new Error('no node');
  return node;
}

/** Makes and starts a cluster, about 25 s for three. */
export async function startRabbitCluster(size: number): Promise<RabbitCluster> {
  return startNodes(size);
}

/** Runs rabbitmqctl against a node that this or another process of the tests has started. */
export async function rabbitmqctl(home: NodeHome, ...args: string[]): Promise<string> {
  const { stdout } = await run(program('rabbitmqctl'), ['-q', '-n', home.name, ...args], { env: nodeEnvironment(home) });
  return stdout.trim();
}

async function startNodes(size: number, settings: Readonly<Record<string, string>> = {}): Promise<RabbitCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'one-stop-rabbit-'));
  const homes = await plan(folder, size, settings);
  const epmd = startEpmd(homes[0]);
  const running = homes.map((home) => new Node(home));
  const remove = (): void => {
    running.forEach((node) => {
      node.kill();
    });
    epmd.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  process.once('exit', remove);
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((node) => node.halt()));
    process.off('exit', remove);
    remove();
  };
  try {
    await Promise.all(running.map((node) => node.resume()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: homes.map(nodeUrl).join(','), nodes: running.map((node) => serve(node, stop)), stop };
}

function serve(node: Node, stop: () => Promise<void>): RabbitServer {
  const { home } = node;
  const ctl = (...args: string[]): Promise<string> => rabbitmqctl(home, ...args);
  return {
    url: nodeUrl(home),
    home,
    stop,
    halt: () => node.halt(),
    resume: () => node.resume(),
    freeze: () => {
      node.signal('SIGSTOP');
    },
    thaw: () => {
      node.signal('SIGCONT');
    },
    wipe: async () => {
      await node.halt();
      rmSync(path.join(home.folder, 'data'), { recursive: true });
      await node.resume();
    },
    ctl,
    settle: async () => {
      await ctl('eval', 'lists:foreach(fun dets:sync/1, dets:all()).');
    },
    alarm: async (on) => {
      await ctl('set_disk_free_limit', on ? IMPOSSIBLE : GENEROUS);
    },
  };
}

async function plan(folder: string, size: number, more: Readonly<Record<string, string>>): Promise<NodeHome[]> {
  const epmd = await freePort();
  const cookie = randomBytes(16).toString('hex').toUpperCase();
  const account = { username: 'test', password: randomBytes(12).toString('hex') };
  const names = Array.from({ length: size }, (_, index) => `t${String(index + 1)}@localhost`);
  const settings = { ...(size === 1 ? {} : clusterOf(names)), ...more };
  const homes: NodeHome[] = [];
  for (const name of names) {
    const ports = { amqp: await freePort(), distribution: await freePort(), epmd };
    homes.push({ folder: path.join(folder, name), name, ports, account, cookie, settings });
  }
  return homes;
}

function clusterOf(names: readonly string[]): Record<string, string> {
  return {
    'cluster_formation.peer_discovery_backend': 'classic_config',
    'cluster_formation.randomized_startup_delay_range.min': '0',
    'cluster_formation.randomized_startup_delay_range.max': '1',
    ...Object.fromEntries(names.map((name, index) => [`cluster_formation.classic_config.nodes.${String(index + 1)}`, name])),
  };
}

/** The process of one node, over its lives. */
class Node {
  private child: ChildProcess | undefined;

  constructor(readonly home: NodeHome) {}

  async resume(): Promise<void> {
    const { folder, ports } = this.home;
    mkdirSync(folder, { recursive: true });
    writeNodeFiles(this.home);
    const output = openSync(path.join(folder, 'output.log'), 'a');
    // The leader of a group: the script, the Erlang machine and its helpers end together.
    const child = spawn(program('rabbitmq-server'), [], {
      cwd: folder,
      env: nodeEnvironment(this.home),
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    this.child = child;
    await eventually(() => isGone(child) || isOpen(ports.amqp), { withinMs: READY_WITHIN_MS, everyMs: 100 });
    if (isGone(child))
      throw new Error(`RabbitMQ ended while starting:\n${readFileSync(path.join(folder, 'output.log'), 'utf8')}`);
  }

  async halt(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    this.kill();
    await eventually(async () => isGone(child) && !(await isOpen(this.home.ports.amqp)));
  }

  kill(): void {
    this.signal('SIGKILL');
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.child?.pid;
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}

function startEpmd(home: NodeHome | undefined): ChildProcess {
  if (home === undefined) throw new Error('a cluster has a node at least');
  const [command, ...words] = epmdCommand(home);
  return spawn(command, words, { cwd: '/', stdio: 'ignore' });
}

function program(name: string): string {
  const folder = findRabbitMq();
  if (folder === undefined) throw new Error('RabbitMQ is not installed: apt-get install rabbitmq-server, or set TEST_AMQP_URL');
  return path.join(folder, name);
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Whether somebody listens at that port of this machine. */
export function isOpen(port: number): Promise<boolean> {
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

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually } from '../eventually.ts';
import type { BuiltImage, ImageFacts, ImageStore } from './image-store.ts';

const CUT_AFTER_MS = 30_000;

/** Something of the machine that a container sees. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly writable?: boolean;
}

/** How a container is started. `command` stands behind the entry point of the image, as in a compose file. */
export interface ContainerOrder {
  readonly name: string;
  readonly image: BuiltImage;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly mounts?: readonly Mount[];
}

/** What a command inside a container came to. */
export interface Executed {
  readonly code: number;
  readonly output: string;
}

// Nobody is left behind.
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  alive.forEach(killWhole);
});

/**
 * A program of an image, run as an engine would: process 1 of its own process space, its own mounts, the root read-only, as the user
 * that the image names, without any capability. It shares the network of the machine.
 */
export class Container {
  readonly ended: Promise<number | NodeJS.Signals>;
  private text = '';
  private isOver = false;

  private constructor(
    private readonly order: ContainerOrder,
    private readonly child: ChildProcess,
  ) {
    alive.add(child);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (this.text += bytes.toString()));
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        alive.delete(child);
        this.isOver = true;
        resolve(signal ?? code ?? 0);
      });
    });
  }

  static async start(store: ImageStore, order: ContainerOrder): Promise<Container> {
    const { tag, facts } = order.image;
    const root = await store.open(tag);
    const { environment, mounts = [], entrypoint = facts.entrypoint, command = [] } = order;
    mounts.forEach((mount) => {
      makePlace(root, mount);
    });
    const inside = ['unshare', '--root', root, '--wd', facts.workingFolder, ...asUser(facts), '--', ...entrypoint, ...command];
    const child = spawn(
      'unshare',
      ['--mount', '--pid', '--fork', '--', 'sh', '-euc', `${mountLines(root, mounts)}\nexec "$@"`, 'sh', ...inside],
      { env: { ...facts.environment, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    return new Container(order, child);
  }

  get name(): string {
    return this.order.name;
  }

  get hasEnded(): boolean {
    return this.isOver;
  }

  /** Everything that it has printed. */
  get output(): string {
    return this.text;
  }

  /** Its process 1, by the number that the machine gives it. */
  async pid(): Promise<number> {
    return eventually(() => {
      const first = firstOf(this.child);
      if (first === undefined) throw new Error(`${this.name} has no process`);
      return first;
    });
  }

  /** Runs a command inside, as the image's user. */
  async execute(words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Executed> {
    const { image, environment } = this.order;
    const { facts } = image;
    const [uid = '', gid = ''] = facts.user.split(':');
    const place = ['--target', String(await this.pid()), '--mount', '--pid', '--root', '--wd'];
    return new Promise((resolve) => {
      execFile(
        'nsenter',
        [...place, '--setuid', uid, '--setgid', gid, '--', ...words],
        { env: { ...facts.environment, ...environment, ...more } },
        (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: `${stdout}${stderr}` });
        },
      );
    });
  }

  /** The health check of the image, as an engine runs it. */
  health(more?: Readonly<Record<string, string>>): Promise<Executed> {
    const [kind, ...words] = this.order.image.facts.health;
    if (kind !== 'CMD') throw new Error(`no health check: ${String(kind)}`);
    return this.execute(words, more);
  }

  /** Asks it to end as an engine does; how it ended, and after how many seconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ readonly how: number | NodeJS.Signals; readonly seconds: number }> {
    const since = performance.now();
    process.kill(await this.pid(), signal);
    const cut = setTimeout(() => {
      this.kill();
    }, CUT_AFTER_MS);
    const how = await this.ended;
    clearTimeout(cut);
    return { how, seconds: (performance.now() - since) / 1_000 };
  }

  /** Ends all of it without warning. */
  kill(): void {
    if (!this.hasEnded) killWhole(this.child);
  }
}

/** What the kernel says of a process: its user, its capabilities, and whether its root can be written to. */
export function confinementOf(pid: number): { readonly uid: string; readonly capabilities: string; readonly root: string } {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const mounts = readFileSync(`/proc/${String(pid)}/mountinfo`, 'utf8').split('\n');
  const [options = ''] = mounts.flatMap((line) => {
    const fields = line.split(' ');
    return fields[4] === '/' ? [fields[5] ?? ''] : [];
  });
  return { uid: field('Uid'), capabilities: field('CapEff'), root: options.split(',')[0] ?? '' };
}

/** Process 1 of a container, by the number that the machine gives it; undefined when there is none yet, or no more. */
function firstOf({ pid = 0 }: ChildProcess): number | undefined {
  try {
    const [first = ''] = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
      .trim()
      .split(' ');
    return first === '' ? undefined : Number(first);
  } catch {
    return undefined;
  }
}

/** With process 1 goes everything that its container holds. */
function killWhole(child: ChildProcess): void {
  const first = firstOf(child);
  if (first === undefined) child.kill('SIGKILL');
  else process.kill(first, 'SIGKILL');
}

function asUser({ user }: ImageFacts): string[] {
  const [uid = '', gid = ''] = user.split(':');
  return ['--setuid', uid, '--setgid', gid];
}

function makePlace(root: string, { source, target }: Mount): void {
  const place = join(root, target);
  if (existsSync(place)) return;
  if (statSync(source).isDirectory()) {
    mkdirSync(place, { recursive: true });
    return;
  }
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, '');
}

function mountLines(root: string, mounts: readonly Mount[]): string {
  return [
    `mount --bind '${root}' '${root}'`,
    ...mounts.flatMap(({ source, target, writable = false }) => [
      `mount --bind '${source}' '${root}${target}'`,
      ...(writable ? [] : [`mount -o remount,bind,ro '${root}${target}'`]),
    ]),
    `mount --rbind /dev '${root}/dev'`,
    `mount -t proc proc '${root}/proc'`,
    `mount -t tmpfs -o mode=1777,size=64m tmpfs '${root}/tmp'`,
    `mount -o remount,bind,ro '${root}'`,
  ].join('\n');
}

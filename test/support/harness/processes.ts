import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** How a process of the product is started. */
export interface ProcessOrder {
  readonly name: string;
  /** The compiled entry, relative to the root of the project. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

// Nobody is left behind, not even one that stands still.
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  alive.forEach((child) => child.kill('SIGKILL'));
});

/** A real process of the product that is started again whenever it died. */
export class KeptProcess {
  private child: ChildProcess | undefined;
  private wanted = false;

  constructor(private readonly order: ProcessOrder) {}

  get name(): string {
    return this.order.name;
  }

  /** Of the life that it has now; undefined between two. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  start(): void {
    this.wanted = true;
    const { entry, env, logFile, name } = this.order;
    const child = spawn(process.execPath, [entry], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    alive.add(child);
    // There to be read although a process may have nothing to say for a while.
    appendFileSync(logFile, '');
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => {
        appendFileSync(logFile, bytes);
      });
    child.once('exit', (code, signal) => {
      alive.delete(child);
      appendFileSync(logFile, `--- ${name} ended: ${signal ?? String(code)}\n`);
      if (this.child !== child || !this.wanted) return;
      setTimeout(() => {
        if (this.wanted) this.start();
      }, 100);
    });
  }

  async stop(): Promise<void> {
    await this.end((child) => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      return setTimeout(() => child.kill('SIGKILL'), 3_000);
    });
  }

  /** Kills it without warning, and leaves it dead until it is started. */
  async kill(): Promise<void> {
    await this.end((child) => {
      child.kill('SIGKILL');
      return undefined;
    });
  }

  private async end(by: (child: ChildProcess) => NodeJS.Timeout | undefined): Promise<void> {
    this.wanted = false;
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    const hard = by(child);
    await ended;
    clearTimeout(hard);
  }
}

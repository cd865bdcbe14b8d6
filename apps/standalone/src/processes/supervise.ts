import { sleep, type Text } from '#runtime';
import type { Terminal } from '../terminal/terminal.ts';
import { Trouble } from '../trouble.ts';

/** One life of a process: `ended` says how it went when it is over, whether it was asked to end or not. */
export interface Life {
  readonly pid: number;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Something that lives as a process and can be started again. */
export interface Part {
  readonly name: string;
  start(): Promise<Life>;
}

/** A part that is kept alive until it is stopped. */
export interface Supervised {
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 500;
const MOST_DELAY_MS = 30_000;
const HEALTHY_AFTER_MS = 60_000;

/** Starts a part, and again whenever it dies, after a growing delay. Fails if the first start fails. */
export async function supervise(part: Part, terminal: Terminal): Promise<Supervised> {
  const keeper = new Keeper(part, terminal, await part.start());
  keeper.watch();
  return { stop: () => keeper.stop() };
}

class Keeper {
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  private delayMs = FIRST_DELAY_MS;

  constructor(
    private readonly part: Part,
    private readonly terminal: Terminal,
    private life: Life,
  ) {}

  watch(): void {
    this.watching = this.keepAlive();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.life.stop();
    await this.watching;
    await this.life.stop(); // a start that was under way has brought a new life
  }

  private async keepAlive(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const since = performance.now();
      const how = await this.life.ended;
      if (performance.now() - since > HEALTHY_AFTER_MS) this.delayMs = FIRST_DELAY_MS;
      await this.startAgain(how);
    }
  }

  private async startAgain(how: string): Promise<void> {
    const { signal } = this.stopping;
    let text: Text | undefined = { vi: `${this.part.name} đã dừng (${how})`, en: `${this.part.name} ended (${how})` };
    while (text !== undefined && !signal.aborted) text = await this.tryToStart(text);
  }

  /** Waits, then starts it once. Why it did not start; undefined when it did, or is not wanted any more. */
  private async tryToStart(after: Text): Promise<Text | undefined> {
    this.announce(after);
    await sleep(this.delayMs, this.stopping.signal);
    if (this.stopping.signal.aborted) return undefined;
    this.delayMs = Math.min(this.delayMs * 2, MOST_DELAY_MS);
    try {
      this.life = await this.part.start();
      this.terminal.done({ vi: `${this.part.name} chạy lại`, en: `${this.part.name} runs again` });
      return undefined;
    } catch (error) {
      if (error instanceof Trouble) return error.text;
      return { vi: `${this.part.name}: ${String(error)}`, en: String(error) };
    }
  }

  private announce({ vi, en }: Text): void {
    const seconds = String(this.delayMs / 1_000);
    this.terminal.warn({ vi: `${vi}; khởi động lại sau ${seconds} giây`, en: `${en}; starting again in ${seconds} s` });
  }
}

import { sleep } from '#runtime';

const STOP_WITHIN_MS = 9_700;
const TELL_AFTER_MS = 700;

/** In this order things are stopped: nobody is told of us any more, nothing comes in, nothing goes out, and the memory last. */
const STAGES = ['announcement', 'door', 'scheduler', 'relay', 'broker', 'simulator', 'database', 'logs', 'data folder'] as const;

export type Stage = (typeof STAGES)[number];
type Stop = () => Promise<void> | void;

/** What has to be stopped at the end. A stop that fails does not keep the others from theirs. */
export class Stopping {
  private readonly controller = new AbortController();
  private readonly stops = new Map<Stage, Stop>();
  private starting: Promise<unknown> = Promise.resolve();
  private done: Promise<void> | undefined;

  /** `tell` hears of a stage that takes a while. */
  constructor(
    private readonly tell: (stage: Stage) => void = () => undefined,
    private readonly tellAfterMs = TELL_AFTER_MS,
  ) {}

  /** Aborted as soon as somebody wants us to stop. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Hands over how to stop what was started for a stage. */
  add(stage: Stage, stop: Stop): void {
    this.stops.set(stage, stop);
  }

  /** A start that is under way: what it still brings is stopped too. */
  during<T>(starting: Promise<T>): Promise<T> {
    this.starting = starting;
    return starting;
  }

  /** Stops everything in its order, within 10 s; whether it was done in time. */
  async stop(): Promise<boolean> {
    this.controller.abort();
    this.done ??= this.run();
    const over = new AbortController();
    const isLate = sleep(STOP_WITHIN_MS, over.signal).then(() => false);
    try {
      return await Promise.race([this.done.then(() => true), isLate]);
    } finally {
      over.abort();
    }
  }

  private async run(): Promise<void> {
    await this.stopStarted(STAGES.slice(0, STAGES.indexOf('logs')));
    await this.starting.catch(() => undefined);
    await this.stopStarted(STAGES);
  }

  private async stopStarted(stages: readonly Stage[]): Promise<void> {
    for (const stage of stages) {
      const stop = this.stops.get(stage);
      this.stops.delete(stage);
      const isLong = setTimeout(() => {
        this.tell(stage);
      }, this.tellAfterMs);
      await Promise.resolve(stop?.()).catch(() => undefined);
      clearTimeout(isLong);
    }
  }
}

import { AFTER_RESTORE, type Ledger } from '#ledger';
import { gauge, sleep, type Log } from '#runtime';

const LOOK_EVERY_MS = 5_000;
const SAY_EVERY_MS = 60_000;

const waiting = gauge(
  'gateway_after_restore_due',
  '1 while nothing is delivered because the database came back from a backup and after-restore was not run',
);

/** Says again and again that a restored ledger delivers nothing, until somebody finishes the restoration. */
export class RestorationWatch {
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(private readonly parts: { readonly ledger: Pick<Ledger, 'deliveryState'>; readonly log: Log }) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    // The opening of the ledger has said it already.
    let saidAt = performance.now();
    while (!this.stopping.signal.aborted) {
      const isDue = await this.isDue();
      waiting.set({}, isDue ? 1 : 0);
      if (isDue && performance.now() - saidAt > SAY_EVERY_MS) {
        saidAt = performance.now();
        this.parts.log.event('restoration.unfinished', AFTER_RESTORE, 'error');
      }
      await sleep(LOOK_EVERY_MS, this.stopping.signal);
    }
  }

  /** Not while the database is away: the next look tells. */
  private async isDue(): Promise<boolean> {
    const state = await this.parts.ledger.deliveryState().catch(() => undefined);
    return state?.kind === 'unfinished';
  }
}

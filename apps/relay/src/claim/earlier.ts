import type { EarlierDossiers, EarlierProgress } from '#ledger';
import { sleep } from '#runtime';
import type { Road } from '../road.ts';

const PAUSES_MS = { opened: 100, wait: 1_000 } as const;
const AFTER_FAULT_MS = 5_000;

/** Opens lanes for the dossiers that were accepted before the destination was known, as fast as it takes them, until all have theirs. */
export class Earlier {
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(private readonly road: Pick<Road, 'ledger' | 'destination' | 'clock' | 'log'>) {}

  start(): void {
    const { earlierDossiers: which } = this.road.destination;
    if (which !== 'none') this.loop = this.run(which);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(which: EarlierDossiers): Promise<void> {
    let opened = 0;
    while (!this.stopping.signal.aborted) {
      const progress = await this.openNext(which);
      if (progress?.kind === 'over') break;
      if (progress?.kind === 'opened') opened += progress.lanes;
      await sleep(progress === undefined ? AFTER_FAULT_MS : PAUSES_MS[progress.kind], this.stopping.signal);
    }
    if (opened > 0) this.road.log.event('lanes.opened', { partner: this.road.destination.id, lanes: opened });
  }

  private async openNext(which: EarlierDossiers): Promise<EarlierProgress | undefined> {
    const { ledger, destination, clock, log } = this.road;
    try {
      return await ledger.earlier.openNext({ destination: destination.id, which, now: clock.now() });
    } catch (error) {
      log.error(error, 'opening lanes for earlier dossiers failed');
      return undefined;
    }
  }
}

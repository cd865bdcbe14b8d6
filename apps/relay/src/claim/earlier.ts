import type { EarlierDossiers, EarlierProgress } from '#ledger';
import { counter, sleep } from '#runtime';
import type { Road } from '../road.ts';

const PAUSES_MS = { opened: 100, wait: 1_000 } as const;
const AFTER_FAULT_MS = 5_000;

const openedLanes = counter(
  'gateway_earlier_lanes_total',
  'Lanes opened for dossiers that were accepted before their destination',
  ['destination'] as const,
);

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
    const { destination, log } = this.road;
    let opened = 0;
    while (!this.stopping.signal.aborted) {
      const progress = await this.openNext(which);
      if (progress?.kind === 'over') break;
      const lanes = progress?.kind === 'opened' ? progress.lanes : 0;
      openedLanes.inc({ destination: destination.id }, lanes);
      opened += lanes;
      await sleep(progress === undefined ? AFTER_FAULT_MS : PAUSES_MS[progress.kind], this.stopping.signal);
    }
    if (opened > 0) log.event('lanes.opened', { partner: destination.id, lanes: opened });
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

import { gauge, sleep } from '#runtime';
import { rescueWaitMs } from './lease.ts';
import type { Road } from './road.ts';
import { takeTurn } from './take-turn.ts';

const POLL_MS = 250;
const RESCUE_EVERY_MS = 500;
const RESCUE_MOST = 200;
const AFTER_FAULT_MS = 500;

const underWay = gauge('gateway_lanes_under_way', 'Lanes that this relay holds', ['destination'] as const);

/** Claims due lanes of one destination for as long as it runs, on every notice and every 250 ms, a bounded number at a time. */
export class Runner {
  private readonly stopping = new AbortController();
  private readonly turns = new Set<Promise<void>>();
  private wake: (() => void) | undefined;
  private woken = false;
  /** A turn has ended since the last claim: there is room, and its lane may be due again. */
  private freed = false;
  private loops: Promise<unknown> | undefined;

  constructor(private readonly road: Road) {}

  start(): void {
    this.loops = Promise.all([this.claimLoop(), this.rescueLoop(), this.road.breaker.watch(this.stopping.signal)]);
  }

  /** Says that lanes may have become due. */
  notice(): void {
    this.woken = true;
    this.wake?.();
  }

  /** Claims nothing more and finishes the turns that are under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake?.();
    await this.loops;
    await Promise.allSettled(this.turns);
  }

  private async claimLoop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const wokenBy = this.woken ? 'notify' : 'poll';
      this.woken = false;
      this.freed = false;
      const claimed = await this.claim(wokenBy).catch((error: unknown) => this.afterFault(error));
      if (claimed === 0) await this.waitForWork();
    }
  }

  private async claim(wokenBy: string): Promise<number> {
    const { ledger, destination, holder } = this.road;
    const free = destination.concurrency - this.turns.size;
    if (free <= 0) return 0;
    const lanes = await ledger.claim({ destination: destination.id, most: free, holder, leaseMs: destination.leaseMs });
    for (const lane of lanes) {
      const turn = takeTurn(lane, this.road, wokenBy)
        .catch((error: unknown) => {
          this.road.log.error(error, 'a turn failed; its lane is taken over when the lease runs out');
        })
        .finally(() => {
          this.turns.delete(turn);
          underWay.set({ destination: destination.id }, this.turns.size);
          this.freed = true;
          this.wake?.();
        });
      this.turns.add(turn);
    }
    underWay.set({ destination: destination.id }, this.turns.size);
    return lanes.length;
  }

  private async rescueLoop(): Promise<void> {
    const { ledger, destination, log } = this.road;
    while (!this.stopping.signal.aborted) {
      const order = { destination: destination.id, waitMs: rescueWaitMs(destination), most: RESCUE_MOST };
      const rescued = await ledger.rescue(order).catch((error: unknown) => this.afterFault(error));
      if (rescued > 0) {
        log.event('lanes.rescued', { partner: destination.id, count: rescued }, 'warn');
        this.notice();
      }
      await sleep(RESCUE_EVERY_MS, this.stopping.signal);
    }
  }

  /** Until a notice, a finished turn, or the next poll. */
  private async waitForWork(): Promise<void> {
    if (this.woken || this.freed) return;
    const nap = new AbortController();
    this.wake = () => {
      nap.abort();
    };
    await sleep(POLL_MS, nap.signal);
    this.wake = undefined;
  }

  private async afterFault(error: unknown): Promise<number> {
    this.road.log.error(error, 'claiming failed');
    await sleep(AFTER_FAULT_MS, this.stopping.signal);
    return 0;
  }
}

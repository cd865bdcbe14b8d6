import { EVENTS, type Bus } from '#bus';
import type { Ledger } from '#ledger';
import { faultPoint, sleep, type Clock, type Log } from '#runtime';
import { outcomeKnown, statusChanged, type RoutedEvent } from './event.ts';

interface Parts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly bus: Bus;
  readonly holder: string;
}

/** A feed that is told: its duty, and what lies behind a position in it. */
interface Feed {
  readonly duty: 'status-events' | 'outcome-events';
  readonly read: (after: number) => Promise<readonly (RoutedEvent & { readonly pos: number })[]>;
}

const POLL_MS = 500;
const LEASE_MS = 15_000;
const PER_LOOK = 200;

/**
 * Tells the province's own systems of every accepted change of status and of every outcome, in the order of the ledger, at least
 * once. The cursor moves on when the broker has confirmed; one relay at a time does it, and another goes on when that one is gone.
 */
export class EventTeller {
  private readonly stopping = new AbortController();
  private readonly feeds: readonly Feed[];
  private loop: Promise<void> | undefined;

  constructor(private readonly parts: Parts) {
    const { feeds } = parts.ledger;
    this.feeds = [
      {
        duty: 'status-events',
        read: async (after) =>
          (await feeds.statusChanges(after, PER_LOOK)).map((change) => ({ pos: change.pos, ...statusChanged(change) })),
      },
      {
        duty: 'outcome-events',
        read: async (after) =>
          (await feeds.outcomes(after, PER_LOOK)).map((entry) => ({ pos: entry.pos, ...outcomeKnown(entry) })),
      },
    ];
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    const { ledger, holder } = this.parts;
    for (const { duty } of this.feeds) await ledger.duties.giveUp(duty, holder).catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      for (const feed of this.feeds)
        await this.tell(feed).catch((error: unknown) => {
          // What the broker did not confirm is told again.
          if (this.parts.bus.state() === 'connected') this.parts.log.error(error, `telling ${feed.duty} failed`);
        });
      await sleep(POLL_MS, this.stopping.signal);
    }
  }

  private async tell({ duty, read }: Feed): Promise<void> {
    const { ledger, clock, bus, holder } = this.parts;
    while (!this.stopping.signal.aborted && bus.state() === 'connected') {
      const cursor = await ledger.duties.take(duty, { holder, leaseMs: LEASE_MS, now: clock.now() });
      const events = cursor === undefined ? [] : await read(cursor);
      const last = events.at(-1);
      if (last === undefined) return;
      await Promise.all(
        events.map(({ key, event }) => bus.publish({ to: { exchange: EVENTS, key }, type: event.type, body: event })),
      );
      faultPoint('relay.told');
      await ledger.duties.advance(duty, { holder, cursor: last.pos });
      if (events.length < PER_LOOK) return;
    }
  }
}

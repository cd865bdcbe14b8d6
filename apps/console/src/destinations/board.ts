import { Injectable } from '@nestjs/common';
import { histogram } from '#runtime';
import { Desk } from '../desk.ts';
import { showDestination, type DestinationList } from './destination-view.ts';

const seconds = histogram('gateway_console_board_seconds', 'Time that a look at all destinations takes the database');

const FRESH_MS = 1_000;
/** A look may take the database a tenth of the time at most. */
const REST_FACTOR = 10;

/** The destinations as everybody who watches sees them: looked at once for all, once a second at most, and less often when looking takes long. */
@Injectable()
export class Board {
  private last: { readonly list: DestinationList; readonly goodUntil: number } | undefined;
  private underWay: Promise<DestinationList> | undefined;
  private changes = 0;

  constructor(private readonly desk: Desk) {}

  /** How they stand, at most about a second ago. */
  read(): Promise<DestinationList> {
    if (this.last !== undefined && this.desk.clock.monotonic() < this.last.goodUntil) return Promise.resolve(this.last.list);
    this.underWay ??= this.look().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  /** How they stand after something was changed. */
  async readAnew(): Promise<DestinationList> {
    this.changes += 1;
    this.last = undefined;
    // A look that is under way may have begun before the change.
    await this.underWay?.catch(() => undefined);
    return this.read();
  }

  private async look(): Promise<DestinationList> {
    const { ledger, clock } = this.desk;
    const { changes } = this;
    const begun = clock.monotonic();
    const at = clock.now();
    const list = { at, items: (await ledger.destinations.read(at)).map(showDestination) };
    const tookMs = clock.monotonic() - begun;
    seconds.observe(tookMs / 1_000);
    const goodUntil = clock.monotonic() + Math.max(FRESH_MS, tookMs * REST_FACTOR);
    if (changes === this.changes) this.last = { list, goodUntil };
    return list;
  }
}

import { Injectable } from '@nestjs/common';
import { Desk } from '../desk.ts';
import { showReplay, type ReplayList } from '../replays/replay-view.ts';
import type { EventSource } from './event-source.ts';

/** Tells how far replays are. */
@Injectable()
export class ReplayEvents implements EventSource {
  readonly event = 'replays';

  constructor(private readonly desk: Desk) {}

  async read(): Promise<ReplayList> {
    return { items: (await this.desk.ledger.replays.list()).map(showReplay) };
  }
}

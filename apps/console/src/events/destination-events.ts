import { Injectable } from '@nestjs/common';
import { Board } from '../destinations/board.ts';
import type { DestinationList } from '../destinations/destination-view.ts';
import type { EventSource } from './event-source.ts';

/** Tells how the destinations stand, whenever anything but the time has changed. */
@Injectable()
export class DestinationEvents implements EventSource {
  readonly event = 'destinations';

  constructor(private readonly board: Board) {}

  read(): Promise<DestinationList> {
    return this.board.read();
  }

  part({ items }: DestinationList): unknown {
    return items;
  }
}

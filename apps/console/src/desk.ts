import type { DeskLedger } from '#ledger';
import type { Clock, Log } from '#runtime';

/** What every controller of the console stands on. */
export class Desk {
  constructor(
    readonly ledger: DeskLedger,
    readonly clock: Clock,
    readonly log: Log,
  ) {}
}

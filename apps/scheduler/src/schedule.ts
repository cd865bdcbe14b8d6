import type { DutyLedger } from '#ledger';
import type { Clock, Log } from '#runtime';
import type { Duty } from './duties/duty.ts';

/** What is to be done, and with what. */
export class Schedule {
  constructor(
    readonly ledger: DutyLedger,
    readonly clock: Clock,
    readonly log: Log,
    readonly duties: readonly Duty[],
  ) {}
}

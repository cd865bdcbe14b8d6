import type { Ledger } from '#ledger';
import type { Clock, Log } from '#runtime';
import { Limits } from './http/limits.ts';
import { Origins } from './http/origins.ts';
import { PublicFiles } from './read/files.ts';

/** What the door asks of the ledger: nothing that delivers, nothing that sets up. */
export type DoorLedger = Pick<
  Ledger,
  'accept' | 'readDossier' | 'readReceipt' | 'readRecord' | 'readAgencies' | 'codes' | 'ping' | 'forgetOldKeys'
> & {
  readonly clients: Pick<Ledger['clients'], 'byApiKey' | 'byLogin' | 'byKey' | 'unitCodeFor'>;
  readonly feeds: Pick<
    Ledger['feeds'],
    'walkStatusChanges' | 'walkOutcomes' | 'walkResendRequests' | 'readStatusChanges' | 'lastPosition'
  >;
};

/** What every controller of the door stands on. */
export class Door {
  /** What each client may still send through this process, by whichever of its doors. */
  readonly limits: Limits;
  /** From where each client may call. */
  readonly origins = new Origins();

  constructor(
    readonly ledger: DoorLedger,
    readonly clock: Clock,
    readonly log: Log,
    /** Which links to files the national portal can open. */
    readonly files: PublicFiles = new PublicFiles(),
  ) {
    this.limits = new Limits(clock);
  }
}

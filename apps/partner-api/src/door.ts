import type { Ledger } from '#ledger';
import type { Clock, Log } from '#runtime';

/** What the door asks of the ledger: nothing that delivers, nothing that sets up. */
export type DoorLedger = Pick<
  Ledger,
  'accept' | 'readDossier' | 'readReceipt' | 'readRecord' | 'readAgencies' | 'codes' | 'ping' | 'forgetOldKeys'
> & {
  readonly clients: Pick<Ledger['clients'], 'byApiKey' | 'byLogin' | 'byKey'>;
  readonly feeds: Pick<Ledger['feeds'], 'walkStatusChanges' | 'walkOutcomes' | 'readStatusChanges'>;
};

/** What every controller of the door stands on. */
export class Door {
  constructor(
    readonly ledger: DoorLedger,
    readonly clock: Clock,
    readonly log: Log,
  ) {}
}

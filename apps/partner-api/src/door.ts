import { parseDossierCode, type DossierCode } from '#canonical';
import type { Ledger } from '#ledger';
import type { Clock, Log, SigningKey } from '#runtime';
import { Limits } from './http/limits.ts';
import { Origins } from './http/origins.ts';
import { houseRulesOf, type HouseRules } from './read/house-rules.ts';
import type { ReadingContext } from './read/read-dossier.ts';

/** What the door asks of the ledger: nothing that delivers, nothing that sets up. */
export type DoorLedger = Pick<
  Ledger,
  'accept' | 'readDossier' | 'readReceipt' | 'readRecord' | 'readAgencies' | 'readAnchors' | 'codes' | 'ping' | 'forgetOldKeys'
> & {
  readonly clients: Pick<
    Ledger['clients'],
    'byApiKey' | 'byLogin' | 'byKey' | 'unitCodeFor' | 'unitCoded' | 'reachOf' | 'noteWarnings'
  >;
  readonly manifests: Pick<Ledger['manifests'], 'take'>;
  readonly sheets: Pick<Ledger['sheets'], 'read'>;
  readonly feeds: Pick<
    Ledger['feeds'],
    'walkStatusChanges' | 'walkOutcomes' | 'walkResendRequests' | 'readStatusChanges' | 'lastPosition'
  >;
  readonly catalogue: Pick<Ledger['catalogue'], 'version' | 'knows' | 'procedures' | 'procedure' | 'units' | 'list' | 'shown'>;
};

/** How the door goes about what comes; absent = as usual. */
interface DoorSettings {
  readonly rules?: HouseRules;
  readonly settlesWithinMs?: number | undefined;
}

const SETTLES_WITHIN_MS = 120_000;

/** What a door is made of. */
export interface DoorParts {
  readonly ledger: DoorLedger;
  readonly clock: Clock;
  readonly log: Log;
  /** Signs receipts. */
  readonly signer: SigningKey;
}

/** What every controller of the door stands on. */
export class Door {
  /** What each client may still send through this process, by whichever of its doors. */
  readonly limits: Limits;
  /** From where each client may call. */
  readonly origins = new Origins();

  readonly ledger: DoorLedger;
  readonly clock: Clock;
  readonly log: Log;
  readonly signer: SigningKey;
  private rules: HouseRules;

  constructor(
    { ledger, clock, log, signer }: DoorParts,
    private readonly settings: DoorSettings = {},
  ) {
    this.ledger = ledger;
    this.clock = clock;
    this.log = log;
    this.signer = signer;
    this.limits = new Limits(clock);
    this.rules = settings.rules ?? houseRulesOf({});
  }

  /** What was taken later than so long before a manifest is on its way. */
  get settlesWithinMs(): number {
    return this.settings.settlesWithinMs ?? SETTLES_WITHIN_MS;
  }

  /** What items of a request are read by, all of them alike. */
  reading(): ReadingContext {
    return { ...this.rules, codes: this.ledger.codes(), now: this.clock.now() };
  }

  /** A dossier code as a person wrote it, in its one written form; undefined when it is none. */
  dossierCode(written: string): DossierCode | undefined {
    return parseDossierCode(written, this.rules.dossierCodePattern);
  }

  /** Goes on by other rules of the province. */
  adopt(rules: HouseRules): void {
    this.rules = rules;
  }
}

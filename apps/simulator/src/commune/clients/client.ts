import type { Line } from '../line.ts';
import type { LocalDossier } from '../one-stop.ts';
import type { Truth } from '../truth.ts';

/** The national code of a commune's procedure is the local one with its publisher behind it. */
export const PROCEDURE_SUFFIX = '.000.00.00.H56';

/** Where a client calls, and as whom. */
export interface Account {
  /** Base address with what comes before the service's own path. */
  readonly base: string;
  readonly username: string;
  readonly password: string;
  /** Empty = the wrapper is called with the name and password. */
  readonly apiKey: string;
  readonly agencyCode: string;
  /** The agency that the classic protocol is spoken for. */
  readonly madonvi: string;
  readonly sessionSeconds: number;
  readonly variant: string | undefined;
}

/** What a client works with. */
export interface Ground {
  readonly line: Line;
  readonly truth: Truth;
  readonly account: Account;
}

/** A commune's sync job. */
export interface CommuneClient {
  /** Tells a dossier as it is now; true = not again until it changes. */
  sync(dossier: LocalDossier): Promise<boolean>;
}

import type { Capabilities, Ledger } from '#ledger';
import type { DestinationSettings, PartnerClient, Writer } from '#protocols';
import type { Clock, Log } from '#runtime';
import type { Breaker } from './session/breaker.ts';
import type { SessionKeeper } from './session/session-keeper.ts';

/** Everything that a turn of a lane at one destination needs. */
export interface Road {
  readonly ledger: Ledger;
  readonly destination: DestinationSettings;
  readonly can: Capabilities;
  readonly writer: Writer;
  readonly client: PartnerClient;
  readonly sessions: SessionKeeper;
  readonly breaker: Breaker;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process as a holder of leases. */
  readonly holder: string;
  /** True from the moment on when nothing new may be begun: no lane is kept any more. */
  readonly isStopping: () => boolean;
}

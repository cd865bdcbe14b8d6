import type { Capabilities, Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import type { Clock, Log } from '#runtime';
import type { Flow } from './claim/flow.ts';
import type { Spoken } from './dialects.ts';
import type { Breaker } from './session/breaker.ts';
import type { SessionKeeper } from './session/session-keeper.ts';

/** Everything that a turn of a lane at one destination needs. */
export interface Road extends Pick<Spoken, 'writer' | 'client' | 'mends' | 'upserts'> {
  readonly ledger: Ledger;
  readonly destination: DestinationSettings;
  readonly can: Capabilities;
  readonly sessions: SessionKeeper;
  readonly breaker: Breaker;
  readonly flow: Flow;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process as a holder of leases. */
  readonly holder: string;
  /** True from the moment on when nothing new may be begun: no lane is kept any more. */
  readonly isStopping: () => boolean;
}

import type { Capabilities, Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import type { Clock, Log } from '#runtime';
import { Flow } from './claim/flow.ts';
import type { Spoken } from './dialects.ts';
import { Breaker } from './session/breaker.ts';
import { SessionKeeper } from './session/session-keeper.ts';

/**
 * Everything that a turn of a lane at one destination needs. `destination` and `can` may be others from one moment to the next: who
 * must not see that takes the road as it is.
 */
export interface Road extends Pick<Spoken, 'writer' | 'client' | 'catalogue' | 'upserts' | 'fields'> {
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
  /** True while nothing new may be begun, because the relay stops or the destination is paused: no lane is kept any more. */
  readonly isStopping: () => boolean;
}

/** The settings of a destination that is delivered to. New ones take their place as one. */
export class LiveDestination {
  constructor(private current: DestinationSettings) {}

  get settings(): DestinationSettings {
    return this.current;
  }

  get can(): Capabilities {
    const { lookup, stepsPerCall, undecided } = this.current;
    return { lookup, stepsPerCall, resendUndecided: undecided.resend };
  }

  adopt(settings: DestinationSettings): void {
    this.current = settings;
  }
}

/** The road as it is at this moment, for a turn that goes by the same settings from its plan to its settlement. */
export function asItIs(road: Road): Road {
  return { ...road, destination: road.destination, can: road.can };
}

/**
 * The road to a destination, with the session and the breaker that all its turns share. Nothing of it is shared with another
 * destination but the ledger.
 */
export function openRoadTo(
  parts: Omit<Road, 'destination' | 'can' | 'sessions' | 'breaker' | 'flow'>,
  live: LiveDestination,
): Road {
  const standing = {
    ...parts,
    get destination() {
      return live.settings;
    },
    get can() {
      return live.can;
    },
  };
  const withSessions = Object.assign(standing, { sessions: new SessionKeeper(standing) });
  const breaker = new Breaker(withSessions);
  const isStopping = (): boolean => parts.isStopping() || breaker.isPaused;
  return Object.assign(withSessions, { breaker, flow: new Flow(withSessions), isStopping });
}

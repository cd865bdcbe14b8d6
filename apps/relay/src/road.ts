import type { Capabilities, Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import type { Clock, Log } from '#runtime';
import { Flow } from './claim/flow.ts';
import { Budget } from './policy/budget.ts';
import { guardClient } from './policy/guarded-client.ts';
import { Maintenance } from './policy/maintenance.ts';
import type { Spoken } from './dialects.ts';
import { Breaker } from './session/breaker.ts';
import { SessionKeeper } from './session/session-keeper.ts';

/**
 * Everything that a turn of a lane at one destination needs. `destination` and `can` may be others from one moment to the next: who
 * must not see that takes the road as it is.
 */
export interface Road extends Pick<Spoken, 'writer' | 'client' | 'catalogue' | 'upserts' | 'fields' | 'factsTold'> {
  readonly ledger: Ledger;
  readonly destination: DestinationSettings;
  readonly can: Capabilities;
  readonly sessions: SessionKeeper;
  readonly breaker: Breaker;
  readonly flow: Flow;
  readonly maintenance: Maintenance;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process as a holder of leases. */
  readonly holder: string;
  /** In the last so many days of a month finishing steps go first; 0 = never. */
  readonly closingFirstDays: number;
  /** True from the moment on when the relay begins nothing new. */
  readonly isStopping: () => boolean;
  /** Whether a lane may be kept for its next call: not while the relay stops, the destination is paused or maintained, or no call is left to make. */
  readonly keepsLanes: () => boolean;
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
  parts: Omit<Road, 'destination' | 'can' | 'sessions' | 'breaker' | 'flow' | 'maintenance' | 'budget' | 'keepsLanes'>,
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
  const [maintenance, budget] = [new Maintenance(standing), new Budget(standing)];
  const client = guardClient(parts.client, { maintenance, budget });
  const guarded = Object.assign(standing, { maintenance, budget, client });
  const withSessions = Object.assign(guarded, { sessions: new SessionKeeper(guarded) });
  const breaker = new Breaker(withSessions);
  const keepsLanes = (): boolean => !parts.isStopping() && !breaker.isPaused && !maintenance.isOn && budget.hasCall;
  return Object.assign(withSessions, { breaker, flow: new Flow(withSessions), keepsLanes });
}

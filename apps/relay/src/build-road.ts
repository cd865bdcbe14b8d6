import type { Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import type { Clock, Log } from '#runtime';
import { Flow } from './claim/flow.ts';
import type { Spoken } from './dialects.ts';
import type { Road } from './road.ts';
import { Breaker } from './session/breaker.ts';
import { SessionKeeper } from './session/session-keeper.ts';

interface Parts extends Spoken {
  readonly ledger: Ledger;
  readonly destination: DestinationSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: string;
  readonly isStopping: () => boolean;
}

/** Puts together all that turns of the lanes of one destination need. Nothing of it is shared with another destination but the ledger. */
export function buildRoad(parts: Parts): Road {
  const { lookup, stepsPerCall, undecided } = parts.destination;
  const can = { lookup, stepsPerCall, resendUndecided: undecided.resend };
  const sessions = new SessionKeeper(parts);
  return { ...parts, can, sessions, breaker: new Breaker({ ...parts, sessions }), flow: new Flow(parts) };
}

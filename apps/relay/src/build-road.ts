import type { Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import type { Clock, Log } from '#runtime';
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
  const { destination, client } = parts;
  const { lookup, stepsPerCall, undecided } = destination;
  const can = { lookup, stepsPerCall, resendUndecided: undecided.resend };
  const ask = lookup === 'none' ? undefined : client.lookup;
  const sessions = new SessionKeeper(parts);
  return { ...parts, can, ask, sessions, breaker: new Breaker({ ...parts, ask, sessions }) };
}

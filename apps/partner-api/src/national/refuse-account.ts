import type { Client } from '#ledger';
import type { Door } from '../door.ts';
import { failed, tooFast, type Said } from './envelope.ts';

/** Why an account that is known may not go on: from where it calls, or how much. Counts the request. */
export function refuseAccount({ origins, limits }: Door, client: Client, address: string): Said | undefined {
  if (!origins.mayCall(client, address)) return failed('network.not-allowed');
  const wait = limits.takeRequest(client);
  return wait === undefined ? undefined : tooFast(wait);
}

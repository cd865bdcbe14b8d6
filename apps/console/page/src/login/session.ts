import type { QueryClient } from '@tanstack/react-query';
import type { Session } from '../../../contract/answers.ts';
import { CallFailed } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';

/** Nobody is logged in; null, in its place, says that a session has ended by itself. */
export const NOBODY = 'nobody';

export type Present = Session | typeof NOBODY | null;

export async function readSession(): Promise<Present> {
  try {
    return await requests.session();
  } catch (error) {
    if (error instanceof CallFailed && error.status === 401) return NOBODY;
    throw error;
  }
}

/** Takes who is there now, and forgets whatever was shown to whoever was there before. */
export function takeSession(client: QueryClient, present: Present): void {
  client.setQueryData(keys.session, present);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}

import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { CallFailed } from './call.ts';
import { keys } from './keys.ts';

const MOST_RETRIES = 2;

/** One memory of answers for the page. A session that ended, whichever request hears of it, leads to the login. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: 10_000, refetchOnWindowFocus: true },
      mutations: {
        retry: false,
        onError: (error) => {
          noticeEnd(client, error);
        },
      },
    },
  });
  client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && !isOfSession(event.query.queryKey as QueryKey))
      noticeEnd(client, event.action.error);
  });
  return client;
}

/** What the server said stays true when asked again at once; only what did not reach it is worth another try. */
export function mayRetry(failures: number, error: Error): boolean {
  if (failures >= MOST_RETRIES) return false;
  return error instanceof CallFailed && (error.kind !== 'problem' || error.status >= 500);
}

function noticeEnd(client: QueryClient, error: unknown): void {
  if (error instanceof CallFailed && error.status === 401) client.setQueryData(keys.session, null);
}

/** The session is asked for to learn whether there is one: that there is none is no end of one. */
function isOfSession([room]: QueryKey): boolean {
  return room === keys.session[0];
}

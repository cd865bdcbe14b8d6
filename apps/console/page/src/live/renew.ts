import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Takes over what is told. An answer that is under way was made before it, and does not come over it. */
export async function put(client: QueryClient, queryKey: QueryKey, told: unknown): Promise<void> {
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData(queryKey, told);
}

/**
 * Has everything under a key read again that is shown. An answer that is under way may have been made before whatever is told now: it is waited
 * for, and asked for once more. It is not broken off, or a server that tells faster than it answers would never be heard.
 */
export async function renew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const isUnderWay = client.isFetching({ queryKey }) > 0;
  await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  if (isUnderWay) await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}

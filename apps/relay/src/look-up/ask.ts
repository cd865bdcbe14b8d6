import type { DestinationSettings, LookUp, PartnerClient } from '#protocols';

/** How a destination is asked what it has; undefined where it shows nothing, or is not to be believed. */
export function askOf({
  destination,
  client,
}: {
  readonly destination: Pick<DestinationSettings, 'lookup'>;
  readonly client: Pick<PartnerClient, 'lookup'>;
}): LookUp | undefined {
  return destination.lookup === 'none' ? undefined : client.lookup;
}

import type { DestinationRow } from '#ledger';
import { addressesOf, enabledDestinations, Partners, placeFingerprint } from '#protocols';
import { readSettingsFile } from '#runtime';

/** Where dossiers go, as the ledger has to know it, and the addresses behind it. */
export interface Destinations {
  readonly rows: readonly DestinationRow[];
  readonly addresses: readonly string[];
}

/** Reads the file of destinations; `source` stands in for the environment of the process that will speak to them. */
export function readDestinations(file: string, source?: Readonly<Record<string, string | undefined>>): Destinations {
  const destinations = enabledDestinations(readSettingsFile(file, Partners, source));
  return {
    rows: destinations.map((destination) => ({
      id: destination.id,
      dialect: destination.dialect,
      lookup: destination.lookup,
      serves: destination.serves,
      fingerprint: placeFingerprint(destination),
    })),
    addresses: destinations.flatMap(addressesOf),
  };
}

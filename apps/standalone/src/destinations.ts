import type { DestinationRow } from '#ledger';
import { addressesOf, enabledDestinations, openPartners, placeFingerprint } from '#protocols';
import type { Source } from '#runtime';
import { DIALECT_SETTINGS } from './dialects.ts';

/** Where dossiers go, as the ledger has to know it, and the addresses behind it. */
export interface Destinations {
  readonly rows: readonly DestinationRow[];
  readonly addresses: readonly string[];
}

/** Reads the file of destinations; `source` stands in for the environment of the process that will speak to them. */
export function readDestinations(file: string, source?: Source): Destinations {
  const destinations = enabledDestinations(openPartners(file, DIALECT_SETTINGS, source).settings);
  return {
    rows: destinations.map((destination) => ({
      id: destination.id,
      dialect: destination.dialect,
      lookup: destination.lookup,
      serves: destination.serves,
      mode: destination.mode,
      fingerprint: placeFingerprint(destination),
    })),
    addresses: destinations.flatMap(addressesOf),
  };
}

import { ACCOUNT, NATIONAL_TRANSPORTS, type TransportName } from '../national-transports.ts';
import type { PortalName } from './simulated-portal.ts';

/** What can be said of the destinations of a cluster. */
export interface DestinationOptions {
  /** What the national portal shows, and the statuses whose undecided step is sent there again; absent = the product's own policy. */
  readonly lookup: 'steps' | 'dossier' | 'none';
  readonly resend?: readonly number[];
  /** Most dossiers in one call to it; absent = the product's own number, as for what follows. */
  readonly dossiersPerCall?: number;
  /** The way to it; absent = straight. */
  readonly transport?: TransportName;
  /** Lanes under way per relay and portal. */
  readonly concurrency?: number;
  /** How soon what failed is tried again; short unless told. */
  /** How the catalogue of the national portal is read; absent = it is not. */
  readonly catalogue?: { readonly callsPerSecond: number; readonly lists: readonly string[]; readonly crossChecked: boolean };
  readonly delays?: { readonly firstDelayMs: number; readonly mostDelayMs: number };
}

/** A destination as the file of destinations has it. */
export interface DestinationEntry {
  readonly id: PortalName;
  readonly dialect: string;
  readonly lookup: 'steps' | 'dossier' | 'none';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** The accounts that the simulated portals know. */
export const ACCOUNTS = {
  SIMULATOR_NATIONAL_USERNAME: ACCOUNT.username,
  SIMULATOR_NATIONAL_PASSWORD: ACCOUNT.password,
  SIMULATOR_PROVINCE_CLIENT_ID: 'c',
  SIMULATOR_PROVINCE_CLIENT_SECRET: 's',
} as const;

const TIMINGS = { callTimeoutMs: 1_000, leaseMs: 4_000, settlesWithinMs: 2_000 };
const DELAYS = { firstDelayMs: 100, mostDelayMs: 1_000 };
const EVERY_STATUS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** A portal of a simulator as a destination of a cluster. */
export function destinationOf(portal: PortalName, url: string, options: DestinationOptions): DestinationEntry {
  const { concurrency, delays = DELAYS } = options;
  const common = { ...TIMINGS, ...delays, ...(concurrency === undefined ? {} : { concurrency }) };
  return portal === 'national' ? national(url, options, common) : province(url, common);
}

function national(url: string, options: DestinationOptions, common: object): DestinationEntry {
  const { lookup, resend, dossiersPerCall, transport = 'direct', catalogue } = options;
  return {
    ...{ id: 'national', dialect: 'dvcqg', lookup, ...common },
    ...(resend === undefined ? {} : { undecided: { resend } }),
    ...(dossiersPerCall === undefined ? {} : { dossiersPerCall }),
    ...(catalogue === undefined ? {} : { catalogue: catalogueOf(url, catalogue) }),
    settings: NATIONAL_TRANSPORTS[transport](url),
  };
}

function catalogueOf(url: string, { crossChecked, ...policy }: NonNullable<DestinationOptions['catalogue']>): object {
  return { ...policy, ...(crossChecked && { crossCheck: { baseUrl: `${url}/api/v1`, departmentCode: 'H56' } }) };
}

/** It shows nothing, so that every step of which nobody can tell goes again: here nobody waits for a person. */
function province(url: string, common: object): DestinationEntry {
  return {
    ...{ id: 'province', dialect: 'lgsp-document', lookup: 'none', stepsPerCall: 1, ...common },
    undecided: { resend: EVERY_STATUS },
    settings: {
      tokenBaseUrl: `${url}/lgsp`,
      documentBaseUrl: `${url}/lgsp/adapter`,
      clientId: ACCOUNTS.SIMULATOR_PROVINCE_CLIENT_ID,
      clientSecret: ACCOUNTS.SIMULATOR_PROVINCE_CLIENT_SECRET,
    },
  };
}

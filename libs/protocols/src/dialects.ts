import type { LookupCapability } from '#canonical';
import { Fits } from '#runtime';

/** What a configuration can say of a dialect, and what the ledger has to know of its settings; all else is the dialect's own. */
export interface DialectTraits {
  /** Settings that make a place: where dossiers are and whose they are there. A secret or the address of a token is none of it. */
  readonly place: readonly string[];
  /** Settings that tell places apart behind one address, each with what is meant where nothing is said. */
  readonly behind: Readonly<Record<string, string | null>>;
  /** Settings that hold an address which is called. */
  readonly addresses: readonly string[];
  readonly lookup: readonly LookupCapability[];
  readonly stepsPerCall: number;
  readonly dossiersPerCall: number;
}

const MANY = 100;

/** The dialects by the names that a configuration calls them. */
export const DIALECTS = {
  dvcqg: {
    place: ['baseUrl', 'username', 'madonvi'],
    behind: { dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider', providerUrl: null, createPath: null },
    addresses: ['baseUrl', 'tokenUrl'],
    lookup: ['steps', 'dossier', 'none'],
    stepsPerCall: MANY,
    dossiersPerCall: MANY,
  },
  'lgsp-document': {
    place: ['documentBaseUrl', 'clientId'],
    behind: {},
    addresses: ['tokenBaseUrl', 'documentBaseUrl'],
    lookup: ['none'],
    stepsPerCall: 1,
    dossiersPerCall: 1,
  },
} as const satisfies Readonly<Record<string, DialectTraits>>;
export type DialectName = keyof typeof DIALECTS;

type Fitting = 'lookup' | 'stepsPerCall' | 'dossiersPerCall';

/** A destination as far as it tells what its dialect can do. */
interface Speaking {
  readonly dialect: string;
}

/** Refuses a value that the dialect of the same destination cannot do. */
export function fitsDialect(property: Fitting): PropertyDecorator {
  return Fits<Speaking>({
    says: { vi: 'phải là điều mà phương ngữ này làm được', en: 'must be what this dialect can do' },
    involves: ['dialect'],
    holds: (value, { dialect }) => {
      const can = canOf(dialect, property);
      if (can === undefined) return true; // the dialect itself is refused
      return typeof can === 'number' ? typeof value !== 'number' || value <= can : can.some((known) => known === value);
    },
    write: ({ dialect }) => {
      const can = canOf(dialect, property);
      return Array.isArray(can) ? can.join(' | ') : String(can);
    },
  });
}

function canOf(dialect: string, property: Fitting): readonly LookupCapability[] | number | undefined {
  return Object.hasOwn(DIALECTS, dialect) ? DIALECTS[dialect as DialectName][property] : undefined;
}

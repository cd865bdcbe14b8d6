import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { LookupCapability } from '#canonical';

/** What a configuration can say of a dialect, and what the ledger has to know of its settings; all else is the dialect's own. */
interface DialectTraits {
  /** Settings that make a place: where dossiers are and whose they are there. A secret or the address of a token is none of it. */
  readonly place: readonly string[];
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
    addresses: ['baseUrl'],
    lookup: ['steps', 'dossier', 'none'],
    stepsPerCall: MANY,
    dossiersPerCall: MANY,
  },
  'lgsp-document': {
    place: ['documentBaseUrl', 'clientId'],
    addresses: ['tokenBaseUrl', 'documentBaseUrl'],
    lookup: ['none'],
    stepsPerCall: 1,
    dossiersPerCall: 1,
  },
} as const satisfies Readonly<Record<string, DialectTraits>>;
export type DialectName = keyof typeof DIALECTS;

type Fitting = 'lookup' | 'stepsPerCall' | 'dossiersPerCall';

/** Refuses a value that the dialect of the same destination cannot do. */
export function FitsDialect(): PropertyDecorator {
  return ValidateBy({
    name: 'fitsDialect',
    validator: {
      validate: (value: unknown, where?: ValidationArguments) => where === undefined || fits(value, where),
      defaultMessage: (where?: ValidationArguments) => (where === undefined ? '' : remedy(where)),
    },
  });
}

function fits(value: unknown, where: ValidationArguments): boolean {
  const traits = traitsOf(where);
  const can = traits?.[where.property as Fitting];
  if (can === undefined) return true; // the dialect itself is refused
  return typeof can === 'number' ? typeof value === 'number' && value <= can : can.some((known) => known === value);
}

function remedy(where: ValidationArguments): string {
  const can = traitsOf(where)?.[where.property as Fitting];
  const right = Array.isArray(can) ? can.join(' | ') : `≤ ${String(can)}`;
  const { dialect } = where.object as { dialect: string };
  return `phương ngữ ${dialect} chỉ dùng được / the dialect ${dialect} can only do: ${where.property}: ${right}`;
}

function traitsOf({ object }: ValidationArguments): DialectTraits | undefined {
  const { dialect } = object as { dialect?: string };
  return dialect !== undefined && Object.hasOwn(DIALECTS, dialect) ? DIALECTS[dialect as DialectName] : undefined;
}

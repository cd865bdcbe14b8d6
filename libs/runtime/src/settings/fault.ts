import type { Text } from '../text.ts';

/** Something that is wrong with the configuration, told to whoever mends it. */
export interface Fault {
  /** `config/partners.yaml:14:5`, a file alone, or the name of a variable. */
  readonly place: string;
  /** The setting within a file: `destinations[0].leaseMs`. */
  readonly setting?: string | undefined;
  readonly reason: Text;
  /** What to write instead. */
  readonly write?: string | undefined;
}

/** The configuration cannot be used: every fault at once, one line each, so that a person mends them in one go. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Cấu hình sai / The configuration is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }

  /** The error of faults, each in one line. */
  static of(faults: readonly Fault[]): ConfigurationError {
    return new ConfigurationError(faults.map(describeFault));
  }
}

/** A fault in one line. */
function describeFault({ place, setting, reason, write }: Fault): string {
  const where = setting === undefined || setting === '' ? place : `${place}: ${setting}`;
  const remedy = write === undefined ? '' : ` → viết / write: ${write}`;
  return `${where}: ${reason.vi} / ${reason.en}${remedy}`;
}

/**
 * Runs readers one after the other, and throws what is wrong with any of them all at once.
 * @throws ConfigurationError
 */
export function readTogether<T>(readers: { readonly [K in keyof T]: () => T[K] }): T {
  const faults: string[] = [];
  const results: Partial<T> = {};
  for (const name of Object.keys(readers) as (keyof T)[]) {
    try {
      results[name] = readers[name]();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new ConfigurationError([...new Set(faults)]);
  return results as T;
}

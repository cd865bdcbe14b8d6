import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

/** The configuration cannot be used: every fault at once, one line each, so that a person mends them in one go. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Cấu hình sai / The configuration is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads a configuration class from the environment: each property carries `@Expose({ name: 'ENVIRONMENT_NAME' })`, a default
 * where there is one, and class-validator rules. Empty variables count as unset. The result is frozen.
 * @throws ConfigurationError naming every faulty variable
 */
export function readEnvironment<T extends object>(
  shape: new () => T,
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<T> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(shape, given, { excludeExtraneousValues: true, exposeDefaultValues: true });
  const faults = validateSync(config, { forbidUnknownValues: false }).flatMap(faultLines);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Object.freeze(config);
}

/** The file that arms fault points, refused in production: a product that can kill itself on request must not run there. */
export function faultsFile(): string | undefined {
  const file = process.env['FAULTS'];
  if (file === undefined || file === '') return undefined;
  if (process.env['NODE_ENV'] === 'production') throw new ConfigurationError(['FAULTS: not allowed in production']);
  return file;
}

/** The level below which nothing is logged. */
export function logLevel(): string {
  return process.env['LOG_LEVEL'] ?? 'info';
}

function faultLines(error: ValidationError): string[] {
  return Object.values(error.constraints ?? {}).map((rule) => `${error.property}: ${rule}`);
}

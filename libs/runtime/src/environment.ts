import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { instanceToPlain, plainToInstance } from 'class-transformer';
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
  const faults = validateSync(config, { forbidUnknownValues: false }).flatMap((error) => faultLines(error, shape));
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

function faultLines(error: ValidationError, shape: new () => object): string[] {
  return Object.values(error.constraints ?? {}).map((rule) => `${variableOf(error.property, shape)}: ${rule}`);
}

/** The environment variable behind a property: the name under which it would be written out again. */
function variableOf(property: string, shape: new () => object): string {
  const alone = Object.assign(Object.create(shape.prototype as object) as object, { [property]: 0 });
  const [name] = Object.keys(instanceToPlain(alone, { excludeExtraneousValues: true, exposeUnsetFields: false }));
  return name ?? property;
}

/** The two secrets that the processes with a database share: the pepper of stored keys and the key that wraps data keys. */
export interface Secrets {
  readonly pepper: Buffer;
  readonly wrappingKey: Buffer;
}

const SECRET_BYTES = 32;

/** Reads `PEPPER` and `WRAPPING_KEY` (base64 of 32 bytes each), or the files that `PEPPER_FILE` and `WRAPPING_KEY_FILE` name. */
export function readSecrets(source: Readonly<Record<string, string | undefined>> = process.env): Secrets {
  const faults: string[] = [];
  const read = (name: string): Buffer => {
    const bytes = Buffer.from(secretText(name, source) ?? '', 'base64');
    if (bytes.length !== SECRET_BYTES) faults.push(`${name}: cần 32 byte dạng base64 / must be base64 of 32 bytes`);
    return bytes;
  };
  const secrets = { pepper: read('PEPPER'), wrappingKey: read('WRAPPING_KEY') };
  if (faults.length > 0) throw new ConfigurationError(faults);
  return secrets;
}

/** The value of a variable, or the trimmed content of the file that `<NAME>_FILE` names; undefined when neither is set. */
export function secretText(name: string, source: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const file = source[`${name}_FILE`];
  if (file === undefined || file === '') return source[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigurationError([`${name}_FILE: không đọc được tệp / the file cannot be read: ${file}`]);
  }
}

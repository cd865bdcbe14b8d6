import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ConfigurationError, type Fault } from './settings/fault.ts';
import { findingsOf, type Finding } from './settings/inspect.ts';
import { EvidenceEnvironment, LOG_LEVELS, ProcessEnvironment, SecretsEnvironment } from './settings/process-environment.ts';
import { unreadableFile, type Variable } from './settings/references.ts';
import { propertiesOf, settingText, type Shape } from './settings/setting.ts';
import { withReceived } from './settings/shown.ts';
import { SigningKey } from './signing-key.ts';

/** An environment: that of this process, or of one that it speaks for. */
export type Source = Readonly<Record<string, string | undefined>>;

/**
 * Reads a configuration class from the environment: each property carries `@Expose({ name: 'ENVIRONMENT_NAME' })`, a default
 * where there is one, and class-validator rules. Every variable may lie in a file that `<NAME>_FILE` names, which goes before the
 * variable itself. Empty ones count as unset. The result is frozen.
 * @throws ConfigurationError naming every faulty variable
 */
export function readEnvironment<T extends object>(shape: Shape<T>, source: Source = process.env): Readonly<T> {
  const { given, unreadable } = gather(shape, source);
  const settings = instanceOf(shape, given);
  const findings = findingsOf(validateSync(settings, { forbidUnknownValues: false }), []);
  const wrong = findings
    .map((finding) => faultOf(finding, shape, given))
    .filter(({ place }) => !Object.hasOwn(unreadable, place));
  const faults = [...Object.values(unreadable), ...wrong];
  if (faults.length > 0) throw ConfigurationError.of(faults);
  return Object.freeze(settings);
}

/** What a configuration class would say, right or wrong: for whoever goes on to find what else is wrong. */
export function glanceAtEnvironment<T extends object>(shape: Shape<T>, source: Source = process.env): T {
  return instanceOf(shape, gather(shape, source).given);
}

/** The environment variable behind a property: the name under which it would be written out again. */
export function variableBehind(shape: Shape, property: string): string {
  return namesOf(shape).get(property) ?? property;
}

/** The variables that a configuration class reads. */
export function variablesOf(shape: Shape): string[] {
  return [...namesOf(shape).values()];
}

/** What a class says of its names it says once and for all, and asking takes long: a process would spend a third of its start with it. */
const names = new WeakMap<Shape, ReadonlyMap<string, string>>();

function namesOf(shape: Shape): ReadonlyMap<string, string> {
  const known = names.get(shape) ?? new Map(propertiesOf(shape).map((property) => [property, writtenAs(shape, property)]));
  names.set(shape, known);
  return known;
}

function writtenAs(shape: Shape, property: string): string {
  const alone = Object.assign(Object.create(shape.prototype as object) as object, { [property]: 0 });
  const [name] = Object.keys(instanceToPlain(alone, { excludeExtraneousValues: true, exposeUnsetFields: false }));
  return name ?? property;
}

/**
 * What a property is given by: its variable, or the file that `<NAME>_FILE` names. A class that reads that name itself hands it on, and
 * what lies there is read by whom it is handed to.
 */
export function variableFor(shape: Shape, property: string, source: Source = process.env): Variable & { readonly name: string } {
  const name = variableBehind(shape, property);
  const isHandedOn = variablesOf(shape).includes(`${name}_FILE`);
  return { name, ...(isHandedOn ? { value: source[name] } : variableOf(name, source)) };
}

/** A variable, or the trimmed content of the file that `<NAME>_FILE` names. */
export function variableOf(name: string, source: Source = process.env): Variable {
  const file = source[`${name}_FILE`];
  if (file === undefined || file === '') return { value: source[name] };
  try {
    return { value: readFileSync(file, 'utf8').trim(), file };
  } catch {
    return { unreadable: file };
  }
}

/** The value of a variable, or the trimmed content of the file that `<NAME>_FILE` names; undefined when neither is set. @throws ConfigurationError */
export function secretText(name: string, source?: Source): string | undefined {
  const { value, unreadable } = variableOf(name, source);
  if (unreadable !== undefined) throw ConfigurationError.of([unreadableFile(name, unreadable)]);
  return value;
}

/** The file that arms fault points, if any does. */
export function faultsFile(): string | undefined {
  return glanceAtEnvironment(ProcessEnvironment).armedBy;
}

/** The level below which nothing is logged. A wrong one refuses the start, which is said at the level that holds by default. */
export function logLevel(): string {
  const { logLevel: wanted } = glanceAtEnvironment(ProcessEnvironment);
  return LOG_LEVELS.find((level) => level === wanted) ?? new ProcessEnvironment().logLevel;
}

/** The two secrets that the processes with a database share: the pepper of stored keys and the key that wraps data keys. */
export interface Secrets {
  readonly pepper: Buffer;
  readonly wrappingKey: Buffer;
}

/** Reads `PEPPER` and `WRAPPING_KEY` (base64 of 32 bytes each), or the files that `PEPPER_FILE` and `WRAPPING_KEY_FILE` name. */
export function readSecrets(source?: Source): Secrets {
  const { pepper, wrappingKey } = readEnvironment(SecretsEnvironment, source);
  return { pepper: Buffer.from(pepper, 'base64'), wrappingKey: Buffer.from(wrappingKey, 'base64') };
}

/** Reads `EVIDENCE_KEY` (base64 of 32 bytes), or the file that `EVIDENCE_KEY_FILE` names. */
export function readSigningKey(source?: Source): SigningKey {
  return new SigningKey(Buffer.from(readEnvironment(EvidenceEnvironment, source).evidenceKey, 'base64'));
}

interface Gathered {
  /** Values by variable; what is empty is left out. */
  readonly given: Readonly<Record<string, string>>;
  /** By variable, the fault of a file that nobody can read. */
  readonly unreadable: Readonly<Record<string, Fault>>;
}

function gather(shape: Shape, source: Source): Gathered {
  const given: Record<string, string> = {};
  const unreadable: Record<string, Fault> = {};
  for (const property of propertiesOf(shape)) {
    const { name, value, unreadable: file } = variableFor(shape, property, source);
    if (file !== undefined) unreadable[name] = unreadableFile(name, file);
    else if (value !== undefined && value !== '') given[name] = value;
  }
  return { given, unreadable };
}

function instanceOf<T extends object>(shape: Shape<T>, given: Gathered['given']): T {
  return plainToInstance(shape, given, { excludeExtraneousValues: true, exposeDefaultValues: true });
}

function faultOf({ path, reason, value, write }: Finding, shape: Shape, given: Gathered['given']): Fault {
  const property = String(path[0]);
  const name = variableBehind(shape, property);
  const received = settingText(shape, property)?.secret === true ? undefined : given[name];
  return {
    place: name,
    reason: withReceived(reason, received),
    write: write ?? (value === undefined ? undefined : `${name}=${value}`),
  };
}

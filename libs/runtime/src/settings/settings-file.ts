import { variableOf, type Source } from '../environment.ts';
import { ConfigurationError, type Fault } from './fault.ts';
import { describePath, inspect, type Finding, type PartOf } from './inspect.ts';
import { readText } from './read-text.ts';
import { resolveReferences } from './references.ts';
import type { Shape } from './setting.ts';
import { isSecret, withReceived } from './shown.ts';
import { shownPath } from './shown-path.ts';
import { YamlSource } from './yaml-source.ts';

/** How a settings file is read. */
export interface SettingsFileOptions<T> {
  /** Stands in for the environment where a process reads a file for another one. */
  readonly source?: Source | undefined;
  /** Which class describes a group that the class of the file leaves open. */
  readonly partOf?: PartOf;
  /** Finds what no rule of a class can, such as what involves more than the file. The settings may be wrong in any other way. */
  readonly alsoFind?: (settings: T) => readonly Finding[];
}

/** A settings file, read. */
export interface SettingsFile<T> {
  readonly settings: Readonly<T>;
  readonly yaml: YamlSource;
}

/**
 * Reads a YAML file into a configuration class: `${NAME}` and `${NAME:-default}` stand for environment variables (or for the
 * file that `<NAME>_FILE` names). Everything that is wrong is reported at once, each with its line, why, and what to write instead.
 * The result is frozen.
 * @throws ConfigurationError
 */
export function readSettingsFile<T extends object>(file: string, shape: Shape<T>, options?: SettingsFileOptions<T>): Readonly<T> {
  return openSettingsFile(file, shape, options).settings;
}

/** Reads a settings file, and keeps where each setting stands. @throws ConfigurationError */
export function openSettingsFile<T extends object>(
  file: string,
  shape: Shape<T>,
  { source, partOf, alsoFind = () => [] }: SettingsFileOptions<T> = {},
): SettingsFile<T> {
  const yaml = new YamlSource(shownPath(file), readText(file));
  if (yaml.isBroken) throw refusal(yaml.syntaxFaults());
  const unresolved = yaml.resolve(resolveReferences((name) => variableOf(name, source)));
  const { settings, findings } = inspect(shape, contentOf(yaml), partOf);
  // What stands where a variable is missing is not judged: that would only say the same again.
  const judged = new Set(unresolved.map(({ setting }) => setting));
  const found = [...findings, ...alsoFind(settings)].map((finding) => faultOf(finding, settings, yaml));
  const faults = [...yaml.syntaxFaults(), ...unresolved, ...found.filter(({ setting }) => !judged.has(setting))];
  if (faults.length > 0) throw refusal(faults);
  return { settings: deepFreeze(settings), yaml };
}

/** Checks a plain value against a configuration class; `where` stands before every fault. @throws ConfigurationError */
export function checkShape<T extends object>(shape: Shape<T>, content: unknown, where: string): Readonly<T> {
  const { settings, findings } = inspect(shape, typeof content === 'object' && content !== null ? content : {});
  const faults = findings.map(({ path, reason }) => ({ place: where, setting: describePath(path), reason }));
  if (faults.length > 0) throw ConfigurationError.of(faults);
  return deepFreeze(settings);
}

/** A finding as the fault of a file. */
export function faultOf({ path, reason, value, write, received }: Finding, settings: object, yaml: YamlSource): Fault {
  const name = path.findLast((part) => typeof part === 'string') ?? '';
  const hidden = isSecret(settings, path) || yaml.reference(path) !== undefined;
  return {
    place: yaml.place(path),
    setting: describePath(path),
    reason: hidden ? reason : withReceived(reason, received),
    write: write ?? (value === undefined ? undefined : `${name}: ${value}`),
  };
}

function contentOf(yaml: YamlSource): object {
  const content = yaml.content();
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  const reason = { vi: 'tệp không có thiết lập nào', en: 'there are no settings in the file' };
  throw refusal([...yaml.syntaxFaults(), { place: yaml.place([]), reason }]);
}

/** In the order of the lines, as a person mends them. */
function refusal(faults: readonly Fault[]): ConfigurationError {
  const position = ({ place }: Fault): number[] => place.split(':').slice(-2).map(Number);
  const sorted = faults.toSorted((one, other) => {
    const [[line = 0, column = 0], [otherLine = 0, otherColumn = 0]] = [position(one), position(other)];
    return line - otherLine || column - otherColumn;
  });
  return ConfigurationError.of(sorted);
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const member of Object.values(value) as unknown[]) if (typeof member === 'object' && member !== null) deepFreeze(member);
  return Object.freeze(value);
}

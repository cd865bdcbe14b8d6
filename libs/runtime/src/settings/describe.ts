import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { variableBehind } from '../environment.ts';
import type { Text } from '../text.ts';
import { defaultOf, expectationOf, isRequired, ownRulesOf } from './expectation.ts';
import { propertiesOf, settingText, type Reload, type Shape } from './setting.ts';

/** Everything that the reference says of a setting. */
export interface SettingDescription {
  /** A variable, or a path within a file: `destinations[].leaseMs`. */
  readonly name: string;
  readonly says: Text;
  /** What it must be, and the rules that it has beside. */
  readonly expected: Text;
  readonly rules: readonly Text[];
  readonly isRequired: boolean;
  /** As it would be written; undefined where there is none. */
  readonly byDefault?: string | undefined;
  readonly example?: string | undefined;
  readonly reload: Reload;
  readonly secret: boolean;
}

/** Describes the variables of a configuration class. */
export function describeEnvironment(shape: Shape): SettingDescription[] {
  return propertiesOf(shape).map((property) => describe(shape, property, variableBehind(shape, property)));
}

/** Describes the settings of a file, those of groups after the group. `at`: what stands before their names. */
export function describeSettings(shape: Shape, at = ''): SettingDescription[] {
  return propertiesOf(shape).flatMap((property) => {
    const name = `${at}${property}`;
    const { group, isList } = groupBehind(shape, property);
    const within = group === undefined ? [] : describeSettings(group, `${name}${isList ? '[]' : ''}.`);
    return [describe(shape, property, name), ...within];
  });
}

/** The settings of configuration classes that nobody described, and those that must be given and have no example. */
export function undescribed(shape: Shape): string[] {
  return propertiesOf(shape).flatMap((property) => {
    const { group } = groupBehind(shape, property);
    const text = settingText(shape, property);
    const name = `${shape.name}.${property}`;
    const faults = text === undefined ? [`${name}: @Setting`] : [];
    if (text?.example === undefined && group === undefined && isRequired(shape, property)) faults.push(`${name}: example`);
    return [...faults, ...(group === undefined ? [] : undescribed(group))];
  });
}

function describe(shape: Shape, property: string, name: string): SettingDescription {
  const { vi = '', en = '', example, reload = 'restart', secret = false } = settingText(shape, property) ?? {};
  const value = defaultOf(shape, property);
  return {
    name,
    says: { vi, en },
    expected: expectationOf(shape, property),
    rules: ownRulesOf(shape, property).map(({ says }) => says),
    isRequired: isRequired(shape, property),
    byDefault: value === undefined || isGroup(value) ? undefined : written(value),
    ...{ example, reload, secret },
  };
}

/** The class of the group, or of the groups of a list, that a property holds: as it is made of what stands in a file. */
function groupBehind(shape: Shape, property: string): { group: Shape | undefined; isList: boolean } {
  const made: unknown = (plainToInstance(shape, { [property]: [{}] }) as Readonly<Record<string, unknown>>)[property];
  const entry: unknown = Array.isArray(made) ? made[0] : undefined;
  if (!isGroup(entry)) return { group: undefined, isList: false };
  const isList = Reflect.getMetadata('design:type', shape.prototype as object, property) === Array;
  return { group: entry.constructor as Shape, isList };
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && propertiesOf(value.constructor as Shape).length > 0;
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { variableFor, type Source } from '../environment.ts';
import { defaultOf } from './expectation.ts';
import { describePath, type Path } from './inspect.ts';
import { propertiesOf, settingText, type Shape } from './setting.ts';
import type { SettingsFile } from './settings-file.ts';
import { HIDDEN, isSecret, shown } from './shown.ts';

/** A setting as it is in force. */
export interface ShownSetting {
  readonly name: string;
  /** Hidden where it is a secret, empty where it is not set. */
  readonly value: string;
  /** A variable, a file with its line, or that it is the default. */
  readonly from: string;
}

const ENVIRONMENT = 'môi trường / environment';
const BY_DEFAULT = 'mặc định / default';
const NOT_SET = 'chưa đặt / not set';

/** The variables of a configuration class, each with where it comes from. */
export function showEnvironment(shape: Shape, source?: Source): ShownSetting[] {
  return propertiesOf(shape).map((property) => {
    const { name, value, file, unreadable } = variableFor(shape, property, source);
    if (unreadable !== undefined) return { name, value: '', from: unreadable };
    if (value !== undefined && value !== '') {
      const isHidden = settingText(shape, property)?.secret === true;
      return { name, value: isHidden ? HIDDEN : shown(value), from: file ?? ENVIRONMENT };
    }
    const fallback = defaultOf(shape, property);
    return fallback === undefined ? { name, value: '', from: NOT_SET } : { name, value: shown(fallback), from: BY_DEFAULT };
  });
}

/** The settings of a file, each with its line, the reference that stands there, or that it is the default. */
export function showSettingsFile(file: SettingsFile<object>): ShownSetting[] {
  return showWithin(file, file.settings, []);
}

function showWithin(file: SettingsFile<object>, value: unknown, path: Path): ShownSetting[] {
  if (Array.isArray(value) && value.some((entry) => typeof entry === 'object'))
    return value.flatMap((entry, index) => showWithin(file, entry, [...path, index]));
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return namesIn(value).flatMap((name) =>
      showWithin(file, (value as Readonly<Record<string, unknown>>)[name], [...path, name]),
    );
  if (value === undefined) return [];
  const { yaml, settings } = file;
  const line = yaml.line(path);
  const place = line === undefined ? BY_DEFAULT : `${yaml.file}:${String(line)}`;
  const reference = yaml.reference(path);
  return [
    {
      name: describePath(path),
      value: isSecret(settings, path) ? HIDDEN : shown(value),
      from: reference === undefined || isSecret(settings, path) ? place : `${place} (${reference})`,
    },
  ];
}

/** The members of a group, in the order in which its class describes them. */
function namesIn(group: object): readonly string[] {
  const described = propertiesOf(group.constructor as Shape);
  return described.length > 0 ? described : Object.keys(group);
}

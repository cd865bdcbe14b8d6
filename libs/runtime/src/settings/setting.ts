import { getMetadataStorage, ValidateBy } from 'class-validator';
import type { Text } from '../text.ts';

/** A class that describes a group of settings: class-validator's rules, defaults, and a `@Setting` at every property. */
export type Shape<T extends object = object> = new () => T;

/** What is said of a setting beside its rules. */
export interface SettingText extends Text {
  /** A value that could stand there, as it would be written. */
  readonly example?: string;
  /** Whether a process takes a new value over while it runs; `restart` unless told. */
  readonly reload?: Reload;
  /** The value is shown to nobody. */
  readonly secret?: boolean;
  /** For lists of groups: the member that names a group, and must differ. */
  readonly key?: string;
}

export type Reload = 'now' | 'restart';

const texts = new WeakMap<object, Map<string, SettingText>>();

/**
 * Describes a property of a configuration class. The same text stands in the reference of the configuration and in the remedy of
 * an error, so that neither says what the other does not.
 */
export function Setting(text: SettingText): PropertyDecorator {
  return (prototype, property) => {
    const described = texts.get(prototype) ?? new Map<string, SettingText>();
    described.set(String(property), text);
    texts.set(prototype, described);
  };
}

/** The text of a property of a configuration class or of one that it extends; undefined where it was not described. */
export function settingText(shape: Shape, property: string): SettingText | undefined {
  for (let at: object | null = shape.prototype as object; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const text = texts.get(at)?.get(property);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The properties of a configuration class, in the order of their declaration. */
export function propertiesOf(shape: Shape): readonly string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

/** A rule that says itself what it asks for. */
export interface OwnRule<Owner> {
  /** Goes on after "the setting …": `phải chừa chỗ cho …` / `must leave room for …`. */
  readonly says: Text;
  readonly holds: (value: unknown, owner: Owner) => boolean;
  /** Other settings of the group that it looks at: while one of them is wrong by itself, nothing can be told. */
  readonly involves?: readonly (keyof Owner & string)[];
  /** A value that would do, beside the others that stand there; the example of the setting unless told. */
  readonly write?: (owner: Owner) => string | undefined;
}

export const OWN_RULE = 'ownRule';

/** Adds a rule of one's own, such as one that involves other settings of the group. */
export function Fits<Owner extends object>(rule: OwnRule<Owner>): PropertyDecorator {
  return ValidateBy({
    name: OWN_RULE,
    constraints: [rule],
    validator: {
      validate: (value, arguments_) => rule.holds(value, arguments_?.object as Owner),
      defaultMessage: () => `${rule.says.vi} / ${rule.says.en}`,
    },
  });
}

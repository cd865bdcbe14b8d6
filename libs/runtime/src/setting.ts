/** What a person is told about a setting: what it means, in both languages, and a value that could stand there. */
export interface SettingText {
  readonly vi: string;
  readonly en: string;
  readonly example?: string;
}

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
export function settingText(shape: new () => object, property: string): SettingText | undefined {
  for (let prototype = shape.prototype as object | null; prototype !== null; prototype = Reflect.getPrototypeOf(prototype)) {
    const text = texts.get(prototype)?.get(property);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The options of a command line by their names. */
export type Values = Readonly<Record<string, unknown>>;

/** The text that an option was given, the parts of a list joined by commas; undefined where it was not. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : undefined;
}

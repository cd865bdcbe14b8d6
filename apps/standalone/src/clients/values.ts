/** The options of a command line by their names. */
export type Values = Readonly<Record<string, unknown>>;

/** The text that an option was given; undefined where it was not. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

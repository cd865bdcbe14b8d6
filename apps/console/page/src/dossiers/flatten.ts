export interface Leaf {
  readonly path: readonly string[];
  readonly value: string;
}

/** The leaves of a JSON value with the way to each; what is null or empty is left out, entries of a list are counted from one. */
export function flatten(value: unknown, path: readonly string[] = []): Leaf[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => flatten(entry, [...path, String(index + 1)]));
  if (typeof value === 'object') return Object.entries(value).flatMap(([name, member]) => flatten(member, [...path, name]));
  return [{ path, value: typeof value === 'string' ? value : JSON.stringify(value) }];
}

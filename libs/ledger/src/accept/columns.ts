/** Rows as one array per column, for `unnest`. */
export function columns<K extends string>(rows: readonly Readonly<Record<K, unknown>>[], names: readonly K[]): unknown[][] {
  return names.map((name) => rows.map((row) => row[name]));
}

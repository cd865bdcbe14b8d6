/** A part of a feed. Whoever goes on does so behind `position`, which may have moved although nothing was found. */
export interface Portion<T> {
  readonly entries: readonly T[];
  readonly position: number;
  /** Whether there may be more by now. */
  readonly hasMore: boolean;
}

/**
 * How many positions one read looks at, whoever they concern: a client that few of them concern gets fewer entries, perhaps none,
 * instead of having the whole feed read for it.
 */
export const WINDOW = 5_000;

/** A row of a portion; the first columns say how far was looked, and `pos` is null when nothing was found. */
export interface PortionRow {
  readonly edge: number | null;
  readonly looked: number | null;
  readonly pos: number | null;
}

/** What the rows mean: one more than `limit` was asked for, and how far was looked is known only where they were fewer. */
export function toPortion<R extends PortionRow, T>(
  rows: readonly R[],
  { after, limit }: { after: number; limit: number },
  toEntry: (row: R & { readonly pos: number }) => T,
): Portion<T> {
  const found = rows.filter((row): row is R & { readonly pos: number } => row.pos !== null);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  if (found.length > limit && last !== undefined) return { entries: shown.map(toEntry), position: last.pos, hasMore: true };
  const { edge, looked } = rows[0] ?? { edge: null, looked: null };
  return { entries: shown.map(toEntry), position: edge ?? after, hasMore: looked === WINDOW };
}

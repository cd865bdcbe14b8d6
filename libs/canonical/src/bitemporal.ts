import type { LegalDay } from './instant.ts';

/**
 * A row that holds in a half-open range of legal days, and was believed in a half-open range of time (microseconds since 1970, as the
 * database keeps them). A bound that is absent is open.
 */
export interface Bitemporal {
  /** Names the row among all versions of it; absent where rows never change. */
  readonly id?: number;
  readonly validFrom?: LegalDay;
  readonly validTo?: LegalDay;
  readonly recordedFrom?: number;
  readonly recordedTo?: number;
}

/** Rows by their keys, never changed: what is new makes another index. Nothing is ever looked up without a day. */
export class BitemporalIndex<Row extends Bitemporal> {
  private constructor(
    private readonly keyOf: (row: Row) => string,
    private readonly byKey: ReadonlyMap<string, readonly Row[]>,
  ) {}

  static of<Row extends Bitemporal>(rows: readonly Row[], keyOf: (row: Row) => string): BitemporalIndex<Row> {
    const byKey = new Map<string, Row[]>();
    for (const row of rows) {
      const present = byKey.get(keyOf(row));
      if (present === undefined) byKey.set(keyOf(row), [row]);
      else present.push(row);
    }
    return new BitemporalIndex(keyOf, byKey);
  }

  /** The row of a key on that day, as it was believed at an instant; without one, as it is believed now. */
  at(key: string, day: LegalDay, knownAt?: number): Row | undefined {
    return this.byKey.get(key)?.find((row) => isValid(row, day) && isBelieved(row, knownAt));
  }

  /** One row per key: those of that day. */
  on(day: LegalDay, knownAt?: number): Row[] {
    return [...this.byKey.keys()].flatMap((key) => this.at(key, day, knownAt) ?? []);
  }

  /** With these rows in the place of those of the same id. What is no longer believed stays only where history is kept. */
  with(changed: readonly Row[], { keepsHistory }: { readonly keepsHistory: boolean }): BitemporalIndex<Row> {
    if (changed.length === 0) return this;
    const byKey = new Map(this.byKey);
    for (const [key, rows] of groupByKey(changed, this.keyOf)) {
      const ids = new Set(rows.map(({ id }) => id));
      const others = (byKey.get(key) ?? []).filter(({ id }) => !ids.has(id));
      const kept = [...others, ...rows.filter((row) => keepsHistory || row.recordedTo === undefined)];
      if (kept.length === 0) byKey.delete(key);
      else byKey.set(key, kept);
    }
    return new BitemporalIndex(this.keyOf, byKey);
  }
}

function groupByKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function isValid({ validFrom, validTo }: Bitemporal, day: LegalDay): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day < validTo);
}

// Whoever does not ask for an instant is told what is not ended, whichever clock is a little behind.
function isBelieved({ recordedFrom, recordedTo }: Bitemporal, knownAt: number | undefined): boolean {
  if (knownAt === undefined) return recordedTo === undefined;
  return (recordedFrom === undefined || recordedFrom <= knownAt) && (recordedTo === undefined || knownAt < recordedTo);
}

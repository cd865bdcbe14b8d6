import type { HeatMap } from '../../../contract/reconciliation.ts';

/** A place of the map: how many dossiers differ; 0 stands for nothing open, which is not the same as agreement. */
export interface HeatRow {
  readonly unit: { readonly code: string; readonly name: string };
  /** By the days of the grid. */
  readonly dossiers: readonly number[];
  readonly total: number;
}

/** The map as rows of units and columns of days. */
export interface HeatGrid {
  readonly days: readonly string[];
  readonly rows: readonly HeatRow[];
}

const DAY_MS = 86_400_000;

/** The days from one to another, both included, the last one first: that is looked for most. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10));
  return days.reverse();
}

/** Lays out what differs: the unit with the most first. Tiers of a place are added up. */
export function gridOf(cells: HeatMap['cells'], days: readonly string[]): HeatGrid {
  const columns = new Map(days.map((day, column) => [day, column]));
  const units = new Map<string, { unit: HeatRow['unit']; dossiers: number[] }>();
  for (const { unit, day, dossiers } of cells) {
    const column = columns.get(day);
    if (column === undefined) continue;
    const row = units.get(unit.code) ?? { unit, dossiers: days.map(() => 0) };
    row.dossiers[column] = (row.dossiers[column] ?? 0) + dossiers;
    units.set(unit.code, row);
  }
  const rows = [...units.values()].map((row) => ({ ...row, total: row.dossiers.reduce((sum, count) => sum + count, 0) }));
  return {
    days,
    rows: rows.toSorted((a, b) => b.total - a.total || a.unit.name.localeCompare(b.unit.name, 'vi', { numeric: true })),
  };
}

const STEPS = [1, 2, 5, 20];

/** How strongly a place is marked, 0 to 4; the number itself stands in it too. */
export function levelOf(dossiers: number): number {
  return STEPS.filter((least) => dossiers >= least).length;
}

/** What the legend says of each level: `1`, `2–4`, `5–19`, `20+`. */
export const LEGEND = STEPS.map((least, index) => {
  const next = STEPS[index + 1];
  if (next === undefined) return `${String(least)}+`;
  return next - 1 === least ? String(least) : `${String(least)}–${String(next - 1)}`;
});

/** The place that an arrow leads to from another one: the next one with something in it, in that row or column; undefined: there is none. */
export function nextPlace(
  { rows }: HeatGrid,
  [row, column]: readonly [number, number],
  key: string,
): readonly [number, number] | undefined {
  const step = ARROWS[key];
  if (step === undefined) return undefined;
  for (let at: [number, number] = [row + step[0], column + step[1]]; ; at = [at[0] + step[0], at[1] + step[1]]) {
    const count = rows[at[0]]?.dossiers[at[1]];
    if (count === undefined) return undefined;
    if (count > 0) return at;
  }
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

import type { Figures } from './run-side.ts';

const COLUMNS: Readonly<Record<string, (figures: Figures) => string>> = {
  side: ({ side }) => side,
  'delivered/s': ({ deliveredPerSecond }) => deliveredPerSecond.toFixed(0),
  'accepted/s': ({ acceptedPerSecond }) => acceptedPerSecond.toFixed(0),
  'p50 ms': ({ p50 }) => p50.toFixed(1),
  'p99 ms': ({ p99 }) => p99.toFixed(1),
  'CPU s per 1,000: accept': ({ cpu }) => second(cpu['accept']),
  deliver: ({ cpu }) => second(cpu['deliver']),
  portal: ({ cpu }) => second(cpu['portal']),
  postgres: ({ cpu }) => second(cpu['postgres']),
  'peak MiB: accept': ({ rss }) => (rss['accept'] ?? NaN).toFixed(0),
  'deliver ': ({ rss }) => (rss['deliver'] ?? NaN).toFixed(0),
  'commits per 1,000': ({ commits }) => commits.toFixed(0),
  'calls per 1,000': ({ calls }) => calls.toFixed(0),
  lost: ({ lost }) => String(lost),
};

/** Prints the figures of one run as a table, one line per side. */
export function printRun(run: number, figures: readonly Figures[]): void {
  const names = Object.keys(COLUMNS);
  const rows = figures.map((one) => Object.values(COLUMNS).map((read) => read(one)));
  const widths = names.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  console.log(`run ${run}`);
  for (const row of [names, ...rows]) console.log(row.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('  '));
}

/** The middle one; of an even number, the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return around.reduce<number>((sum, one) => sum + (one ?? NaN), 0) / 2;
}

function second(cpu: number | undefined): string {
  return (cpu ?? NaN).toFixed(2);
}

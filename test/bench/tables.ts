import type { Figures, Part } from './measure.ts';

/** A line of a table: what stands under which heading. */
export type Line = Readonly<Record<string, string>>;

/** Prints lines with the same headings as a table. */
export function printTable(title: string, lines: readonly Line[]): void {
  const names = Object.keys(lines[0] ?? {});
  const rows = [names, ...lines.map((line) => names.map((name) => line[name] ?? ''))];
  const widths = names.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of rows) console.log(row.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('  '));
}

/** What every table says of a load. */
export function flow(figures: Figures): Line {
  const { deliveredPerSecond, acceptedPerSecond, p50, p99, calls, commits, ledByBroker, astray } = figures;
  return {
    'delivered/s': deliveredPerSecond.toFixed(0),
    'accepted/s': acceptedPerSecond.toFixed(0),
    'p50 ms': p50.toFixed(1),
    'p99 ms': p99.toFixed(1),
    'calls/1,000': calls.toFixed(0),
    'commits/1,000': commits.toFixed(0),
    'by hint': Number.isNaN(ledByBroker) ? '–' : `${(ledByBroker * 100).toFixed(0)} %`,
    astray: String(astray),
  };
}

/** CPU seconds per 1,000 dossiers of each process, the peak of its memory in MiB, and its reads and writes per dossier. */
export function usage({ cpu, peaks, transfers }: Figures): Line {
  const parts = Object.keys(cpu) as Part[];
  const line = parts.map((part) => [part, `${cpu[part].toFixed(2)} s · ${peaks[part].toFixed(0)} MiB`]);
  return {
    ...(Object.fromEntries(line) as Line),
    'all but the portal': `${ownCpu({ cpu }).toFixed(2)} s`,
    'accept r+w': `${transfers.accept.reads.toFixed(1)}+${transfers.accept.writes.toFixed(1)}`,
    'deliver r+w': `${transfers.deliver.reads.toFixed(1)}+${transfers.deliver.writes.toFixed(1)}`,
  };
}

/** CPU seconds per 1,000 dossiers of all that a side is made of; the portal is not. */
export function ownCpu({ cpu }: Pick<Figures, 'cpu'>): number {
  return cpu.accept + cpu.deliver + cpu.postgres + cpu.rabbitmq;
}

/** The middle one; of an even number, the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return around.reduce<number>((sum, one) => sum + (one ?? NaN), 0) / 2;
}

import { createHash } from 'node:crypto';

export interface RowStep {
  readonly status: number;
  /** Seconds since 1970. */
  readonly at: number;
}

/** A dossier as a system has it in its own database, as far as a manifest says it. Times in seconds since 1970. */
export interface Row {
  readonly unit: string;
  /** `yyyy-MM-dd` in Hanoi. */
  readonly day: string;
  readonly code: string;
  readonly procedure: string;
  readonly channel: string;
  readonly status: number;
  readonly receivedAt: number | undefined;
  readonly dueAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly returnedAt: number | undefined;
  readonly steps: readonly RowStep[];
  readonly hasResult: boolean;
}

/** The value that two systems compare; made by the recipe alone. */
export function p1Of(row: Row): string {
  const time = (at: number | undefined): string | number => at ?? '';
  const [last] = [...row.steps].sort((a, b) => b.at - a.at || b.status - a.status);
  const members = [
    ...['p1', row.code, row.procedure, row.channel, row.status],
    ...[time(row.receivedAt), time(row.dueAt), time(row.finishedAt), time(row.returnedAt)],
    ...[row.steps.length, last?.status ?? '', last?.at ?? '', row.hasResult ? 1 : 0],
  ];
  return sha256(members.join('|'));
}

/** The digest of a bucket. */
export function digestOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => `${p1Of(row)}\n`).sort();
  return sha256(lines.join(''));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import type { DestinationMode, LaneState } from '#canonical';
import type { ExportSummary } from './index-export.ts';
import type { Samples } from './samples.ts';
import type { FieldCount, HabitCount } from './tally.ts';

/** Dossiers that only the other system has sent, by what the gateway knows of them. */
export interface OnlyThere {
  /** They never reached the gateway. */
  readonly unknown: Samples<string>;
  /** They wait in the gateway, such as for a code that is not mapped. */
  readonly waiting: Samples<{ readonly dossier: string; readonly state: LaneState }>;
  /** They are there, and nothing was written of them in that time. */
  readonly notWritten: Samples<string>;
}

/** What comparing the two systems came to. Nothing of it is personal. */
export interface ParityReport {
  readonly destination: string;
  readonly dialect: string;
  readonly mode: DestinationMode;
  /** The time in which the gateway wrote what was compared; null = open. RFC 3339. */
  readonly from: string | null;
  readonly to: string | null;
  readonly export: ExportSummary;
  readonly dossiers: {
    /** Sent by both, and equal; different in what is known or expected alone; different. */
    readonly equal: number;
    readonly explained: number;
    readonly differing: number;
    readonly onlyHere: Samples<string>;
    readonly onlyThere: OnlyThere;
  };
  readonly steps: { readonly equal: number; readonly repeated: number };
  readonly fields: readonly FieldCount[];
  readonly habits: readonly HabitCount[];
  readonly expected: readonly string[];
  /** Differences that neither a habit of the other system nor the operator explains. */
  readonly unexpected: number;
}

/** Names under which whole findings are said to be expected, beside those of fields. */
export const EXPECTABLE = {
  onlyHere: 'Dossiers.only-here',
  onlyThere: 'Dossiers.only-there',
  lines: 'Export.lines',
  unknownFields: 'Export.fields',
} as const;

/** What is left to be looked at, given what was said to be expected. */
export function countUnexpected(
  { dossiers: { onlyHere, onlyThere }, export: sent }: Pick<ParityReport, 'dossiers' | 'export'>,
  { unexplained, expected }: { unexplained: number; expected: ReadonlySet<string> },
): number {
  const { unknown, waiting, notWritten } = onlyThere;
  const wholes = [
    [EXPECTABLE.onlyHere, onlyHere.count],
    [EXPECTABLE.onlyThere, unknown.count + waiting.count + notWritten.count],
    [EXPECTABLE.lines, sent.faulty.count],
    [EXPECTABLE.unknownFields, sent.unknownFields.length],
  ] as const;
  return wholes.reduce((sum, [name, count]) => sum + (expected.has(name) ? 0 : count), unexplained);
}

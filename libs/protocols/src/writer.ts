import type { CodeSnapshot, Dossier, Instant, Paper, Step, UnitIdentity } from '#canonical';

/** One dossier or step as the partner's JSON has it. */
export type WireItem = Readonly<Record<string, unknown>>;

/** A code that has no counterpart in the partner's tables: `table` and `code` name what a person must map, `field` where it stands. */
export interface MissingCode {
  readonly partner: string;
  readonly table: string;
  readonly code: string;
  readonly field: string;
}

/** Codes as they were first acknowledged by the destination. Those of the procedure stay as long as the source's code stays the same. */
export interface Pins {
  readonly procedureCode: string;
  readonly wireProcedure: string;
  readonly procedureName: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  /** The unit in which it was received, where the dialect names it; that never changes. */
  readonly agency?: UnitIdentity;
}

/** A full record to write. `removedPapers`: files that the destination has acknowledged and that the source has taken out. */
export interface RecordToWrite {
  readonly dossier: Dossier;
  readonly removedPapers: readonly Paper[];
  readonly codes: CodeSnapshot;
  /** Time of sending: partner tables are looked up at it. */
  readonly now: Instant;
  readonly pins: Pins | undefined;
  /** The unit in which the dossier was received, by its id. A dialect that names it holds what comes without. */
  readonly receivedUnit?: number;
}

/** A step to write. */
export interface StepToWrite {
  readonly step: Step;
  readonly codes: CodeSnapshot;
  readonly now: Instant;
  /** As for a record. */
  readonly receivedUnit?: number;
}

/** What writing came to: a wire item without a single blank code, or the codes that are missing. */
export type Written =
  | { readonly kind: 'written'; readonly item: WireItem; readonly pins?: Pins }
  | { readonly kind: 'unmapped'; readonly missing: readonly MissingCode[] };

/** The pure half of a dialect, for one configured destination. */
export interface Writer {
  record(input: RecordToWrite): Written;
  step(input: StepToWrite): Written;
  /** What makes two steps on the wire the same: all fields after our cuts, trimmed, NFC. */
  stepKey(item: WireItem): string;
}

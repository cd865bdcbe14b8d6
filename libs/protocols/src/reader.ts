import type { DossierDraft, Step } from '#canonical';

/** What is wrong with a wire value, by codes that the doors have texts for. */
export type FaultCode =
  | 'field.required'
  | 'field.type'
  | 'field.time'
  | 'field.format'
  | 'field.allowed'
  | 'field.too-long'
  | 'field.text'
  | 'problems.more';

/** A fault or remark about one field: `field` is a JSON pointer by the names of the wire, empty for the item as a whole. */
export interface WireFinding<Code extends string = string> {
  readonly field: string;
  readonly code: Code;
  /** Values that would be right, where they can be listed. */
  readonly allowed?: readonly string[];
}

/** What every item came to: `unknownFields` counts members that the dialect does not know and that are ignored. */
interface ReadItem {
  readonly unknownFields: number;
}

/** An item with faults, every one of them named; its code, if that at least can be read. */
export interface MalformedItem extends ReadItem {
  readonly kind: 'malformed';
  readonly dossierCode: string | null;
  readonly problems: readonly WireFinding<FaultCode>[];
}

/**
 * A dossier as far as the wire says it. `emptied`: canonical JSON pointers of what was sent empty, which is another thing than
 * what was not sent.
 */
export interface ReadRecord extends ReadItem {
  readonly kind: 'record';
  readonly draft: DossierDraft;
  readonly emptied: readonly string[];
  readonly warnings: readonly WireFinding[];
}

/** A step as the wire says it. */
export interface ReadStep extends ReadItem {
  readonly kind: 'step';
  readonly step: Step;
  readonly warnings: readonly WireFinding[];
}

/** The reading half of a dialect, over the code tables of one day. Pure. */
export interface Reader {
  /** Reads a dossier; `isWhole` = nothing is known of it yet, so that what is required must be there. */
  record(value: unknown, isWhole: boolean): ReadRecord | MalformedItem;
  step(value: unknown): ReadStep | MalformedItem;
}

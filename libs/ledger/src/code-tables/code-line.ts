import type { CodeDirection, LegalDay } from '#canonical';

/** Names a table of codes. */
export interface TableName {
  readonly partner: string;
  readonly table: string;
  readonly direction: CodeDirection;
}

/** What a row says: a code, what it is called, and on which legal days, half open; null = without limit. */
export interface CodeLine {
  readonly fromCode: string;
  readonly toCode: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** The number of the document that it rests on. */
  readonly legalBasis: string | null;
}

/** A row that is believed now. `by`: the operator who added it, null = the files. */
export interface CodeTableRow extends CodeLine {
  readonly id: number;
  readonly direction: string;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly recordedAt: Date;
  readonly by: string | null;
}

/** What a line says, as one text: two that say the same are the same. */
export function contentOf({ fromCode, toCode, validFrom, validTo, legalBasis }: CodeLine): string {
  return JSON.stringify([fromCode, toCode, validFrom, validTo, legalBasis]);
}

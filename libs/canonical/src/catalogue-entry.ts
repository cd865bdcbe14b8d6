/** How far a service is offered online. Source: protocols §1.8: information only, partial (một phần), full (toàn trình). */
export const SERVICE_LEVELS = ['2', '3', '4'] as const;
export type ServiceLevel = (typeof SERVICE_LEVELS)[number];

/** By which way a dossier comes; `null` = the source says none that is known. */
export type CatalogueChannel = 'direct' | 'online' | 'post' | null;

/** A case in which the procedure is followed, with its steps in order. */
export interface ProcedureCase {
  readonly name: string;
  readonly steps: readonly string[];
}

/** A paper of the dossier; `originals` and `copies` null = not said in a number. */
export interface ProcedurePaper {
  readonly case: string;
  readonly code: string;
  readonly name: string;
  readonly form: string;
  readonly url: string;
  readonly originals: number | null;
  readonly copies: number | null;
}

/** A fee; `amount` in VND, null = the source says it in words alone, which stand in `amountText`. */
export interface ProcedureFee {
  readonly channel: CatalogueChannel;
  /** The source's own code: 1 phí, 2 lệ phí. */
  readonly kind: string;
  readonly amount: number | null;
  readonly amountText: string;
  readonly unit: string;
  readonly note: string;
  readonly url: string;
}

/** How long it takes; `value` null = said in words alone, which stand in `text`. */
export interface ProcedureDuration {
  readonly channel: CatalogueChannel;
  readonly value: number | null;
  readonly text: string;
  readonly unit: string;
  readonly note: string;
}

/** What a procedure leads to. */
export interface ProcedureResult {
  readonly code: string;
  readonly name: string;
}

/** A document on which a procedure rests. */
export interface LegalBasis {
  readonly number: string;
  readonly name: string;
}

/** What the national portal says of a procedure beside its name and field. */
export interface ProcedureDetail {
  /** Null = not known. */
  readonly level: ServiceLevel | null;
  readonly cases: readonly ProcedureCase[];
  readonly papers: readonly ProcedurePaper[];
  readonly fees: readonly ProcedureFee[];
  readonly durations: readonly ProcedureDuration[];
  readonly results: readonly ProcedureResult[];
  readonly legalBases: readonly LegalBasis[];
}

/** A procedure as its source shows it. */
export interface SourceProcedure extends ProcedureDetail {
  /** The national part of its code. */
  readonly code: string;
  readonly name: string;
  /** Empty = the source names no field. */
  readonly fieldCode: string;
  readonly fieldName: string;
  /** False = the source itself says that it is not in force. */
  readonly isInForce: boolean;
}

const KEPT_ZERO = ['không', 'miễn phí', 'miễn', 'không thu', 'không thu phí', 'không có'];
const AMOUNT = /^(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,]0{1,2})?\s*(?:đồng|đ|vnđ|vnd)?\.?$/;
const MOST_VND = 1e12;

/**
 * An amount as the source writes it: "8.000", "8,000 đồng", "không", 8000. Null: no number that can be trusted ("8.5", "theo quy định").
 * Dots and commas part thousands: there are no fractions of a đồng.
 */
export function parseAmount(written: string): number | null {
  const text = written.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ');
  if (KEPT_ZERO.includes(text)) return 0;
  const digits = AMOUNT.exec(text)?.[1];
  const amount = digits === undefined ? Number.NaN : Number(digits.replace(/[.,\s]/g, ''));
  return Number.isSafeInteger(amount) && amount <= MOST_VND ? amount : null;
}

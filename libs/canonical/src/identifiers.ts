import { canonicalText } from './text.ts';

/** Dossier code (mã hồ sơ) in its one written form: NFC, upper case, at most 50 characters. */
export type DossierCode = string & { readonly brand: 'DossierCode' };

/** Electronic agency identifier (mã định danh điện tử) in one of two schemes. Source: protocols §2.2. */
export type AgencyIdentifier = string & { readonly brand: 'AgencyIdentifier' };

/** Procedure code (mã TTHC): the national part, and what the sender wrote behind it. Source: protocols §2.3. */
export interface ProcedureCode {
  readonly national: string;
  readonly suffix: string;
}

const DOSSIER_CODE = /^[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,6}$/;
const AGENCY_SCHEMES = {
  'qcvn-102': /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/,
  'decision-20': /^[A-Z]\d{2}(\.[0-9A-Z]+)*$/,
} as const;
/** `.000.00.00.H56` or `.H56` behind a code: who published it. */
const PUBLISHER = /(?:\.\d{3}\.\d{2}\.\d{2})?\.[A-Z]\d{2}$/;
const PROCEDURE_CODE = /^(\d\.\d{6})(?:\.([0-9A-Z.]{1,40}))?$/;
const MAX_DOSSIER_CODE = 50;
const MAX_AGENCY_IDENTIFIER = 35;

/** Reads a dossier code as a person may write it (trimmed, any case); undefined when it is none. `extra` is a province's own further pattern. */
export function parseDossierCode(text: string, extra?: RegExp): DossierCode | undefined {
  const code = canonicalText(text).toUpperCase();
  if (code.length > MAX_DOSSIER_CODE || /\s/.test(code)) return undefined;
  return DOSSIER_CODE.test(code) || extra?.test(code) === true ? (code as DossierCode) : undefined;
}

/** The part of a dossier code before the day: the identifier of the unit that minted it. */
export function prefixOf(code: string): string {
  return code.replace(/-\d{6}-\d+$/, '');
}

/** Reads an agency identifier of either scheme; undefined when it is none. */
export function parseAgencyIdentifier(text: string): AgencyIdentifier | undefined {
  const identifier = canonicalText(text).toUpperCase();
  return agencyScheme(identifier) === undefined ? undefined : (identifier as AgencyIdentifier);
}

/** The scheme of an identifier: QCVN 102:2016 (smallest unit first) or Decision 20/2020 (largest first). */
export function agencyScheme(identifier: string): keyof typeof AGENCY_SCHEMES | undefined {
  if (AGENCY_SCHEMES['qcvn-102'].test(identifier)) return 'qcvn-102';
  return identifier.length <= MAX_AGENCY_IDENTIFIER && AGENCY_SCHEMES['decision-20'].test(identifier) ? 'decision-20' : undefined;
}

/** Splits a procedure code into its national part and suffix; undefined for a local code that has no national part. */
export function parseProcedureCode(text: string): ProcedureCode | undefined {
  const match = PROCEDURE_CODE.exec(text);
  return match?.[1] === undefined ? undefined : { national: match[1], suffix: match[2] ?? '' };
}

/** A procedure code as it is without the suffix of its publisher: the national part of one that conforms, else what stands before it. */
export function withoutPublisher(code: string): string {
  return parseProcedureCode(code)?.national ?? code.replace(PUBLISHER, '');
}

import {
  APPLICANT_KINDS,
  legalDay,
  RETURN_METHODS,
  STATUSES,
  UNIT_IDENTIFIERS,
  type LegalDay,
  type UnitIdentity,
} from '#canonical';
import { Translation, type RecordToWrite, type StepToWrite } from '#protocols';

/** The partner under whose name the code tables of this dialect are kept. */
export const LGSP_DOCUMENT_PARTNER = 'province';

/**
 * The tables that the dialect needs, each with the canonical values that it must map. `trace-status` is the place of assumption A9:
 * another row there is another status of a trace.
 */
export const LGSP_DOCUMENT_CODE_TABLES = {
  'applicant-kind': APPLICANT_KINDS,
  'return-method': RETURN_METHODS,
  'document-status': STATUSES.map(String),
  'trace-status': STATUSES.map(String),
} as const satisfies Readonly<Record<string, readonly string[]>>;
type LgspDocumentTable = keyof typeof LGSP_DOCUMENT_CODE_TABLES;

/** Every code of this wire is an integer. */
export const INTEGER_CODE = /^-?\d{1,9}$/;

/** Codes of one item, looked up at the time of sending; whatever is missing is noted. */
export class Codes extends Translation<LgspDocumentTable> {
  constructor(private readonly input: Pick<RecordToWrite & StepToWrite, 'codes' | 'now' | 'receivedUnit'>) {
    super({ partner: LGSP_DOCUMENT_PARTNER, codes: input.codes, day: legalDay(input.now) });
  }

  /** A code as a number. A row that holds none is as good as missing. */
  integer(table: LgspDocumentTable, from: string, field: string): number {
    const code = this.code(table, from, field).trim();
    if (INTEGER_CODE.test(code)) return Number(code);
    this.note({ table, code: from, field });
    return 0;
  }

  /** How the unit goes by in which the dossier was received, on that day. */
  agency(day: LegalDay): UnitIdentity {
    const { codes, receivedUnit = 0 } = this.input;
    const agency = codes.agencies.on(receivedUnit, day);
    if (agency !== undefined) return agency;
    const code = codes.agencies.codeOf(receivedUnit) ?? String(receivedUnit);
    this.note({ table: UNIT_IDENTIFIERS, code, field: '/dossierCode' });
    return { identifier: '', name: '' };
  }
}

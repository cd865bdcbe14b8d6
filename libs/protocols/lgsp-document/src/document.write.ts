import { PROCEDURE_ALIASES, legalDay, type Applicant, type Dossier, type LegalDay, type UnitIdentity } from '#canonical';
import { cut, pinnedProcedure, type Pins, type RecordToWrite, type Written } from '#protocols';
import { NO_DATE, writeDate } from './date.write.ts';
import { Codes, LGSP_DOCUMENT_PARTNER } from './lgsp-document.codes.ts';
import type { WireDocument } from './lgsp-document.wire.ts';
import { writeAttachments, writeFee, writePaper, writeSupplement } from './lists.write.ts';
import type { LgspDocumentSettings } from './settings.ts';

/** What of the settings decides how a dossier is written. */
export type DocumentSettings = Pick<LgspDocumentSettings, 'procedureSuffix' | 'attachments' | 'attachmentIdKey' | 'feeType'>;

const ABSTRACT = 1_000;
const FINISHED = 9;
const RETURNED = 10;

/** Writes a full dossier: all keys, always in the same order, nothing that the source did not say. */
export function writeDocument(input: RecordToWrite, settings: DocumentSettings): Written {
  const { dossier } = input;
  const codes = new Codes(input);
  const { pins, ...procedure } = writeProcedure(input, settings.procedureSuffix, codes);
  // The unit of its reception never changes: what was acknowledged once stays, whatever becomes of the register.
  const agency = input.pins?.agency ?? codes.agency(receptionDay(input));
  const item = {
    ...procedure,
    DocCode: dossier.dossierCode,
    ...writeApplicant(dossier.applicant, codes),
    Compendium: cut(dossier.abstract, ABSTRACT),
    ...writeProgress(dossier, codes),
    ...writeLists(input, settings),
    ...writeAgency(agency),
  } satisfies WireDocument;
  if (codes.missing.length > 0) return { kind: 'unmapped', missing: codes.missing };
  return { kind: 'written', item, ...(pins === undefined ? {} : { pins: { ...pins, agency } }) };
}

/** A name that the source itself gives is taken as it is. */
function writeProcedure(
  input: RecordToWrite,
  suffix: string,
  codes: Codes,
): Pick<WireDocument, 'DocTypeCode' | 'DocTypeName'> & { readonly pins: Pins | undefined } {
  const { procedureCode, procedureName } = input.dossier;
  const pins = pinnedProcedure(input, { partner: LGSP_DOCUMENT_PARTNER, suffix });
  const filled = (text: string | undefined, field: string): string => {
    if (text === undefined || text === '') codes.note({ table: PROCEDURE_ALIASES, code: procedureCode, field });
    return text ?? '';
  };
  return {
    DocTypeCode: filled(pins?.wireProcedure, '/procedureCode'),
    DocTypeName: filled(procedureName === '' ? pins?.procedureName : (procedureName ?? pins?.procedureName), '/procedureName'),
    pins,
  };
}

/** The day by which the unit was resolved when the dossier came, and by which its identifier is looked up. */
function receptionDay({ dossier: { receivedAt, submittedAt }, now }: RecordToWrite): LegalDay {
  return legalDay(receivedAt ?? submittedAt ?? now);
}

function writeApplicant(applicant: Applicant, codes: Codes) {
  return {
    CitizenName: applicant.name ?? '',
    CitizenInfo: '',
    ApplicantsId: applicant.idNumber ?? '',
    ApplicantsType: codes.integer('applicant-kind', applicant.kind, '/applicant/kind'),
    Address: '',
    Email: applicant.email ?? '',
    Phone: applicant.phone ?? '',
  };
}

function writeProgress(dossier: Dossier, codes: Codes) {
  const isSuccess = dossier.status >= FINISHED;
  return {
    // The only date that is blank and has no placeholder (assumption A10): it means "not received".
    DateReceived: dossier.receivedAt === undefined ? '' : writeDate(dossier.receivedAt),
    DateAppointed: writeDate(dossier.dueAt),
    IsSuccess: isSuccess,
    SuccessDate: isSuccess ? writeDate(dossier.finishedAt) : NO_DATE,
    ApproverName: '',
    ApproverPosition: '',
    SuccessNote: '',
    IsReturned: dossier.status === RETURNED,
    ReturnedDate: writeDate(dossier.returnedAt),
    ReturnNote: dossier.returnNote ?? '',
    ReturnedType: codes.integer('return-method', dossier.returnMethod, '/returnMethod'),
    FinishedDate: writeDate(dossier.finishedAt),
    Status: codes.integer('document-status', String(dossier.status), '/status'),
    ProcessingOrganName: dossier.agencyName,
  };
}

function writeLists({ dossier, removedPapers }: RecordToWrite, settings: DocumentSettings) {
  const { supplements = [], note, fees = [], otherPapers = [], papers = [] } = dossier;
  return {
    HasSupplementary: supplements.length > 0,
    RequireSupplementaryDate: writeDate(supplements.findLast(({ requestedAt }) => requestedAt !== undefined)?.requestedAt),
    Note: note ?? '',
    Attachments: settings.attachments === 'none' ? [] : writeAttachments(papers, removedPapers, settings.attachmentIdKey),
    DocFees: fees.map((fee) => writeFee(fee, settings.feeType)),
    DocPapers: otherPapers.map(writePaper),
    Supplementaries: supplements.map((supplement) => writeSupplement(supplement, settings.feeType)),
  };
}

function writeAgency({ identifier, name }: UnitIdentity) {
  return { OrganInchargeIdLevel1: identifier, OrganInchargeName: name };
}

import {
  amount,
  base64,
  date,
  dateOrBlank,
  dateOrNone,
  filled,
  given,
  inTurn,
  integer,
  list,
  looseBoolean,
  object,
  oneOf,
  optional,
  text,
  trueOrFalse,
  type Item,
  type Kind,
} from './check.ts';

/**
 * What the provincial portal accepts, field by field. Written by hand from the public schema of the exchange, on purpose without
 * the gateway's own tables. The schema says of a field only whether it must be there; which of those may be blank is told by the
 * known client, who sends UserPosition so, and by what a dossier can lack: applicant, telephone.
 */

/** The identifier is spelt `Attachmentld` in the schema and `AttachmentId` by the known client: one of them. */
const oneIdentifier: Kind = (value, name) => {
  const spellings = ['Attachmentld', 'AttachmentId'].filter((spelling) => Object.hasOwn(value as Item, spelling));
  if (spellings.length === 1) return undefined;
  return spellings.length === 0
    ? `Thiếu trường ${name}.Attachmentld`
    : `Trường ${name}.Attachmentld và ${name}.AttachmentId không được có cùng lúc`;
};

const ATTACHMENT = inTurn(
  object({
    Attachmentld: optional(integer),
    AttachmentId: optional(integer),
    AttachmentName: given(text),
    IsDeleted: optional(trueOrFalse),
    Base64: filled(base64),
    IsVerified: given(trueOrFalse),
  }),
  oneIdentifier,
);

const FEE = object({ FeeName: given(text), FeeType: given(integer), Price: given(amount) });
const PAPER = object({ PaperName: given(text), Amount: given(integer), PaperType: given(integer) });

const SUPPLEMENT = object({
  SupplementaryId: given(integer),
  SendUser: given(text),
  SendComment: given(text),
  SendDate: given(dateOrNone),
  ReceivedUser: optional(text),
  ReceivedComment: optional(text),
  ReceivedDate: given(dateOrNone),
  IsReceived: given(trueOrFalse),
  Papers: optional(list(PAPER)),
  Fees: optional(list(FEE)),
  OldDateAppointed: given(dateOrNone),
  NewDateAppointed: optional(dateOrNone),
});

const RELEASED = 2;

/** Status 1 covers dossiers that are not received yet (assumption A10), status 2 does not. */
const receivedWhenReleased: Kind = (value) => {
  const { Status, DateReceived } = value as Item;
  return Status === RELEASED && DateReceived === '' ? 'Trường DateReceived không được để trống' : undefined;
};

/** `MSyncDocument`: a dossier. Source: protocols §4 and the public schema. */
export const DOCUMENT = inTurn(
  object({
    DocTypeCode: filled(text),
    DocTypeName: filled(text),
    DocCode: filled(text),
    CitizenName: given(text),
    CitizenInfo: optional(text),
    ApplicantsId: given(text),
    ApplicantsType: given(oneOf(1, 2, 3, 4)),
    Address: optional(text),
    Email: optional(text),
    Phone: given(text),
    Compendium: optional(text),
    DateReceived: given(dateOrBlank),
    DateAppointed: given(dateOrNone),
    IsSuccess: given(trueOrFalse),
    SuccessDate: given(dateOrNone),
    ApproverName: optional(text),
    ApproverPosition: optional(text),
    SuccessNote: optional(text),
    IsReturned: given(looseBoolean),
    ReturnedDate: given(dateOrNone),
    ReturnNote: optional(text),
    ReturnedType: given(oneOf(0, 1)),
    FinishedDate: optional(dateOrNone),
    Status: given(oneOf(1, RELEASED)),
    ProcessingOrganName: filled(text),
    HasSupplementary: optional(looseBoolean),
    RequireSupplementaryDate: optional(dateOrNone),
    Note: optional(text),
    Attachments: given(list(ATTACHMENT)),
    DocFees: optional(list(FEE)),
    DocPapers: optional(list(PAPER)),
    Supplementaries: optional(list(SUPPLEMENT)),
    OrganInchargeIdLevel1: filled(text),
    OrganInchargeName: filled(text),
  }),
  receivedWhenReleased,
);

/** `MDocumentTraces`: a step. Source: the public schema. */
export const TRACE = object({
  DocumentId: filled(text),
  DocCode: filled(text),
  UserName: filled(text),
  UserPosition: given(text),
  DateCreated: filled(date),
  Comment: optional(text),
  Status: optional(integer),
  OrganizationInchargeIdLevel1: filled(text),
  OrganizationInchargeName: filled(text),
});

/**
 * The shapes of the wire. Source: protocols §4. Every value is text unless it says otherwise, dates too: `date.write.ts`. Members
 * that the schema leaves optional are always there: what is not known is "".
 */

/** A fee (DocFees, Fees); Price in VND. */
export interface WireFee {
  readonly FeeName: string;
  readonly FeeType: number;
  readonly Price: number;
}

/** A paper by name and number (DocPapers, Papers). */
export interface WirePaper {
  readonly PaperName: string;
  readonly Amount: number;
  readonly PaperType: number;
}

/** A file, with its identifier under a key that is configured. */
export interface WireAttachment {
  readonly AttachmentName: string;
  readonly IsDeleted: boolean;
  readonly Base64: string;
  readonly IsVerified: boolean;
}

/** A request for supplements. */
export interface WireSupplement {
  readonly SupplementaryId: number;
  readonly SendUser: string;
  readonly SendComment: string;
  readonly SendDate: string;
  readonly ReceivedUser: string;
  readonly ReceivedComment: string;
  readonly ReceivedDate: string;
  readonly IsReceived: boolean;
  readonly Papers: readonly WirePaper[];
  readonly Fees: readonly WireFee[];
  readonly OldDateAppointed: string;
  readonly NewDateAppointed: string;
}

/** A dossier (MSyncDocument) as `SyncDocument` takes it. */
export interface WireDocument {
  readonly DocTypeCode: string;
  readonly DocTypeName: string;
  readonly DocCode: string;
  readonly CitizenName: string;
  readonly CitizenInfo: string;
  readonly ApplicantsId: string;
  readonly ApplicantsType: number;
  readonly Address: string;
  readonly Email: string;
  readonly Phone: string;
  readonly Compendium: string;
  readonly DateReceived: string;
  readonly DateAppointed: string;
  readonly IsSuccess: boolean;
  readonly SuccessDate: string;
  readonly ApproverName: string;
  readonly ApproverPosition: string;
  readonly SuccessNote: string;
  readonly IsReturned: boolean;
  readonly ReturnedDate: string;
  readonly ReturnNote: string;
  readonly ReturnedType: number;
  readonly FinishedDate: string;
  readonly Status: number;
  readonly ProcessingOrganName: string;
  readonly HasSupplementary: boolean;
  readonly RequireSupplementaryDate: string;
  readonly Note: string;
  readonly Attachments: readonly WireAttachment[];
  readonly DocFees: readonly WireFee[];
  readonly DocPapers: readonly WirePaper[];
  readonly Supplementaries: readonly WireSupplement[];
  readonly OrganInchargeIdLevel1: string;
  readonly OrganInchargeName: string;
}

/** A step (MDocumentTraces) as `UpdateDocumentTraces` takes it. */
export interface WireTrace {
  readonly DocumentId: string;
  readonly DocCode: string;
  readonly UserName: string;
  readonly UserPosition: string;
  readonly DateCreated: string;
  readonly Comment: string;
  readonly Status: number;
  readonly OrganizationInchargeIdLevel1: string;
  readonly OrganizationInchargeName: string;
}

import type { Instant } from './instant.ts';
import type { Status } from './status.ts';

/** How a dossier was filed. */
export const CHANNELS = ['direct', 'online', 'post'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who files: citizen, enterprise, state agency, other organisation. */
export const APPLICANT_KINDS = ['citizen', 'enterprise', 'agency', 'organisation'] as const;
export type ApplicantKind = (typeof APPLICANT_KINDS)[number];

/** Kinds of identity paper: citizen card with 12 digits (CCCD), old identity card with 9 digits (CMND). */
export const IDENTITY_KINDS = ['cccd', 'cmnd'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** How the result goes back: at the one-stop desk or by public post. */
export const RETURN_METHODS = ['desk', 'post'] as const;
export type ReturnMethod = (typeof RETURN_METHODS)[number];

/** An identity paper of the owner. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly number: string;
}

/** The owner of the dossier (chủ hồ sơ). Personal: never in a log or a plain column. */
export interface Applicant {
  readonly kind: ApplicantKind;
  readonly name?: string;
  readonly idNumber?: string;
  /** Technical id of the owner's national account, not an identity number. */
  readonly accountId?: string;
  readonly identities?: readonly Identity[];
  readonly email?: string;
  readonly phone?: string;
  readonly fax?: string;
}

/** A submitted paper (giấy tờ nộp); `reused` is the national portal's own code, passed through. */
export interface Paper {
  readonly fileId?: string;
  readonly name?: string;
  readonly component?: string;
  readonly url?: string;
  readonly deleted?: boolean;
  readonly digitised?: boolean;
  readonly reused?: string;
  readonly fromNationalStore?: boolean;
  readonly replacedByResult?: string;
}

/** A fee; `amount` in whole VND; the codes are the partner's own. */
export interface Fee {
  readonly name?: string;
  readonly code?: string;
  readonly collection?: string;
  readonly amount?: number;
  readonly kind?: string;
}

/** A paper of which only name, number and kind are known. */
export interface OtherPaper {
  readonly name?: string;
  readonly quantity?: number;
  readonly kind?: number;
}

/** A result paper (giấy tờ kết quả). */
export interface ResultPaper {
  readonly name?: string;
  readonly component?: string;
  readonly paperId?: string;
  readonly url?: string;
  readonly resultCode?: string;
}

/** One request for supplements and its answer. */
export interface Supplement {
  readonly id?: number;
  readonly requestedBy?: string;
  readonly content?: string;
  readonly requestedAt?: Instant;
  readonly receivedBy?: string;
  readonly receivedNote?: string;
  readonly receivedAt?: Instant;
  readonly completed?: boolean;
  readonly papers?: readonly Paper[];
  readonly fees?: readonly Fee[];
  readonly dueBefore?: Instant;
  readonly dueAfter?: Instant;
}

/** The full state of a dossier (hồ sơ) as its source knows it. Texts are NFC and trimmed; instants are UTC, whole seconds. */
export interface Dossier {
  readonly dossierCode: string;
  readonly sourceCode?: string;
  readonly procedureCode: string;
  readonly procedureName?: string;
  readonly fieldCode?: string;
  readonly fieldName?: string;
  readonly channel?: Channel;
  readonly applicant: Applicant;
  readonly abstract?: string;
  readonly note?: string;
  readonly otherInformation?: string;
  readonly receivedAt?: Instant;
  readonly dueAt?: Instant;
  readonly finishedAt?: Instant;
  readonly returnedAt?: Instant;
  readonly returnNote?: string;
  readonly refusedAt?: Instant;
  readonly submittedAt?: Instant;
  readonly status: Status;
  readonly returnMethod: ReturnMethod;
  /** Name of the processing agency, as the source wrote it. */
  readonly agencyName: string;
  readonly receiptNumber?: string;
  readonly submissionPlace?: string;
  readonly paidOnline?: string;
  readonly digitised?: boolean;
  readonly vneidVerified?: boolean;
  readonly consultedDatabases?: readonly string[];
  readonly fees?: readonly Fee[];
  readonly papers?: readonly Paper[];
  readonly otherPapers?: readonly OtherPaper[];
  readonly results?: readonly ResultPaper[];
  readonly supplements?: readonly Supplement[];
}

/** Fields that decide how the province is scored: an update that leaves one out keeps the last value instead of blanking it. */
export const SCORE_FIELDS = [
  'receivedAt',
  'dueAt',
  'finishedAt',
  'channel',
  'paidOnline',
  'digitised',
  'vneidVerified',
  'consultedDatabases',
  'fees',
  'papers',
  'results',
  'supplements',
] as const satisfies readonly (keyof Dossier)[];
export type ScoreField = (typeof SCORE_FIELDS)[number];

/** The time that a step of this status fills when it is still empty. */
export const STEP_FILLED_TIMES: Readonly<Partial<Record<Status, 'finishedAt' | 'returnedAt' | 'refusedAt'>>> = {
  3: 'refusedAt',
  9: 'finishedAt',
  10: 'returnedAt',
};

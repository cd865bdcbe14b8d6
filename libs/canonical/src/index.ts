/**
 * The vocabulary of the gateway: dossier, step, identifiers, statuses, outcomes, lane and item states, content hash.
 * Pure values and functions only. No input or output, no dialect, no database; nothing is imported but node:crypto.
 */
export {
  APPLICANT_KINDS,
  CHANNELS,
  IDENTITY_KINDS,
  RETURN_METHODS,
  SCORE_FIELDS,
  STEP_FILLED_TIMES,
  type Applicant,
  type ApplicantKind,
  type Channel,
  type Dossier,
  type Fee,
  type Identity,
  type IdentityKind,
  type OtherPaper,
  type Paper,
  type ResultPaper,
  type ReturnMethod,
  type ScoreField,
  type Supplement,
} from './dossier.ts';
export { isRequired, isWhole, missingFields, type DossierDraft } from './dossier-changes.ts';
export { type Step } from './step.ts';
export { canonicalText, isBlank } from './text.ts';
export { compareSourceVersions, type SourceVersion } from './source-version.ts';
export {
  isStatus,
  mayFollow,
  STATUS_TEXTS,
  STATUSES,
  STATUSES_BEFORE_RECEPTION,
  STATUSES_THAT_DECIDE_THE_SCORE,
  type Status,
} from './status.ts';
export {
  agencyScheme,
  parseAgencyIdentifier,
  parseDossierCode,
  parseProcedureCode,
  withoutPublisher,
  prefixOf,
  type AgencyIdentifier,
  type DossierCode,
  type ProcedureCode,
} from './identifiers.ts';
export { canonicalJson, contentHash, isEmpty, sha256, slotHash } from './content-hash.ts';
export {
  formatInstant,
  instantOf,
  legalDay,
  parseInstant,
  parseLegalDay,
  VIETNAM_OFFSET_MS,
  type Instant,
  type LegalDay,
} from './instant.ts';
export {
  ATTEMPT_OUTCOMES,
  CUT_OVERS,
  DESTINATION_MODES,
  ITEM_STATES,
  LANE_STATES,
  MUST_ACT,
  type AttemptOutcome,
  type CutOver,
  type DestinationMode,
  type ItemState,
  type LaneState,
  type LookupCapability,
  type MustAct,
} from './delivery.ts';
export { bucketDigest, factsOf, manifestText, NO_STEPS, p1Of, withStep, type ManifestFacts, type StepsTold } from './manifest.ts';
export { Agencies, type UnitIdentity, type UnitRow } from './agencies.ts';
export { Calendar, DAY_KINDS, dayAfter, isWeekend, type DayKind } from './calendar.ts';
export { leafOf, type Attested } from './evidence/leaf.ts';
export { MerkleTree } from './evidence/merkle-tree.ts';
export { anchorText, linkOf, NO_LINK, type Anchor, type Block } from './evidence/chain.ts';
export { type Bitemporal } from './bitemporal.ts';
export {
  CODE_DIRECTIONS,
  CodeSnapshot,
  PROCEDURE_ALIASES,
  SUB_CODE,
  UNIT_IDENTIFIERS,
  type CodeDirection,
  type CodeRow,
  type CodeRows,
  type CodeToFind,
  type LookUpTime,
  type ProcedureRow,
  type UnitCodeRow,
} from './code-snapshot.ts';
export {
  parseAmount,
  SERVICE_LEVELS,
  type CatalogueChannel,
  type LegalBasis,
  type ProcedureCase,
  type ProcedureDetail,
  type ProcedureDuration,
  type ProcedureFee,
  type ProcedurePaper,
  type ProcedureResult,
  type ServiceLevel,
  type SourceProcedure,
} from './catalogue-entry.ts';
export { scoreFactsOf, type ScoreFacts, type SupplementTimes } from './score-facts.ts';

/**
 * The port of the system: what every dialect can write and how a partner is called, and what dialects do alike: look codes up,
 * cut texts, judge answers by a table. One folder per dialect beside this one; dialects never import each other. Write and read
 * are pure; only a dialect's `client.ts` opens connections, and no database is known here.
 */
export {
  type MissingCode,
  type Pins,
  type RecordToWrite,
  type StepToWrite,
  type WireItem,
  type Writer,
  type Written,
} from './writer.ts';
export { type FaultCode, type MalformedItem, type Reader, type ReadRecord, type ReadStep, type WireFinding } from './reader.ts';
export {
  type Answer,
  type Call,
  type CallDeadline,
  type Found,
  type LoginAnswer,
  type LookUp,
  type LookupAnswer,
  type PartnerClient,
  type PushKind,
  type Verdict,
} from './partner-client.ts';
export { answerTo, unanswered, type Reading } from './answer.ts';
export { BASE_ADDRESS, ConnectionSettings } from './connection-settings.ts';
export { codeText, isObject, readObject } from './envelope.ts';
export { namesAnother, sameDossier } from './named-dossiers.ts';
export { maskAnswer } from './mask-answer.ts';
export { OutcomeCatalogue, wordsOf } from './outcome-catalogue.ts';
export { COMMON_CAUSES, type OutcomeCause, type OutcomeCauses } from './outcome-causes.ts';
export { foldText, judge, type Flaw, type OutcomeRow } from './outcome-table.ts';
export { ownCauses, readOwnOutcomes, type OwnOutcome, type OwnOutcomes } from './own-outcomes.ts';
export { pinnedProcedure } from './pinned-procedure.ts';
export { lifetimeOf, tokenIn, usableForMs } from './token.ts';
export { Translation } from './translation.ts';
export { cut, officerName, plain } from './wire-text.ts';
export {
  type ComparedField,
  type ComparedList,
  type ComparedValue,
  type Habit,
  type Parity,
  type SentItem,
  type SentItems,
} from './parity.ts';
export { Province } from './province.ts';
export { leavesTime, maintenanceAt, openTimeBefore, type Period } from './maintenance.ts';
export { MaintenanceWindow } from './maintenance-window.ts';
export { burstOf, RatePolicy } from './rate-policy.ts';
export {
  CROSS_WALKS,
  PROCEDURE_LIST,
  PROCEDURE_RECORD,
  type CatalogueSource,
  type CatalogueWay,
  type CrossListed,
  type CrossPage,
  type CrossWalk,
  type SourceAnswer,
  type SourceList,
  type SourceRecord,
} from './catalogue-source.ts';
export { CatalogueActivation, CataloguePolicy, nextNightly, PublicCatalogue } from './catalogue-policy.ts';
export { CutOverPolicy } from './cut-over-policy.ts';
export { addressesOf, DestinationSettings, enabledDestinations, guardMs, Partners, placeFingerprint } from './partners.ts';
export { UndecidedPolicy } from './undecided-policy.ts';
export { type DialectName } from './dialects.ts';
export { openPartners, type DialectSettings } from './read-partners.ts';

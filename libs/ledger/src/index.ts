/**
 * The memory of the gateway: requests, dossiers, items, lanes, calls, attempts, incidents, clients, units, codes, and the
 * schema that holds them. The only room that speaks to PostgreSQL. It knows no dialect and no HTTP; it decides what is
 * accepted, what a lane does next, and settles what came of it.
 */
export { AFTER_RESTORE, openLedger, type Ledger, type LedgerOptions } from './ledger.ts';
export { DatabaseAway } from './database.ts';
export { type Account, type Client } from './directory.ts';
export {
  type Acceptance,
  type DoorName,
  type Finding,
  type IdempotencyClaim,
  type KeptAnswer,
  type Receipt,
  type RefusedItem,
  type Submission,
  type SubmittedChanges,
  type SubmittedDossier,
  type SubmittedItem,
  type SubmittedStep,
} from './accept/submission.ts';
export { type Agency } from './views/agencies.ts';
export { type DossierRecord } from './views/dossier-record.ts';
export { type DestinationView, type DossierView, type TimelineEntry } from './views/dossier-view.ts';
export { type EarlierDossiers, type EarlierProgress } from './duties/earlier-lanes.ts';
export { type OutcomeOfUnit, type StatusChange } from './feeds/feeds.ts';
export { type Portion } from './feeds/portion.ts';
export { type OutcomeEntry } from './feeds/read-outcomes.ts';
export { type ResendEntry } from './feeds/read-resend-requests.ts';
export { type StatusChangesWanted, type StatusEntry } from './feeds/read-status-changes.ts';
export { type CatalogueList } from './catalogue/catalogue.ts';
export { type CatalogueProcedure, type DetailedProcedure } from './catalogue/procedures.ts';
export {
  CHANGE_KINDS,
  CHANGE_STATES,
  SYNC_STATES,
  type ChangeKind,
  type ChangeState,
  type SyncState,
  type SyncTask,
} from './catalogue/sync/sync.ts';
export { type HeldSync, type WantedPart } from './catalogue/sync/sync-work.ts';
export { type FinishedSync, type LaidPart } from './catalogue/sync/sync-duty.ts';
export {
  CatalogueRefused,
  type CatalogueRefusal,
  type DeskChange,
  type DeskDifference,
  type DeskProcedure,
  type DeskSync,
} from './catalogue/sync/catalogue-desk.ts';
export { type Walked, type WalkOrder } from './feeds/walk.ts';
export { type EvidenceRecord, EvidenceArchive, type ItemOfLeaf } from './evidence/evidence-archive.ts';
export { type SignedAnchor } from './evidence/read-anchors.ts';
export { openDutyLedger, type DutyLedger } from './duties/duty-ledger.ts';
export { type DueAlert, type IncidentToTell } from './incidents/alerts.ts';
export { type IncidentKind } from './incidents/incident-kind.ts';
export { titleOfIncident } from './incidents/incident-titles.ts';
export { type IncidentFound } from './incidents/incidents.ts';
export { readSample, writeSample, type IncidentSample } from './incidents/sample.ts';
export { BROKEN_INVARIANTS, type BrokenInvariant } from './invariants/invariants.ts';
export { type Counted } from './watch/watch.ts';
export { type CallPart, type CallToBegin } from './lanes/begin.ts';
export { type CallBudget } from './budgets.ts';
export { type Among } from './lanes/claim.ts';
export { type HintedLanes } from './lanes/hint.ts';
export { type HistoryItem } from './lanes/history.ts';
export { type ClaimedLane, type LaneKey, type PendingItem, type PendingStep, type PendingVersion } from './lanes/lane.ts';
export { ABSENT, plan, planUndecided, type Capabilities, type Plan } from './lanes/plan.ts';
export { type Settled } from './lanes/settle.ts';
export {
  type CallRecord,
  type IncidentToOpen,
  type ItemResult,
  type LaneNext,
  type MissingRow,
  type Reconciliation,
  type RefusalFacts,
  type Settlement,
} from './lanes/settlement.ts';
export { PENDING_PER_LANE } from './lanes/claim.ts';
export { unmappedFingerprint } from './lanes/unmapped.ts';
export { PORTAL_AHEAD, type Unsure } from './lanes/unsure.ts';
export { backUpDatabase, type BackupOrder, type DatabaseSnapshot } from './backup/back-up.ts';
export { LEFT_OUT } from './backup/catalogue.ts';
export { type Passed } from './backup/meter.ts';
export { demandAtRest } from './backup/connected-others.ts';
export { BackupRefused, type BackupRefusal } from './backup/refused.ts';
export { restoreDatabase, type RestoreOrder } from './backup/restore.ts';
export { finishRestoration, type AskedClient, type Finished, type FinishOrder } from './restorations/finish.ts';
export { inspectRestoration, type DeliveryState } from './restorations/read.ts';
export {
  ShadowArchive,
  type ArchivedDestination,
  type ArchivedDossier,
  type ArchivedItem,
  type ArchivedTime,
  type Standing,
} from './shadow/archive.ts';
export { type CutOverOrder, type KeptItem, type ShadowTurn } from './shadow/shadow-turn.ts';
export { migrateDatabase } from './setup/migrate.ts';
export { openOwner } from './setup/owner.ts';
export { readCalendar } from './setup/calendar.ts';
export { type CodeTables } from './setup/code-tables.ts';
export { type DatedRow } from './setup/dated-rows.ts';
export { TABLE_FILES, type TableDescription } from './setup/describe-tables.ts';
export { readTables, type Tables } from './setup/tables.ts';
export { prepareDatabase, type DestinationRow, type Preparation } from './setup/prepare.ts';
export { type AddedClient, type ClientOrder, type UnitsWanted } from './clients/add.ts';
export { type ChangedScope, type ScopeChange } from './clients/change-scope.ts';
export { type IssuedKey } from './clients/keys.ts';
export { type AuditEntry, type ListedClient, type ListedKey, type ShownClient } from './clients/list.ts';
export { type Manners } from './clients/manners.ts';
export { ClientRefused, type ClientRefusal } from './clients/refused.ts';
export { ClientRegister } from './clients/register.ts';
export { KnownUnits } from './known-units.ts';
export { MergerDesk } from './mergers/merger-desk.ts';
export { type KeysToRevoke } from './clients/revoke.ts';
export { type RotatedKeys } from './clients/rotate.ts';
export { type ClientChange } from './clients/set.ts';
export { type AuditLine, type AuditOrder } from './desk/audit.ts';
export { type Cancelled } from './desk/cancel.ts';
export { type CodeTableHead, type CodeTarget } from './desk/code-desk.ts';
export { type CodesChanged, type CodesRefused, type Preview } from './code-tables/code-changes.ts';
export { type CodeChange, type CodePast } from './code-tables/code-history.ts';
export { type CodeLine, type CodeTableRow, type TableName } from './code-tables/code-line.ts';
export { lackingOwn } from './code-tables/compare-lines.ts';
export { type DossierHead } from './desk/dossiers.ts';
export { type IncidentEntry, type IncidentOrder, type IncidentPlace, type WaitingDossier } from './desk/incidents.ts';
export { type Mapped } from './desk/map-code.ts';
export { type UnknownProcedure } from './desk/sent-names.ts';
export { type NamedUnit } from './desk/name-units.ts';
export { type Revealed } from './desk/reveal.ts';
export { type DossierStory, type StoryAct, type StoryDestination, type StoryItem, type StoryOutcome } from './desk/story.ts';
export { type Arrival, type ItemArrivals } from './desk/arrivals.ts';
export { type StoryAttempt } from './desk/story-attempts.ts';
export { type DestinationStanding, type OpenLanes } from './desk/destination-board.ts';
export { type Paused, type PauseOrder } from './desk/pauses.ts';
export { openDeskLedger, type DeskLedger, type DeskLedgerOptions } from './desk/desk-ledger.ts';
export { OPERATOR_ROLES, type ListedOperator, type OperatorRole } from './operators/operator.ts';
export { type OperatorAccount, type OperatorSession, type SessionTerms } from './operators/operators.ts';
export { OperatorRefused, type OperatorRefusal } from './operators/refused.ts';
export { OperatorRegister, type OperatorOrder } from './operators/register.ts';
export { maskName, maskNumber, maskText } from './desk/mask.ts';
export { type Act } from './desk/write-down.ts';
export { REPLAY_MODES, type Asked, type AskedMode, type ReplayMode } from './replays/asked.ts';
export { type AskedAnswer, type Forecast, type ForecastField, type ForecastItem } from './replays/forecast.ts';
export {
  REPLAY_ITEM_STATES,
  REPLAY_STATES,
  ReplayRefused,
  type Replay,
  type ReplayCounts,
  type ReplayFilter,
  type ReplayItemState,
  type ReplayOrder,
  type ReplayRefusal,
  type ReplaySelection,
  type ReplayState,
} from './replays/replay.ts';
export { type ReplayItem, type ReplayItems } from './replays/replay-desk.ts';
export { type HeldReplay, type WaitingLane } from './replays/replay-work.ts';
export { type BucketKey } from './reconcile/buckets.ts';
export { LEFT_BEHIND } from './reconcile/forget.ts';
export { type HealCaps } from './reconcile/healing.ts';
export {
  DISCREPANCY_KINDS,
  sideOfClient,
  STEPS,
  tierOf,
  TIERS,
  type DiscrepancyKind,
  type Finding as ReconcileFinding,
  type Heal,
  type Side,
  type Tier,
} from './reconcile/kinds.ts';
export {
  MANIFEST_LEVELS,
  type DifferingBucket,
  type Manifest,
  type ManifestBucket,
  type ManifestItem,
  type ManifestLevel,
  type ManifestTaken,
} from './reconcile/manifest.ts';
export {
  RUN_CAUSES,
  RUN_SCOPES,
  RUN_STATES,
  type Cells,
  type OpenRun,
  type RunCause,
  type RunScope,
  type RunState,
} from './reconcile/runs.ts';
export {
  MOST_LISTED,
  type Discrepancies,
  type DiscrepancyFilter,
  type DiscrepancyPlace,
  type DiscrepancyRow,
} from './reconcile/list-discrepancies.ts';
export {
  ReconcileRefused,
  type HeatCell,
  type KnownAt,
  type ReceivedManifest,
  type ReconcileRefusal,
  type ReconcileRun,
  type VerifiedDossier,
} from './reconcile/reconcile-desk.ts';
export { type Schedule } from './reconcile/schedule.ts';
export { NEVER_DUE, type ComputedPeriod, type PeriodLosses, type ScoreLoss, type ScoreSum } from './score/score-duty.ts';
export {
  type ScoreFigureRow,
  type ScoreLosses,
  type ScoreLossPlace,
  type ScoreLossRow,
  type ScoreRun,
} from './score/score-desk.ts';
export { type DossierToScore } from './score/read-dossiers.ts';
export { type LaneToTell, type Told } from './reconcile/told.ts';
export { type Verification } from './reconcile/verified-lane.ts';
export {
  type DailySheet,
  type DestinationDay,
  type DifferenceToSettle,
  type Due,
  type DueDossier,
  type OpenResend,
  type SheetFacts,
  type SheetRow,
  type SystemContact,
  type WaitingFor,
} from './sheets/daily-sheet.ts';
export { SheetRefused, type DailySheets, type SheetOf, type SheetRefusal } from './sheets/daily-sheets.ts';
export { SheetArchive } from './sheets/sheet-archive.ts';
export { verifyPassword } from './operators/password.ts';
export { createClients, type ClientToCreate } from './setup/create-client.ts';
export { type ProcessRole } from './setup/roles.ts';
export { ensureRoles, type RoleToEnsure, type RolesEnsured } from './setup/ensure-roles.ts';
export { createDatabase, inspectServer, type Inspection, type ServerFacts } from './setup/server.ts';
export {
  MERGER_KINDS,
  MERGER_STATES,
  UNIT_REFUSALS,
  UnitRefused,
  type Merger,
  type MergerEntry,
  type MergerHead,
  type MergerKind,
  type MergerOrder,
  type MergerState,
  type UnitRefusal,
} from './mergers/merger.ts';
export { type MergerPreview } from './mergers/preview.ts';
export { HAND_OVER_STATES, type HandOver, type HandOverOrder, type HandOverState } from './hand-overs/hand-over.ts';
export { type LoadedAliases } from './units/load-aliases.ts';
export { type FormerCodeRow, type ListedUnit, type UnitLifeView } from './units/unit-desk.ts';
export { FORMER_CODE_WAYS, type FormerCodeWay } from './former-codes.ts';

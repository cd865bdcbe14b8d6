import { describe, expect, it } from '@jest/globals';
import type * as Page from '../../apps/console/contract/answers.ts';
import type * as Reconciliation from '../../apps/console/contract/reconciliation.ts';
import type * as Score from '../../apps/console/contract/score.ts';
import type * as Replays from '../../apps/console/contract/replays.ts';
import type { AuditPage } from '../../apps/console/src/audit/audit-view.ts';
import type { AddedProcedureView, CodeTableView, MappedView } from '../../apps/console/src/codes/code-view.ts';
import type { DestinationList, DestinationView } from '../../apps/console/src/destinations/destination-view.ts';
import type { DossierList, DossierStoryView, RevealedView } from '../../apps/console/src/dossiers/dossier-view.ts';
import type { IncidentPage, IncidentView, WaitingPage } from '../../apps/console/src/incidents/incident-view.ts';
import type {
  DiscrepancyPage,
  HeatMap,
  KnownList,
  VerifiedList,
} from '../../apps/console/src/reconciliation/discrepancy-view.ts';
import type { ManifestList, RunList, RunView, ScheduleView } from '../../apps/console/src/reconciliation/run-view.ts';
import type { ReplayItemPage, ReplayList, ReplayView } from '../../apps/console/src/replays/replay-view.ts';
import type { LossPage } from '../../apps/console/src/score/loss-view.ts';
import type { PeriodList, ScoreOrderView, ScoreView } from '../../apps/console/src/score/score-view.ts';
import type { SessionView } from '../../apps/console/src/session/session-view.ts';

/** What is left of an answer once it was written as JSON: times are text, and so are texts with a brand. */
type Written<Answer> = Answer extends Date | { readonly brand: string }
  ? string
  : Answer extends object
    ? { [Member in keyof Answer]: Written<Answer[Member]> }
    : Answer;

/** Takes what the console answers for what the page reads; the compiler refuses where that is not so. */
const READS = {
  session: (answer: Written<SessionView>): Page.Session => answer,
  destinations: (answer: Written<DestinationList>): Page.Destinations => answer,
  destination: (answer: Written<DestinationView>): Page.Destination => answer,
  incidents: (answer: Written<IncidentPage>): Page.Incidents => answer,
  incident: (answer: Written<IncidentView>): Page.Incident => answer,
  waiting: (answer: Written<WaitingPage>): Page.Portion<Page.IncidentDossier> => answer,
  dossiers: (answer: Written<DossierList>): { readonly items: readonly Page.DossierHead[] } => answer,
  dossier: (answer: Written<DossierStoryView>): Page.DossierStory => answer,
  revealed: (answer: Written<RevealedView>): Page.Revealed => answer,
  codes: (answer: Written<CodeTableView>): Page.CodeTable => answer,
  mapped: (answer: Written<MappedView>): Page.Mapped => answer,
  procedure: (answer: Written<AddedProcedureView>): Page.Mapped => answer,
  replays: (answer: Written<ReplayList>): Replays.Replays => answer,
  replay: (answer: Written<ReplayView>): Replays.Replay => answer,
  replayItems: (answer: Written<ReplayItemPage>): Replays.ReplayItems => answer,
  schedule: (answer: Written<ScheduleView>): Reconciliation.Schedule => answer,
  runs: (answer: Written<RunList>): Reconciliation.Runs => answer,
  run: (answer: Written<RunView>): Reconciliation.Run => answer,
  manifests: (answer: Written<ManifestList>): Reconciliation.ReceivedManifests => answer,
  discrepancies: (answer: Written<DiscrepancyPage>): Reconciliation.Discrepancies => answer,
  heat: (answer: Written<HeatMap>): Reconciliation.HeatMap => answer,
  known: (answer: Written<KnownList>): Reconciliation.Known => answer,
  verified: (answer: Written<VerifiedList>): Reconciliation.Verified => answer,
  score: (answer: Written<ScoreView>): Score.Score => answer,
  scorePeriods: (answer: Written<PeriodList>): Score.ScorePeriods => answer,
  scoreOrder: (answer: Written<ScoreOrderView>): Score.ScoreOrder => answer,
  losses: (answer: Written<LossPage>): Score.ScoreLosses => answer,
  audit: (answer: Written<AuditPage>): Page.Portion<Page.AuditLine> => answer,
};

describe('the words between the page and the console', () => {
  it('are the same on both sides, which the compiler has seen by now', () => {
    expect(Object.keys(READS)).toHaveLength(28);
  });
});

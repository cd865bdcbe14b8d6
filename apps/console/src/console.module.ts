import { Module, type DynamicModule } from '@nestjs/common';
import { AuditController } from './audit/audit.controller.ts';
import { CodeChangesController } from './codes/code-changes.controller.ts';
import { CatalogueController } from './catalogue/catalogue.controller.ts';
import { CodesController } from './codes/codes.controller.ts';
import { LookUpsController } from './codes/look-ups.controller.ts';
import { Desk } from './desk.ts';
import { Board } from './destinations/board.ts';
import { DestinationsController } from './destinations/destinations.controller.ts';
import { DossiersController } from './dossiers/dossiers.controller.ts';
import { DestinationEvents } from './events/destination-events.ts';
import { EVENT_SOURCES, type EventSource } from './events/event-source.ts';
import { EventsController } from './events/events.controller.ts';
import { IncidentEvents } from './events/incident-events.ts';
import { ReplayEvents } from './events/replay-events.ts';
import { Watchers } from './events/watchers.ts';
import { IncidentsController } from './incidents/incidents.controller.ts';
import { HealthController } from './operate/health.controller.ts';
import { OperatorsController } from './operators/operators.controller.ts';
import { ReconciliationController } from './reconciliation/reconciliation.controller.ts';
import { ReplaysController } from './replays/replays.controller.ts';
import { ScoreController } from './score/score.controller.ts';
import { Logins } from './session/logins.ts';
import { SessionController } from './session/session.controller.ts';
import { HandOversController } from './units/hand-overs.controller.ts';
import { MergersController } from './units/mergers.controller.ts';
import { DailySheetsController } from './sheets/daily-sheets.controller.ts';
import { UnitsController } from './units/units.controller.ts';

/** What those who watch are told of. */
const SOURCES = [DestinationEvents, IncidentEvents, ReplayEvents];

@Module({})
export class ConsoleModule {
  /** The console over a given ledger. */
  static over(desk: Desk): DynamicModule {
    return {
      module: ConsoleModule,
      controllers: [
        ...[SessionController, DestinationsController, EventsController],
        ...[IncidentsController, DossiersController, CodesController, ReplaysController, CatalogueController],
        ...[CodeChangesController, LookUpsController, ReconciliationController, DailySheetsController, ScoreController],
        ...[UnitsController, MergersController, HandOversController],
        ...[AuditController, OperatorsController, HealthController],
      ],
      providers: [
        ...[{ provide: Desk, useValue: desk }, Logins, Board, ...SOURCES, Watchers],
        { provide: EVENT_SOURCES, inject: SOURCES, useFactory: (...sources: EventSource[]) => sources },
      ],
    };
  }
}

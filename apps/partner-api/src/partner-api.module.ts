import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AcceptController } from './accept/accept.controller.ts';
import { CatalogueController } from './catalogue/catalogue.controller.ts';
import { Door } from './door.ts';
import { EvidenceController } from './evidence/evidence.controller.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { ManifestsController } from './manifests/manifests.controller.ts';
import { NationalController } from './national/national.controller.ts';
import { Sessions } from './national/sessions.ts';
import { HealthController } from './operate/health.controller.ts';
import { ForgetKeys } from './operate/forget-keys.ts';
import { DailySheetController } from './sheets/daily-sheet.controller.ts';
import { DossierController } from './show/dossier.controller.ts';
import { ReceiptController } from './show/receipt.controller.ts';
import type { WrapperPaths } from './wrapper/paths.ts';
import { wrapperController } from './wrapper/wrapper.controller.ts';

/** What the doors of the national dialect stand on. */
interface Dialects {
  readonly sessions: Sessions;
  readonly wrapperPaths: WrapperPaths;
}

@Module({})
export class PartnerApiModule {
  /** The door over a given ledger. */
  static over(door: Door, { sessions, wrapperPaths }: Dialects): DynamicModule {
    return {
      module: PartnerApiModule,
      imports: [ScheduleModule.forRoot()],
      controllers: [
        ...[AcceptController, DossierController, ReceiptController, FeedsController, CatalogueController, HealthController],
        ...[EvidenceController, ManifestsController, DailySheetController, NationalController, wrapperController(wrapperPaths)],
      ],
      providers: [{ provide: Door, useValue: door }, { provide: Sessions, useValue: sessions }, ForgetKeys],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AcceptController } from './accept/accept.controller.ts';
import { Door } from './door.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { HealthController } from './operate/health.controller.ts';
import { ForgetKeys } from './operate/forget-keys.ts';
import { DossierController } from './show/dossier.controller.ts';
import { ReceiptController } from './show/receipt.controller.ts';

@Module({})
export class PartnerApiModule {
  /** The door over a given ledger. */
  static over(door: Door): DynamicModule {
    return {
      module: PartnerApiModule,
      imports: [ScheduleModule.forRoot()],
      controllers: [AcceptController, DossierController, ReceiptController, FeedsController, HealthController],
      providers: [{ provide: Door, useValue: door }, ForgetKeys],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { AcceptController } from './accept/accept.controller.ts';
import { Door } from './door.ts';
import { HealthController } from './operate/health.controller.ts';
import { DossierController } from './show/dossier.controller.ts';
import { ReceiptController } from './show/receipt.controller.ts';

@Module({})
export class PartnerApiModule {
  /** The door over a given ledger. */
  static over(door: Door): DynamicModule {
    return {
      module: PartnerApiModule,
      controllers: [AcceptController, DossierController, ReceiptController, HealthController],
      providers: [{ provide: Door, useValue: door }],
    };
  }
}

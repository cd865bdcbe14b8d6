import { Module, type DynamicModule } from '@nestjs/common';
import { AuditController } from './audit/audit.controller.ts';
import { Desk } from './desk.ts';
import { HealthController } from './operate/health.controller.ts';
import { OperatorsController } from './operators/operators.controller.ts';
import { Logins } from './session/logins.ts';
import { SessionController } from './session/session.controller.ts';

@Module({})
export class ConsoleModule {
  /** The console over a given ledger. */
  static over(desk: Desk): DynamicModule {
    return {
      module: ConsoleModule,
      controllers: [SessionController, AuditController, OperatorsController, HealthController],
      providers: [{ provide: Desk, useValue: desk }, Logins],
    };
  }
}

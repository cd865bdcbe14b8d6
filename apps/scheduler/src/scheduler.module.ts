import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DutyRunner } from './duties/duty-runner.ts';
import { Schedule } from './schedule.ts';

@Module({})
export class SchedulerModule {
  /** Does what stands on a schedule. */
  static over(schedule: Schedule): DynamicModule {
    return {
      module: SchedulerModule,
      imports: [ScheduleModule.forRoot()],
      providers: [{ provide: Schedule, useValue: schedule }, DutyRunner],
    };
  }
}

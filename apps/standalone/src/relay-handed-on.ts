import { Expose } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { Setting } from '#runtime';
import { SchedulerHandedOn } from './scheduler-handed-on.ts';
import { TO_RELAY } from './settings-texts.ts';

/** What the single-machine edition hands on to its relay, after what it hands on to its scheduler. */
export class RelayHandedOn extends SchedulerHandedOn {
  @Setting(TO_RELAY)
  @Expose({ name: 'RELAY_NICENESS' })
  @IsOptional()
  @IsString()
  readonly relayNiceness?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RELAY_POOL' })
  @IsOptional()
  @IsString()
  readonly relayPool?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RELAY_METRICS_PORT' })
  @IsOptional()
  @IsString()
  readonly relayMetricsPort?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'SHADOW_MONTHS' })
  @IsOptional()
  @IsString()
  readonly shadowMonths?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_EVERY_MINUTES' })
  @IsOptional()
  @IsString()
  readonly reconcileEvery?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_NIGHTLY_HOUR' })
  @IsOptional()
  @IsString()
  readonly reconcileNightly?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_LANES_PER_RUN' })
  @IsOptional()
  @IsString()
  readonly reconcileLanes?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_HEALS_PER_RUN' })
  @IsOptional()
  @IsString()
  readonly reconcileHealsPerRun?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_HEALS_PER_DESTINATION' })
  @IsOptional()
  @IsString()
  readonly reconcileHealsPerDestination?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_HEALS_PER_HOUR' })
  @IsOptional()
  @IsString()
  readonly reconcileHealsPerHour?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'RECONCILE_HEAL_TRIES' })
  @IsOptional()
  @IsString()
  readonly reconcileHealTries?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'SCORE_FIRST_DAYS' })
  @IsOptional()
  @IsString()
  readonly scoreFirstDays?: string;
}

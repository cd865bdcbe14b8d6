import { Expose } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { Setting } from '#runtime';

// What is only handed on is judged, and described, by the process that it is for.
const TO_SCHEDULER = { vi: 'trao cho scheduler', en: 'handed on to the scheduler' };

/** What the single-machine edition hands on to its scheduler. */
export class SchedulerHandedOn {
  @Setting(TO_SCHEDULER)
  @Expose({ name: 'SCHEDULER_POOL' })
  @IsOptional()
  @IsString()
  readonly schedulerPool?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'SCHEDULER_METRICS_PORT' })
  @IsOptional()
  @IsString()
  readonly schedulerMetricsPort?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_EVERY_SECONDS' })
  @IsOptional()
  @IsString()
  readonly checkEvery?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'SEAL_EVERY_SECONDS' })
  @IsOptional()
  @IsString()
  readonly sealEvery?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_UNCLAIMED_SECONDS' })
  @IsOptional()
  @IsString()
  readonly checkUnclaimed?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_DOUBT_SECONDS' })
  @IsOptional()
  @IsString()
  readonly checkDoubt?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'SCORE_EVERY_MINUTES' })
  @IsOptional()
  @IsString()
  readonly scoreEvery?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'SCORE_WARN_DAYS' })
  @IsOptional()
  @IsString()
  readonly scoreWarn?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_CALENDAR_DAYS' })
  @IsOptional()
  @IsString()
  readonly checkCalendar?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'REPLAY_KEEP_DAYS' })
  @IsOptional()
  @IsString()
  readonly replayKeep?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'SCORE_KEEP_DAYS' })
  @IsOptional()
  @IsString()
  readonly scoreKeep?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'MANIFEST_KEEP_DAYS' })
  @IsOptional()
  @IsString()
  readonly manifestKeep?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'RECONCILE_KEEP_DAYS' })
  @IsOptional()
  @IsString()
  readonly reconcileKeep?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_CERTIFICATE_DAYS' })
  @IsOptional()
  @IsString()
  readonly checkCertificates?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_CAP_PERCENT' })
  @IsOptional()
  @IsString()
  readonly checkCap?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_DISKS' })
  @IsOptional()
  @IsString()
  readonly checkDisks?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'CHECK_DATABASE_GIB' })
  @IsOptional()
  @IsString()
  readonly checkDatabase?: string;

  @Setting(TO_SCHEDULER)
  @Expose({ name: 'ALERT_WEBHOOK_URL' })
  @IsOptional()
  @IsString()
  readonly webhookUrl?: string;

  @Setting({ ...TO_SCHEDULER, secret: true })
  @Expose({ name: 'ALERT_WEBHOOK_SECRET' })
  @IsOptional()
  @IsString()
  readonly webhookSecret?: string;

  @Setting({
    vi: 'tệp chứa ALERT_WEBHOOK_SECRET, thay cho biến đó',
    en: 'file that holds ALERT_WEBHOOK_SECRET, instead of the variable',
  })
  @Expose({ name: 'ALERT_WEBHOOK_SECRET_FILE' })
  @IsOptional()
  @IsString()
  readonly webhookSecretFile?: string;
}

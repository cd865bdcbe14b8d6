import 'reflect-metadata';
import { HttpService } from '@nestjs/axios';
import { NestFactory } from '@nestjs/core';
import { openDutyLedger } from '#ledger';
import { enabledDestinations, type Partners } from '#protocols';
import { Clock, serveHealth, type HealthOptions, type Log, type Running, type SigningKey } from '#runtime';
import { tellIncidents } from './alerts/tell-incidents.ts';
import { Webhook, type WebhookSettings } from './alerts/webhook.ts';
import { syncCatalogue } from './catalogue/sync-catalogue.ts';
import { checksOf, type CheckSettings } from './checks/checks.ts';
import { checkDuty, type Looking } from './checks/check.ts';
import { clearQuietIncidents } from './duties/quiet-incidents.ts';
import type { Duty } from './duties/duty.ts';
import { escalate } from './duties/escalate.ts';
import { forgetOld, type Keeping } from './duties/forget-old.ts';
import { sealEvidence } from './duties/seal-evidence.ts';
import { guardScore, type ScorePolicy } from './scoring/guard-score.ts';
import { Schedule } from './schedule.ts';
import { SchedulerModule } from './scheduler.module.ts';

/** How a scheduler is started. */
export interface SchedulerOptions {
  readonly databaseUrl: string;
  readonly pool: number;
  readonly partners: Partners;
  readonly checks: CheckSettings;
  readonly webhook: WebhookSettings | undefined;
  /** Signs the day's anchor of evidence. */
  readonly signer: SigningKey;
  readonly sealEveryMs: number;
  readonly score: ScorePolicy;
  readonly keeping: Keeping;
  readonly log: Log;
  /** Where health and metrics are shown; port 0 = nowhere. */
  readonly health: Pick<HealthOptions, 'port' | 'bindAddress'>;
}

/** A scheduler that does its duties. */
export interface RunningScheduler extends Running {
  /** Goes on with other settings of the destinations. */
  adopt(partners: Partners): void;
}

const MOST_ALERT_PAUSE_MS = 2_000;

/** Starts a scheduler. Any number of them may run beside each other. */
export async function startScheduler(options: SchedulerOptions): Promise<RunningScheduler> {
  const { databaseUrl: url, pool: poolSize, log, health } = options;
  const clock = new Clock();
  const ledger = await openDutyLedger({ url, clock, log, poolSize });
  let destinations = enabledDestinations(options.partners);
  const looking: Looking = { ledger, clock, log, destinations: () => destinations };
  const schedule = new Schedule(ledger, clock, log, dutiesOf(looking, options));
  const app = await NestFactory.createApplicationContext(SchedulerModule.over(schedule), { logger: false, abortOnError: false });
  const shown = await serveHealth({ ...health, ready: () => ledger.ping() });
  return {
    adopt: (partners) => {
      destinations = enabledDestinations(partners);
    },
    close: async () => {
      await shown.close();
      await app.close();
      await ledger.close();
    },
  };
}

function dutiesOf(looking: Looking, { checks, webhook, signer, sealEveryMs, score, keeping }: SchedulerOptions): Duty[] {
  const { everyMs } = checks;
  const told = webhook === undefined ? undefined : new Webhook(new HttpService(), webhook);
  return [
    ...checksOf(looking, checks).map((check) => checkDuty(check, looking)),
    escalate(looking, everyMs),
    clearQuietIncidents(looking, everyMs),
    sealEvidence({ ...looking, signer }, sealEveryMs),
    syncCatalogue(looking),
    guardScore(looking, score),
    forgetOld(looking, keeping),
    tellIncidents({ ...looking, webhook: told }, Math.min(MOST_ALERT_PAUSE_MS, everyMs)),
  ];
}

import type { Calendar } from '#canonical';
import { followFile, runProcess, wallClock } from '#runtime';
import { openOwnPartners, SCHEDULER } from './configuration.ts';
import type { SchedulerSettings } from './settings.ts';
import type { SchedulerOptions } from './start.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

await runProcess(SCHEDULER, async ({ settings, partners, signer, scoring: rules, calendar }, log) => {
  // Who is only asked for its configuration need not wait for what works.
  const { startScheduler } = await import('./start.ts');
  const scheduler = await startScheduler({
    ...{ ...optionsOf(settings, calendar), partners: partners.settings, signer, log },
    score: { rules, calendar, everyMs: settings.scoreEveryMinutes * MINUTE_MS, warnDays: settings.scoreWarnDays },
  });
  const following = followFile({
    name: 'partners',
    opened: partners,
    open: openOwnPartners,
    apply: (changed) => {
      scheduler.adopt(changed);
    },
    log,
  });
  return {
    close: async () => {
      await following.close();
      await scheduler.close();
    },
  };
});

function optionsOf(
  settings: SchedulerSettings,
  calendar: Calendar,
): Omit<SchedulerOptions, 'partners' | 'signer' | 'log' | 'score'> {
  const { databaseUrl, pool, metricsPort: port, bindAddress, webhookUrl, webhookSecret } = settings;
  const { checkEverySeconds, unclaimedSeconds, doubtSeconds, certificateDays, capPercent, disks, databaseGib } = settings;
  const { sealEverySeconds, calendarDays, replayKeepDays, scoreKeepDays, manifestKeepDays, reconcileKeepDays } = settings;
  return {
    ...{ databaseUrl, pool, health: { port, bindAddress }, sealEveryMs: sealEverySeconds * 1_000 },
    webhook: webhookUrl === undefined || webhookSecret === undefined ? undefined : { url: webhookUrl, secret: webhookSecret },
    keeping: {
      ...{ replaysMs: replayKeepDays * DAY_MS, scoreMs: scoreKeepDays * DAY_MS },
      ...{ manifestsMs: manifestKeepDays * DAY_MS, reconciliationMs: reconcileKeepDays * DAY_MS },
    },
    checks: {
      ...{ everyMs: checkEverySeconds * 1_000, unclaimedMs: unclaimedSeconds * 1_000, doubtMs: doubtSeconds * 1_000 },
      ...{ calendar, calendarDays, certificateDays, percent: capPercent, disks, databaseGib, wallClock },
    },
  };
}

import { getPriority, setPriority } from 'node:os';
import { enabledDestinations } from '#protocols';
import { followFile, runProcess } from '#runtime';
import { openOwnPartners, RELAY } from './configuration.ts';

await runProcess(RELAY, async ({ settings, partners, outcomes, broker, secrets }, log) => {
  // Whoever started it may have set it further back; nobody but root may come forward again.
  setPriority(Math.max(getPriority(), settings.niceness));
  // Who is only asked for its configuration need not wait for what delivers.
  const { startRelay } = await import('./relay.ts');
  const relay = await startRelay({
    databaseUrl: settings.databaseUrl,
    pool: settings.pool,
    destinations: enabledDestinations(partners.settings),
    ...{ outcomes, broker, secrets, log, shadowMonths: settings.shadowMonths, reconciliation: settings.reconciliation },
    closingFirstDays: settings.scoreFirstDays,
    health: { port: settings.metricsPort, bindAddress: settings.bindAddress },
  });
  const following = followFile({
    name: 'partners',
    opened: partners,
    open: openOwnPartners,
    apply: (changed) => {
      relay.adopt(enabledDestinations(changed));
    },
    log,
  });
  return {
    close: async () => {
      await following.close();
      await relay.close();
    },
  };
});

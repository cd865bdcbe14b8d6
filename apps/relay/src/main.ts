import { getPriority, setPriority } from 'node:os';
import { readBusSettings } from '#bus';
import { enabledDestinations, Partners } from '#protocols';
import { ConfigurationError, readEnvironment, readSecrets, readSettingsFile, runProcess } from '#runtime';
import { startRelay } from './relay.ts';
import { RelaySettings } from './settings.ts';

await runProcess('relay', (log) => {
  const settings = readEnvironment(RelaySettings);
  const databaseUrl = settings.roadUrl ?? settings.ownerUrl;
  if (databaseUrl === undefined) throw new ConfigurationError(['DATABASE_URL_ROAD: chưa đặt / not set']);
  // Whoever started it may have set it further back; nobody but root may come forward again.
  setPriority(Math.max(getPriority(), settings.niceness));
  const destinations = enabledDestinations(readSettingsFile(settings.partnersFile, Partners));
  return startRelay({
    databaseUrl,
    pool: settings.pool,
    destinations,
    broker: readBusSettings(),
    secrets: readSecrets(),
    log,
    health: { port: settings.metricsPort, bindAddress: settings.bindAddress },
  });
});

import { openLedger } from '#ledger';
import { Clock, ConfigurationError, readEnvironment, readSecrets, runProcess, type Log, type Running } from '#runtime';
import { servePages } from './openapi/pages.ts';
import { PartnerApiSettings } from './settings.ts';
import { startPartnerApi } from './start.ts';

await runProcess('partner-api', start);

async function start(log: Log): Promise<Running> {
  const { port, host, poolSize, feedDays, sessionSeconds, wrapperPaths, ...database } = readEnvironment(PartnerApiSettings);
  const url = database.doorUrl ?? database.ownerUrl;
  if (url === undefined) throw new ConfigurationError(['DATABASE_URL_DOOR: not set']);
  const clock = new Clock();
  const secrets = readSecrets();
  const ledger = await openLedger({ url, application: 'partner-api', clock, log, poolSize, feedDays, secrets });
  const dialects = { pepper: secrets.pepper, sessionSeconds, wrapperPaths };
  const api = await startPartnerApi({ ledger, clock, log, port, host, ...dialects, pages: servePages });
  return {
    close: async () => {
      await api.close();
      await ledger.close();
    },
  };
}

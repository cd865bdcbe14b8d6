import { openLedger } from '#ledger';
import { Province } from '#protocols';
import {
  Clock,
  ConfigurationError,
  readEnvironment,
  readSecrets,
  readSettingsFile,
  runProcess,
  type Log,
  type Running,
} from '#runtime';
import { servePages } from './openapi/pages.ts';
import { listOf, PartnerApiSettings } from './settings.ts';
import { startPartnerApi } from './start.ts';

await runProcess('partner-api', start);

async function start(log: Log): Promise<Running> {
  const { port, host, poolSize, feedDays, sessionSeconds, wrapperPaths, trustProxy, provinceFile, ...database } =
    readEnvironment(PartnerApiSettings);
  const url = database.doorUrl ?? database.ownerUrl;
  if (url === undefined) throw new ConfigurationError(['DATABASE_URL_DOOR: not set']);
  const { publicFileHosts } = readSettingsFile(provinceFile, Province);
  const clock = new Clock();
  const secrets = readSecrets();
  const ledger = await openLedger({ url, application: 'partner-api', clock, log, poolSize, feedDays, secrets });
  const api = await startPartnerApi({
    ...{ ledger, clock, log, port, host, pages: servePages },
    ...{ pepper: secrets.pepper, sessionSeconds, wrapperPaths },
    trustProxy: listOf(trustProxy),
    ...(publicFileHosts && { publicFileHosts }),
  });
  return {
    close: async () => {
      await api.close();
      await ledger.close();
    },
  };
}

import { join } from 'node:path';
import { AFTER_RESTORE, inspectRestoration, prepareDatabase, readTables } from '#ledger';
import { Province } from '#protocols';
import {
  ConfigurationError,
  glanceAtEnvironment,
  openLog,
  ProcessEnvironment,
  readEnvironment,
  readSettingsFile,
  readTogether,
} from '#runtime';
import { readArguments } from './arguments.ts';
import { findDatabase } from './database/find-database.ts';
import { prepareRoles, singleRole } from './database/roles.ts';
import { readDestinations } from './destinations.ts';
import { layOut } from './disk/places.ts';
import { SecretStore } from './disk/secret-store.ts';
import { StandaloneSettings } from './settings.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

// npm run migrate: brings the database of DATABASE_URL, or of a running single-machine edition, up to date, with its roles, seeds and
// destinations. Run before the processes are started or beside them, with the same environment.
const terminal = new Terminal();
try {
  await migrate();
  terminal.say({ vi: 'Cơ sở dữ liệu đã sẵn sàng', en: 'The database is up to date' });
} catch (error) {
  if (error instanceof Trouble) terminal.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) terminal.line(error.message);
  else throw error;
  process.exitCode = 1;
}

async function migrate(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked.kind !== 'run')
    throw new Trouble({ vi: 'Cách dùng: npm run migrate -- [--single-role]', en: 'Usage: npm run migrate -- [--single-role]' });
  const { settings, places, province, destinations } = readConfiguration();
  const { ownerUrl, database } = await findDatabase(places, settings.ownerUrl);
  const given = { door: settings.doorUrl, road: settings.roadUrl, duty: settings.dutyUrl, desk: settings.deskUrl };
  const wanted = { ownerUrl, database, given, secrets: new SecretStore(places.secrets) };
  const access = asked.singleRole ? singleRole(ownerUrl) : await prepareRoles(wanted);
  await prepareDatabase({
    ownerUrl,
    roles: access.names,
    configDir: places.config,
    province: province.demoAgencyIdentifierPrefix,
    destinations,
    log: openLog('migrate'),
  });
  if ((await inspectRestoration(ownerUrl)).kind === 'unfinished') terminal.warn(AFTER_RESTORE, ['npm run after-restore']);
}

/** All that is read, before anything is touched. @throws ConfigurationError with every fault at once */
function readConfiguration() {
  const { ownerUrl, ...glance } = glanceAtEnvironment(StandaloneSettings);
  const places = layOut(glance);
  const partnersFile = glance.partnersFile === undefined ? join(places.config, 'partners.yaml') : places.partnersFile;
  const read = readTogether({
    process: () => readEnvironment(ProcessEnvironment),
    settings: () => readEnvironment(StandaloneSettings),
    province: () => readSettingsFile(join(places.config, 'province.yaml'), Province),
    // The edition has said where its dossiers go; another address here, such as of another port, would have them all sent again.
    destinations: () => (ownerUrl === undefined ? [] : readDestinations(partnersFile).rows),
    tables: () => readTables(places.config),
  });
  return { ...read, places };
}

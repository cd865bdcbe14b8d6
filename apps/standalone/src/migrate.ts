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
  type Text,
} from '#runtime';
import { readOptions, type Options } from './clients/read-options.ts';
import { WrongUsage } from './clients/wrong-usage.ts';
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
const WRONG_USAGE = 2;
const OPTIONS: Options = { 'single-role': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
const HELP: Text = {
  vi: `Cập nhật cơ sở dữ liệu: lược đồ, vai trò, bảng mã, nơi nhận. Cách dùng: npm run migrate -- [--single-role]
  --single-role   mọi tiến trình dùng chung tài khoản chủ sở hữu (kém an toàn)
  --help          hiện trang này
Cơ sở dữ liệu: DATABASE_URL, hoặc PostgreSQL đi kèm của DATA_DIR khi đang chạy. Chạy lại bao nhiêu lần cũng được.
Mã thoát: 0 xong · 1 không làm được · 2 sai cách dùng.`,
  en: `Brings the database up to date: schema, roles, code tables, destinations. Usage: npm run migrate -- [--single-role]
  --single-role   every process uses the owner's account (less safe)
  --help          show this page
Database: DATABASE_URL, or the embedded PostgreSQL of DATA_DIR while it runs. It may be run as often as you like.
Exit codes: 0 done · 1 cannot be done · 2 wrong usage.`,
};

const terminal = new Terminal();
try {
  const { values, positionals } = readOptions('npm run migrate', OPTIONS, process.argv.slice(2));
  const [extra] = positionals;
  if (extra !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${extra}”`, en: `One argument too many: “${extra}”` });
  if (values['help'] === true) terminal.line(`${HELP.vi}\n\n${HELP.en}`);
  else await migrate(values['single-role'] === true);
} catch (error) {
  explain(error);
  process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : 1;
}

function explain(error: unknown): void {
  if (error instanceof WrongUsage) terminal.warn(error.text, ['npm run migrate -- --help']);
  else if (error instanceof Trouble) terminal.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) terminal.line(error.message);
  else throw error;
}

async function migrate(asSingleRole: boolean): Promise<void> {
  const { settings, places, province, destinations } = readConfiguration();
  const { ownerUrl, database } = await findDatabase(places, settings.ownerUrl);
  const given = { door: settings.doorUrl, road: settings.roadUrl, duty: settings.dutyUrl, desk: settings.deskUrl };
  const wanted = { ownerUrl, database, given, secrets: new SecretStore(places.secrets) };
  const access = asSingleRole ? singleRole(ownerUrl) : await prepareRoles(wanted);
  await prepareDatabase({
    ownerUrl,
    roles: access.names,
    configDir: places.config,
    province: province.demoAgencyIdentifierPrefix,
    destinations,
    log: openLog('migrate'),
  });
  terminal.say({ vi: 'Cơ sở dữ liệu đã sẵn sàng', en: 'The database is up to date' });
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

import { createDatabase, type ProcessRole } from '#ledger';
import type { Places } from '../disk/places.ts';
import { writeReadme } from '../disk/readme.ts';
import type { SecretStore } from '../disk/secret-store.ts';
import type { LogFiles } from '../processes/log-files.ts';
import { supervise } from '../processes/supervise.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { findHome } from './cluster-home.ts';
import { initialise, type Initialised } from './initialise.ts';
import { endOrphan } from './orphan.ts';
import { checkOutside } from './outside.ts';
import { GATEWAY_DATABASE, PostgresPart } from './postgres-part.ts';
import { prepareRoles, singleRole, type Access } from './roles.ts';

/** A database that is there, with the access of each process. */
export interface OpenDatabase {
  readonly ownerUrl: string;
  readonly access: Access;
}

export interface DatabaseWanted {
  /** An outside database; undefined = the embedded one. */
  readonly ownerUrl: string | undefined;
  readonly given: Partial<Readonly<Record<ProcessRole, string | undefined>>>;
  readonly singleRole: boolean;
}

/** What opening works with; whatever has to be stopped later is handed to `onStop`. */
export interface OpeningContext {
  readonly places: Places;
  readonly secrets: SecretStore;
  readonly logs: LogFiles;
  readonly terminal: Terminal;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** Opens the database that the gateway remembers in: an outside one, or one of our own. */
export async function openDatabase(wanted: DatabaseWanted, context: OpeningContext): Promise<OpenDatabase> {
  if (wanted.ownerUrl !== undefined) writeReadme(context.places, undefined);
  const ownerUrl = wanted.ownerUrl ?? (await startEmbedded(context));
  const { database, version } = await checkOutside(ownerUrl);
  context.terminal.done({ vi: `PostgreSQL ${String(version)} sẵn sàng`, en: `PostgreSQL ${String(version)} is ready` });
  if (!wanted.singleRole) {
    return { ownerUrl, access: await prepareRoles({ ownerUrl, database, given: wanted.given, secrets: context.secrets }) };
  }
  context.terminal.warn({
    vi: '--single-role: mọi tiến trình dùng tài khoản chủ sở hữu; một tiến trình bị chiếm là mất cả cơ sở dữ liệu.',
    en: '--single-role: every process uses the owner’s account; whoever takes over one process has the whole database.',
  });
  return { ownerUrl, access: singleRole(ownerUrl) };
}

/** Starts the embedded server, made where there is none; answers the address of the gateway’s database. */
export async function startEmbedded(context: OpeningContext): Promise<string> {
  const { places, secrets, logs, terminal, onStop } = context;
  const password = secrets.keep('database-superuser');
  const home = await findHome(places);
  writeReadme(places, home);
  if (home.isApart) {
    terminal.warn({
      vi: `Người dùng postgres không vào được ${places.data}: cụm PostgreSQL nằm ở ${home.folder} (xem ${places.readme})`,
      en: `The user postgres cannot enter ${places.data}: the PostgreSQL cluster lies in ${home.folder} (see ${places.readme})`,
    });
  }
  await endOrphan(home.cluster);
  tell(await initialise(home, password), terminal);
  const part = new PostgresPart({ home, logs, run: places.run, password });
  const server = await supervise(part, terminal);
  onStop(() => server.stop());
  await createDatabase(part.url('postgres'), GATEWAY_DATABASE);
  return part.url(GATEWAY_DATABASE);
}

function tell(initialised: Initialised, terminal: Terminal): void {
  if (initialised.kind === 'new') terminal.say({ vi: 'Đã tạo cụm PostgreSQL mới', en: 'Made a new PostgreSQL cluster' });
  if (initialised.kind === 'set-aside') {
    terminal.warn({
      vi: `Cụm PostgreSQL cũ không thuộc thư mục dữ liệu này, đã chuyển sang ${initialised.to}`,
      en: `The former PostgreSQL cluster does not belong to this data folder and was moved to ${initialised.to}`,
    });
  }
}

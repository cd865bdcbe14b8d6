import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createClients, openDeskLedger, OperatorRegister, prepareDatabase, type DestinationRow } from '#ledger';
import { Clock, type Log, type Secrets } from '#runtime';
import { startConsole } from '../../../apps/console/src/index.ts';
import { command, createTestDatabase, PREPARED } from '../../support/databases.ts';
import { addOperators, askAt, type ConsoleAsker } from '../../support/console-calls.ts';

export const DESTINATIONS: readonly DestinationRow[] = [
  { id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' },
  { id: 'province', dialect: 'lgsp-document', lookup: 'none', fingerprint: 'test' },
];

/** A console over a real database, by the role that it has in production. */
export interface OpenConsole extends ConsoleAsker {
  readonly url: string;
  /** The database, as its owner. */
  readonly databaseUrl: string;
  /** The same, by the role of the console. */
  readonly deskUrl: string;
  readonly owner: pg.Pool;
  readonly register: OperatorRegister;
  readonly secrets: Secrets;
  readonly events: Record<string, unknown>[];
  close(): Promise<void>;
}

export interface ConsoleOptions {
  readonly trustProxy?: readonly string[];
  /** The true one unless told. */
  readonly clock?: Clock;
}

const CONFIG = new URL('../../../config', import.meta.url).pathname;
const SILENT: Log = { event: () => undefined, error: () => undefined };

export async function openConsole({ trustProxy, clock }: ConsoleOptions = {}): Promise<OpenConsole> {
  const database = await createTestDatabase(PREPARED);
  const secrets = { pepper: randomBytes(32), wrappingKey: randomBytes(32) };
  const deskUrl = await prepare(database.url, secrets.pepper);
  const register = await OperatorRegister.open(database.url);
  await addOperators(register);
  const events: Record<string, unknown>[] = [];
  const log: Log = {
    event: (event, fields) => {
      events.push({ event, ...fields });
    },
    error: (error) => {
      events.push({ event: 'fault', error });
    },
  };
  const running = await run({ deskUrl, secrets, log, trustProxy, clock });
  const owner = new pg.Pool({ connectionString: database.url, max: 2 });
  owner.on('error', () => undefined);
  const asker = askAt(running.url);
  return {
    ...{ url: running.url, databaseUrl: database.url, deskUrl, owner, register, secrets, events },
    ...asker,
    close: async () => {
      await running.close();
      await register.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** Another console on the ledger of one that is open. */
export async function openSecondConsole({
  deskUrl,
  secrets,
}: Pick<OpenConsole, 'deskUrl' | 'secrets'>): Promise<ConsoleAsker & Pick<OpenConsole, 'url' | 'close'>> {
  const running = await run({ deskUrl, secrets, log: SILENT });
  return { ...askAt(running.url), ...running };
}

interface Running {
  readonly deskUrl: string;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly trustProxy?: readonly string[] | undefined;
  readonly clock?: Clock | undefined;
}

async function run(running: Running): Promise<{ url: string; close(): Promise<void> }> {
  const { deskUrl: url, secrets, log, trustProxy = [], clock = new Clock() } = running;
  const sessions = { lifetimeMs: 12 * 3_600_000, idleMs: 2 * 3_600_000 };
  const ledger = await openDeskLedger({ url, clock, log, secrets, poolSize: 5, sessions });
  const started = await startConsole({ ledger, clock, log, port: 0, host: '127.0.0.1', trustProxy });
  return {
    url: started.url,
    close: async () => {
      await started.close();
      await ledger.close();
    },
  };
}

/** Prepares a database and answers its address for the console's own role, which may do no more than in production. */
async function prepare(ownerUrl: string, pepper: Buffer): Promise<string> {
  const name = randomBytes(4).toString('hex');
  const roles = { door: `door_${name}`, road: `road_${name}`, duty: `duty_${name}`, desk: `desk_${name}` };
  for (const role of Object.values(roles)) await command(ownerUrl, `CREATE ROLE ${role} LOGIN PASSWORD '${name}'`);
  await prepareDatabase({ ownerUrl, roles, configDir: CONFIG, province: 'H56', destinations: DESTINATIONS, log: SILENT });
  await createClients(ownerUrl, pepper, [{ code: 'hac-thanh', name: 'Hạc Thành', apiKey: 'key', unitCodes: ['14797'] }]);
  const url = new URL(ownerUrl);
  url.username = roles.desk;
  url.password = name;
  return url.href;
}

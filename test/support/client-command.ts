import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** What `npm run client` came to. */
export interface CommandRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of `--json`. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Which database the command works on: one with its pepper, or that of an edition's data folder. */
export type CommandPlace = { readonly databaseUrl: string; readonly pepper: Buffer } | { readonly data: string };

const CLIENT = resolve('dist/programs/standalone/client.js');
const PARITY = resolve('dist/programs/standalone/parity.js');
const MIGRATE = resolve('dist/programs/standalone/migrate.js');

/** Runs `npm run client` as it was built, in a process of its own. */
export async function clientCommand(place: CommandPlace, ...args: readonly string[]): Promise<CommandRun> {
  const where =
    'data' in place
      ? { DATA_DIR: place.data }
      : { DATABASE_URL: place.databaseUrl, PEPPER: place.pepper.toString('base64'), DATA_DIR: '/nonexistent' };
  const ran = await runBuilt(CLIENT, where, args);
  const json = args.includes('--json') && ran.code === 0 ? (JSON.parse(ran.stdout) as CommandRun['json']) : {};
  return { ...ran, json };
}

/** Runs `npm run parity` as it was built; answers the JSON of `--json` also where it ends with 1, which says that something differs. */
export async function parityCommand(
  { databaseUrl, wrappingKey, nodeOptions }: { databaseUrl: string; wrappingKey: Buffer; nodeOptions?: string },
  ...args: readonly string[]
): Promise<CommandRun> {
  const secrets = { DATABASE_URL: databaseUrl, WRAPPING_KEY: wrappingKey.toString('base64'), DATA_DIR: '/nonexistent' };
  const ran = await runBuilt(PARITY, { ...secrets, ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }) }, args);
  const json = args.includes('--json') && ran.stdout !== '' ? (JSON.parse(ran.stdout) as CommandRun['json']) : {};
  return { ...ran, json };
}

/** Runs `npm run migrate` as it was built, in that environment alone. */
export function migrateCommand(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Omit<CommandRun, 'json'>> {
  return runBuilt(MIGRATE, environment, args);
}

/** Runs `npm run verify-evidence` or `npm run export-evidence` as it was built, in that environment alone. */
export function evidenceCommand(
  which: 'verify' | 'export',
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Omit<CommandRun, 'json'>> {
  return runBuilt(resolve(`dist/programs/standalone/${which}-evidence.js`), { DATA_DIR: '/nonexistent', ...environment }, args);
}

/** Runs a built command in that environment alone. */
export async function runBuilt(
  entry: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Omit<CommandRun, 'json'>> {
  const child = spawn(process.execPath, [entry, ...args], { env: { PATH: process.env['PATH'], ...environment } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr };
}

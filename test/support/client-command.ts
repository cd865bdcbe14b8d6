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

const ENTRY = resolve('dist/apps/standalone/src/client.js');

/** Runs `npm run client` as it was built, in a process of its own. */
export async function clientCommand(place: CommandPlace, ...args: readonly string[]): Promise<CommandRun> {
  const where =
    'data' in place
      ? { DATA_DIR: place.data }
      : { DATABASE_URL: place.databaseUrl, PEPPER: place.pepper.toString('base64'), DATA_DIR: '/nonexistent' };
  const child = spawn(process.execPath, [ENTRY, ...args], { env: { PATH: process.env['PATH'], ...where } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  const json = args.includes('--json') && code === 0 ? (JSON.parse(stdout) as CommandRun['json']) : {};
  return { code, stdout, stderr, json };
}

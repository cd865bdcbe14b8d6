import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withUs } from '../processes/with-us.ts';
import { Trouble } from '../trouble.ts';
import type { ClusterHome } from './cluster-home.ts';

/** What became of a home before it is used. `set-aside` names where a cluster went that is not of this data folder. */
export type Initialised =
  { readonly kind: 'known' } | { readonly kind: 'new' } | { readonly kind: 'set-aside'; readonly to: string };

const FLAGS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--lc-collate=C',
  '--lc-ctype=C',
];

/** Makes the cluster unless it is there. It appears under its name only when it is complete. */
export async function initialise(home: ClusterHome, password: string): Promise<Initialised> {
  const owner = join(home.folder, 'cluster-owner');
  const fingerprint = createHash('sha256').update(`cluster of ${password}`).digest('hex');
  const exists = existsSync(join(home.cluster, 'PG_VERSION'));
  if (exists && readIfThere(owner) === fingerprint) return { kind: 'known' };
  const former = exists ? setAside(home) : undefined;
  const draft = `${home.cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  makeOwned(draft, home);
  await runInitdb(home, draft, password);
  rmSync(home.cluster, { recursive: true, force: true }); // an empty folder at most: a cluster was set aside
  writeFileSync(owner, fingerprint, { mode: 0o644 });
  renameSync(draft, home.cluster);
  return former === undefined ? { kind: 'new' } : { kind: 'set-aside', to: former };
}

/** A cluster whose password and keys are gone (the data folder was deleted) cannot be read by anybody; deleting it is not for us to decide. */
function setAside({ cluster }: ClusterHome): string {
  const to = `${cluster}.former-${randomBytes(4).toString('hex')}`;
  renameSync(cluster, to);
  return to;
}

async function runInitdb(home: ClusterHome, target: string, password: string): Promise<void> {
  const passwordFile = `${target}.password`;
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveTo(passwordFile, home);
    await run(home, [...FLAGS, `--pgdata=${target}`, `--pwfile=${passwordFile}`]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function run({ binaries, runAs }: ClusterHome, flags: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // One that goes on by itself would write into what the next start takes away.
    const [program, ...words] = withUs('KILL', [binaries.initdb, ...flags]);
    const child = spawn(program, words, {
      ...runAs,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let fault = '';
    child.stderr.on('data', (chunk: Buffer) => {
      fault += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Trouble({ vi: 'Không tạo được cụm PostgreSQL', en: 'The PostgreSQL cluster could not be made' }, fault.split('\n')),
        );
    });
  });
}

function makeOwned(folder: string, home: ClusterHome): void {
  mkdirSync(folder, { mode: 0o700 });
  chmodSync(folder, 0o700);
  giveTo(folder, home);
}

function giveTo(path: string, { runAs }: ClusterHome): void {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(path, runAs.uid, runAs.gid);
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

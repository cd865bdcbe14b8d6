import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '#ledger';
import { peakOf } from '../bench/usage.ts';
import { entryOf, environmentOf, openBackupGround, rowsOf, type BackupGround } from '../support/backup-commands.ts';
import { command, databaseUrl } from '../support/databases.ts';
import type { ClusterOptions } from '../support/harness/cluster.ts';
import { rehearseRestore, type RestoreOutcome } from '../support/harness/rehearse-restore.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { onCluster, withBroker, type Figures, type ProofOptions, type Result } from './proof.ts';

const EVERY_STATUS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const ROWS = 200_000;
const MOST_MIB = 300;
const TARGET =
  'a backup under load is restored after another hour of traffic: portal and ledger agree dossier by dossier, nothing is doubled that is ' +
  `not flagged and with look-up steps nothing at all; ${String(ROWS)} rows are backed up and restored below ${String(MOST_MIB)} MiB each`;

/** A backup under load, an hour more, everything lost, restored: with each kind of look-up, once with a broker full of old hints. */
export async function proveRestore(options: ProofOptions & { dossiers: number }): Promise<Result> {
  const { dossiers } = options;
  const steps = await withBroker((broker) =>
    lose('steps', options, { amqpUrl: broker.url, dossiersPerCall: 20, concurrency: 32 }),
  );
  const dossier = await lose('dossier', { ...options, dossiers: Math.ceil(dossiers / 3) });
  const none = await lose('none', { ...options, dossiers: Math.ceil(dossiers / 3) });
  const memory = await measure(options.say);
  const isSmall = memory.backupMiB < MOST_MIB && memory.restoreMiB < MOST_MIB;
  return {
    figures: { steps: steps.figures, dossier: dossier.figures, none: none.figures, memory },
    target: TARGET,
    met: steps.met && dossier.met && none.met && isSmall,
  };
}

function lose(
  lookup: ClusterOptions['lookup'],
  { seed, dossiers, say }: ProofOptions & { dossiers: number },
  road: Partial<ClusterOptions> = {},
): Promise<Result> {
  const resend = lookup === 'steps' ? {} : { resend: EVERY_STATUS };
  return onCluster({ communes: 20, lookup, relays: 2, partnerApis: 2, ...resend, ...road }, async (cluster) => {
    const outcome = await rehearseRestore(cluster, {
      ...{ dossiers, scripts: { seed }, spreadMs: Math.max(60_000, dossiers * 120), restWithinMs: 300_000 },
      ...{ backupAt: 0.25, lost: 0.35 },
      say: (line) => {
        say(`${lookup}: ${line}`);
      },
    });
    return { figures: { dossiers, ...figuresOf(outcome) }, target: TARGET, met: isRight(outcome, lookup) };
  });
}

function isRight(outcome: RestoreOutcome, lookup: ClusterOptions['lookup']): boolean {
  const { wrong, complaints, unrested, notInBackup, orphans, callsBefore, hasWarned, flagged, doubled, sentAgain } = outcome;
  const isClean = lookup !== 'steps' || (flagged === 0 && doubled === 0);
  const nothingWrong = wrong.size + complaints.length + unrested + notInBackup + orphans + callsBefore === 0;
  return nothingWrong && hasWarned && sentAgain > 0 && isClean;
}

function figuresOf({ wrong, complaints, ...outcome }: RestoreOutcome): Figures {
  return {
    ...outcome,
    wrongDossiers: wrong.size,
    wrong: Object.fromEntries([...wrong].slice(0, 10)),
    complaints: complaints.slice(0, 10),
  };
}

interface Memory {
  readonly rows: number;
  readonly backupMiB: number;
  readonly restoreMiB: number;
  readonly backupSeconds: number;
  readonly restoreSeconds: number;
}

/** How much memory both commands ever hold when there are many rows with bodies of a few kilobytes. */
async function measure(say: ProofOptions['say']): Promise<Memory> {
  const server = await startPostgresServer({ durable: true });
  const ground = openBackupGround({ pepper: Buffer.alloc(32, 1), wrappingKey: Buffer.alloc(32, 2) });
  const to = mkdtempSync(path.join(tmpdir(), 'one-stop-prove-backup-'));
  try {
    for (const name of ['filled', 'fresh']) await command(server.url, `CREATE DATABASE ${name}`);
    const [filled, fresh] = [databaseUrl(server.url, 'filled'), databaseUrl(server.url, 'fresh')];
    await migrateDatabase(filled);
    await rowsOf(filled, FILL, [ROWS]);
    say(`${String(ROWS)} rows are there`);
    const backup = await watch('backup', ground, filled, ['--to', to]);
    const [name = ''] = readdirSync(to);
    const restore = await watch('restore', ground, fresh, ['--from', path.join(to, name)]);
    return {
      ...{ rows: ROWS, backupMiB: backup.mib, restoreMiB: restore.mib },
      ...{ backupSeconds: backup.seconds, restoreSeconds: restore.seconds },
    };
  } finally {
    await server.stop();
    ground.remove();
    rmSync(to, { recursive: true, force: true });
  }
}

const FILL = `
  INSERT INTO item (dossier_id, seq, id, kind, origin, status, accepted_at, hash, body_enc, key_id, client_id, request_id, stale,
    changes_status, pos)
  SELECT n, 1, gen_random_uuid(), 'version', 'client', 2, now(), 'h1:' || md5(n::text), b.body, 1, 1, gen_random_uuid(), false, true, n
  FROM generate_series(1, $1::int) n
    CROSS JOIN LATERAL (SELECT decode(string_agg(md5((n * 64 + k)::text), ''), 'hex') AS body FROM generate_series(1, 128) k) b`;

async function watch(
  name: 'backup' | 'restore',
  ground: BackupGround,
  url: string,
  args: readonly string[],
): Promise<{ mib: number; seconds: number }> {
  const since = performance.now();
  const child = spawn(process.execPath, [entryOf(name), ...args], {
    env: { PATH: process.env['PATH'], ...environmentOf(ground, url) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let mib = 0;
  const timer = setInterval(() => {
    try {
      const peak = Math.round(peakOf(child.pid ?? 0));
      // Of one that is about to be gone there is none.
      if (peak > mib) mib = peak;
    } catch {
      // It has ended.
    }
  }, 50);
  const code = await ended;
  clearInterval(timer);
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}`);
  return { mib, seconds: Math.round((performance.now() - since) / 1_000) };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { command, databaseUrl } from '../databases.ts';
import { environmentOf, openBackupGround, rowsOf, runCommand, takeBackup, type BackupGround } from '../backup-commands.ts';
import { eventually } from '../eventually.ts';
import type { Cluster } from './cluster.ts';
import { CommuneDriver } from './commune-driver.ts';
import { scriptsFor } from './rehearse.ts';
import type { Script, ScriptOptions } from './script.ts';
import { truthOf } from './truth.ts';
import { verify, waitForRest, type Verdict } from './verify.ts';

/** A disaster to rehearse. Shares are of what the communes send. */
export interface RestoreRehearsal {
  readonly dossiers: number;
  readonly scripts: ScriptOptions;
  readonly spreadMs: number;
  readonly backupAt: number;
  /** How much is sent in the time that is lost, at least. */
  readonly lost: number;
  readonly restWithinMs: number;
  readonly say?: (line: string) => void;
}

/** What it came to. */
export interface RestoreOutcome extends Verdict {
  readonly complaints: readonly string[];
  readonly unrested: number;
  /** Items that were answered before the backup began and are not in it. */
  readonly notInBackup: number;
  /** Rows of the restored database whose parent is not there: what one transaction wrote is there or not as a whole. */
  readonly orphans: number;
  /** Items that communes sent again because the gateway did not know them any more. */
  readonly sentAgain: number;
  /** Calls that the portal got between the restore and `after-restore`. */
  readonly callsBefore: number;
  readonly backupSeconds: number;
  readonly restoreSeconds: number;
  readonly hasWarned: boolean;
  /** Dossiers of which the portal showed more than the gateway knew, so that their communes were asked. */
  readonly askedFor: number;
}

const ORPHANS = `
  SELECT ((SELECT count(*) FROM item i WHERE NOT EXISTS (SELECT FROM dossier o WHERE o.id = i.dossier_id))
    + (SELECT count(*) FROM item i WHERE NOT EXISTS (SELECT FROM request r WHERE r.id = i.request_id))
    + (SELECT count(*) FROM dossier o WHERE NOT EXISTS (SELECT FROM item i WHERE i.dossier_id = o.id AND i.seq = o.last_seq))
    + (SELECT count(*) FROM dossier o WHERE NOT EXISTS (SELECT FROM lane l WHERE l.dossier_id = o.id))
    + (SELECT count(*) FROM lane_item n WHERE NOT EXISTS (SELECT FROM item i WHERE i.dossier_id = n.dossier_id AND i.seq = n.seq))
    + (SELECT count(*) FROM outcome c WHERE NOT EXISTS (SELECT FROM item i WHERE i.dossier_id = c.dossier_id AND i.seq = c.seq)))::int
    AS count`;
const HOUR = '1 hour';
const SETTLES_MS = 3_000;
const QUIET_MS = 2_000;
const MOST_SENT = 0.95;

/**
 * Backs the gateway up under load, lets an hour pass and go on, kills everything, drops the database, restores it, and lets the communes
 * send again what is lost and then the rest; compares every dossier with the truth.
 */
export async function rehearseRestore(cluster: Cluster, rehearsal: RestoreRehearsal): Promise<RestoreOutcome> {
  const ground = openBackupGround(cluster.keys);
  try {
    return await new Disaster(cluster, rehearsal, ground).play();
  } finally {
    ground.remove();
  }
}

class Disaster {
  private readonly scripts: Script[];
  private readonly driver: CommuneDriver;
  private readonly say: (line: string) => void;

  constructor(
    private readonly cluster: Cluster,
    private readonly rehearsal: RestoreRehearsal,
    private readonly ground: BackupGround,
  ) {
    const { doorUrls, communes } = cluster;
    const { scripts, spreadMs, dossiers, say } = rehearsal;
    this.scripts = scriptsFor(cluster, dossiers, scripts);
    this.driver = new CommuneDriver({ doorUrls, communes, seed: scripts.seed, spreadMs }, this.scripts);
    this.say = say ?? ((): void => undefined);
  }

  async play(): Promise<RestoreOutcome> {
    const { cluster, driver, rehearsal, scripts } = this;
    const sending = driver.run();
    await this.untilSent(rehearsal.backupAt);
    const { folder, answered, backupSeconds } = await this.backUp();
    await this.shift(HOUR);
    await this.untilSent(Math.min(MOST_SENT, driver.sentShare + rehearsal.lost));
    const anewFrom = await this.crash();
    const restoreSeconds = await this.restore(folder);
    const [notInBackup, orphans] = [await this.countMissing(answered), await this.countOrphans()];
    const { callsBefore, hasWarned } = await this.startWithoutFinishing();
    await this.finish();
    const sentAgain = await driver.sendLostAgain();
    this.say(`${String(sentAgain)} items sent again`);
    driver.goOn();
    driver.hurry();
    await sending;
    this.say('everything is answered');
    const unrested = await waitForRest(cluster, scripts, rehearsal.restWithinMs);
    const verdict = await verify(cluster, scripts, (script) => (this.mayBeginAnew(script) ? anewFrom : undefined));
    const [asked] = await rowsOf<{ count: number }>(
      cluster.options.databaseUrl,
      'SELECT count(*)::int AS count FROM resend_request WHERE dossier_id IS NOT NULL',
    );
    return {
      ...verdict,
      ...{ complaints: driver.complaints, unrested, notInBackup, orphans, sentAgain, callsBefore, backupSeconds, restoreSeconds },
      ...{ hasWarned, askedFor: asked?.count ?? 0 },
    };
  }

  private async untilSent(share: number): Promise<void> {
    await eventually(() => this.driver.sentShare >= share, { withinMs: this.rehearsal.spreadMs * 3 + 60_000, everyMs: 50 });
  }

  private async backUp(): Promise<{ folder: string; answered: string[]; backupSeconds: number }> {
    const answered = [...this.driver.receipts.values()].flatMap(({ itemId }) => itemId ?? []);
    const since = performance.now();
    const folder = await takeBackup(this.ground, this.cluster.options.databaseUrl);
    const backupSeconds = (performance.now() - since) / 1_000;
    this.say(`backed up with ${String(answered.length)} items answered before, at ${this.share()}`);
    return { folder, answered, backupSeconds };
  }

  /** The one control of the clock: every process follows the database. */
  private async shift(by: string): Promise<void> {
    await rowsOf(this.cluster.options.databaseUrl, 'UPDATE clock_shift SET shift = $1::interval', [by]);
    await rowsOf(this.cluster.options.databaseUrl, 'NOTIFY clock_shifted');
  }

  /** Everything is killed and the database is gone; answers from which of its running numbers on the portal is told anew. */
  private async crash(): Promise<number> {
    const { cluster, driver } = this;
    driver.pause();
    await cluster.killAll();
    this.say(`killed at ${this.share()}`);
    const url = new URL(cluster.options.databaseUrl);
    const name = url.pathname.slice(1);
    const server = databaseUrl(url.href, 'postgres');
    await command(server, `DROP DATABASE ${name} WITH (FORCE)`);
    await command(server, `CREATE DATABASE ${name}`);
    // What was under way at the portal settles by then; the restore counts its own wait from later on.
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    const numbers = await Promise.all(this.scripts.map((script) => cluster.portal.read(script.code)));
    return 1 + Math.max(0, ...numbers.flatMap((held) => [...(held?.records ?? []), ...(held?.steps ?? [])].map(({ n }) => n)));
  }

  private async restore(folder: string): Promise<number> {
    const { cluster, ground } = this;
    const since = performance.now();
    const run = await runCommand('restore', environmentOf(ground, cluster.options.databaseUrl), '--from', folder);
    if (run.code !== 0) throw new Error(run.stderr);
    const seconds = (performance.now() - since) / 1_000;
    await cluster.prepare();
    await this.shift(HOUR);
    return seconds;
  }

  private async countMissing(answered: readonly string[]): Promise<number> {
    const [row] = await rowsOf<{ count: number }>(
      this.cluster.options.databaseUrl,
      'SELECT count(*)::int AS count FROM unnest($1::uuid[]) AS a (id) WHERE NOT EXISTS (SELECT FROM item i WHERE i.id = a.id)',
      [answered],
    );
    return row?.count ?? NaN;
  }

  private async countOrphans(): Promise<number> {
    const [row] = await rowsOf<{ count: number }>(this.cluster.options.databaseUrl, ORPHANS);
    return row?.count ?? NaN;
  }

  /** Somebody forgets `after-restore`: they are told, and nothing may leave. */
  private async startWithoutFinishing(): Promise<Pick<RestoreOutcome, 'callsBefore' | 'hasWarned'>> {
    const before = await this.callsAtPortal();
    await this.cluster.startAll();
    const hasWarned = await this.untilWarned();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return { callsBefore: (await this.callsAtPortal()) - before, hasWarned };
  }

  private async callsAtPortal(): Promise<number> {
    const held = await Promise.all(this.scripts.map(({ code }) => this.cluster.portal.read(code)));
    return held.reduce((sum, one) => sum + (one?.calls.length ?? 0), 0);
  }

  private async finish(): Promise<void> {
    const { cluster, ground } = this;
    const environment = {
      ...environmentOf(ground, cluster.options.databaseUrl),
      PARTNERS_FILE: path.join(cluster.folder, 'partners.yaml'),
    };
    for (const time of ['first', 'second']) {
      const run = await runCommand('after-restore', environment, '--resend-within', '10m');
      if (run.code !== 0) throw new Error(`${time}: ${run.stderr}`);
    }
  }

  /** Whether door and relay say what is to be done, while it is not done. */
  private async untilWarned(): Promise<boolean> {
    const files = ['relay-1.log', 'partner-api-1.log'].map((file) => path.join(this.cluster.folder, file));
    const haveWarned = (): boolean =>
      files
        .map((file) => readFileSync(file, 'utf8'))
        .every((log) => log.includes('restoration.unfinished') && log.includes('npm run after-restore'));
    return eventually(haveWarned).catch(() => false);
  }

  /**
   * Where the portal shows its steps, its state tells how far it was, unless a record came there again with no step in between. Where it
   * does not, the records that are sent again pass by it once more.
   */
  private mayBeginAnew(script: Script): boolean {
    if (this.cluster.options.lookup !== 'steps') return true;
    const truth = truthOf(script);
    return truth.some(({ kind, wire }, at) => {
      const next = truth.slice(at + 1);
      const end = next.findIndex((item) => item.kind === 'step');
      const run = end === -1 ? next : next.slice(0, end);
      return kind === 'version' && run.slice(1).some((item) => item.wire === wire);
    });
  }

  private share(): string {
    return `${String(Math.round(this.driver.sentShare * 100))} %`;
  }
}

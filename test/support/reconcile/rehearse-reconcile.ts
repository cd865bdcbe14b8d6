import pg from 'pg';
import { openDeskLedger, type DeskLedger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { eventually } from '../eventually.ts';
import type { Cluster } from '../harness/cluster.ts';
import { Chance } from '../harness/chance.ts';
import type { Difference } from './difference.ts';
import { createSystem } from './create-system.ts';
import { plantAtNational, plantAtProvince } from './plant-at-portals.ts';
import { Town, type Local } from './town.ts';

export interface ReconcileOptions {
  readonly dossiers: number;
  readonly seed: number;
  /** Differences of each kind at each tier. */
  readonly each: number;
  readonly withinMs: number;
  readonly say?: ((line: string) => void) | undefined;
}

export interface ReconcileOutcome {
  readonly planted: number;
  readonly found: number;
  /** Planted and not found, found and not planted. */
  readonly missed: readonly Difference[];
  readonly invented: readonly Difference[];
  /** Before anything was planted. */
  readonly falseAlarms: readonly Difference[];
  /** What the second round found that is no task of a person. */
  readonly leftOver: readonly Difference[];
  readonly tasks: number;
  readonly resent: number;
}

const SETTLES_MS = 2_500;

/** Communes, a provincial and a national portal on a cluster, with what is planted at each of them. */
export class Rehearsal {
  private constructor(
    readonly cluster: Cluster,
    private readonly options: Pick<ReconcileOptions, 'withinMs'>,
    private readonly parts: { town: Town; db: pg.Client; desk: DeskLedger; provinceKey: string },
  ) {}

  get town(): Town {
    return this.parts.town;
  }

  get db(): pg.Client {
    return this.parts.db;
  }

  get desk(): DeskLedger {
    return this.parts.desk;
  }

  get provinceKey(): string {
    return this.parts.provinceKey;
  }

  static async open(cluster: Cluster, options: ReconcileOptions): Promise<Rehearsal> {
    const url = cluster.options.databaseUrl;
    const town = new Town(cluster.communes, cluster.doorUrls[0] ?? '', options);
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    const sessions = { lifetimeMs: 3_600_000, idleMs: 3_600_000 };
    const desk = await openDeskLedger({
      url,
      clock: new Clock(),
      log: openLog('test'),
      secrets: cluster.keys,
      poolSize: 3,
      sessions,
    });
    const provinceKey = await createSystem(url, cluster.keys.pepper, 'province');
    return new Rehearsal(cluster, options, { town, db, desk, provinceKey });
  }

  async close(): Promise<void> {
    await this.desk.close();
    await this.db.end();
  }

  /** Waits until everything that was accepted is at both portals, and may be compared. */
  async settled(): Promise<void> {
    const { withinMs } = this.options;
    const isAtRest = async (): Promise<boolean> => {
      const { rows } = await this.db.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM lane l LEFT JOIN lane_check c USING (dossier_id, destination)
         WHERE l.state NOT IN ('idle') OR l.asked IS NOT NULL OR c.dossier_id IS NULL
           OR (l.destination = 'province' AND c.told_seq IS DISTINCT FROM l.ack_seq)`,
      );
      return rows[0]?.n === 0;
    };
    await eventually(isAtRest, { withinMs, everyMs: 200 });
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    await eventually(isAtRest, { withinMs, everyMs: 200 });
  }

  /** All three tiers: lists of the communes, the province's own manifests, and a run over the national portal. */
  async compare(more: Parameters<Town['manifests']>[0] = {}): Promise<void> {
    await this.town.manifests(more);
    await this.provinceTells();
    await this.sweep();
  }

  async provinceTells(): Promise<{ rows: number; sent: { level: string; http: number; buckets: number }[] }> {
    const { url } = this.cluster.at('province');
    const answer = await fetch(`${url}/_sim/province/manifests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ base: this.cluster.doorUrls[0], apiKey: this.provinceKey }),
    });
    const sent = (await answer.json()) as { rows: number; sent: { level: string; http: number; buckets: number }[] };
    const wrong = sent.sent.find(({ http }) => http !== 202);
    if (!answer.ok || wrong !== undefined) throw new Error(JSON.stringify(wrong ?? sent));
    return sent;
  }

  async sweep(): Promise<void> {
    const act = { by: 'lan', reason: 'diễn tập', now: new Date() };
    const id = await this.desk.reconciliation.order({ scope: 'all', destinations: ['national'] }, act);
    const isDone = async (): Promise<boolean> => (await this.desk.reconciliation.run(id)).state === 'done';
    await eventually(isDone, { withinMs: this.options.withinMs, everyMs: 200 });
  }

  /** What is open. `tasks`: what a person has to decide, and nothing else; or all but that. */
  async open(which: 'all' | 'tasks' | 'others' = 'all'): Promise<Difference[]> {
    const { rows } = await this.db.query<{ difference: Difference }>(
      `SELECT tier || '|' || kind || '|' || field || '|' || dossier_code AS difference FROM discrepancy
       WHERE cleared_at IS NULL AND ($1 = 'all' OR (heal = 'task') = ($1 = 'tasks')) ORDER BY 1`,
      [which],
    );
    return rows.map(({ difference }) => difference);
  }

  /** What was found at any time, also what is gone by now. */
  async everFound(): Promise<Difference[]> {
    const { rows } = await this.db.query<{ difference: Difference }>(
      `SELECT DISTINCT tier || '|' || kind || '|' || field || '|' || dossier_code AS difference FROM discrepancy ORDER BY 1`,
    );
    return rows.map(({ difference }) => difference);
  }

  /** Waits until all that is mended by itself was handed over. */
  async handedOver(): Promise<void> {
    const isOver = async (): Promise<boolean> => {
      const { rows } = await this.db.query(
        `SELECT FROM discrepancy WHERE cleared_at IS NULL AND heal_state = 'waiting' AND tries = 0`,
      );
      return rows.length === 0;
    };
    await eventually(isOver, { withinMs: this.options.withinMs, everyMs: 200 });
  }
}

/** Plants differences of every kind that can be seen, has them found and mended, and looks once more. */
export async function rehearseReconcile(cluster: Cluster, options: ReconcileOptions): Promise<ReconcileOutcome> {
  const { say = () => undefined, seed, each } = options;
  const rehearsal = await Rehearsal.open(cluster, options);
  try {
    const { town } = rehearsal;
    await town.send(town.dossiers);
    await rehearsal.settled();
    await rehearsal.compare();
    const falseAlarms = await rehearsal.everFound();
    say(`${String(town.dossiers.length)} dossiers in agreement, ${String(falseAlarms.length)} false alarms`);
    const chance = new Chance(seed + 77);
    const pool = town.dossiers.filter(({ steps }) => steps.length > 2).sort(() => chance.next() - 0.5);
    const take = (): Local[] => pool.splice(0, each);
    const communes = plantAtCommunes(take, town);
    const portals = [
      ...(await plantAtNational(cluster.at('national'), take)),
      ...(await plantAtProvince(cluster.at('province'), take)),
    ];
    const planted = new Set<Difference>([...communes.planted, ...portals]);
    await rehearsal.compare(communes.told);
    // What is mended may be gone again before anybody has looked.
    const found = new Set((await rehearsal.everFound()).filter((one) => !falseAlarms.includes(one)));
    say(`${String(planted.size)} planted, ${String(found.size)} found`);
    await rehearsal.handedOver();
    const resent = await town.answerRequests(communes.told.more);
    await rehearsal.settled();
    communes.mend();
    await rehearsal.compare({ more: communes.told.more });
    return {
      ...{ planted: planted.size, found: found.size, falseAlarms, resent },
      missed: [...planted].filter((one) => !found.has(one)),
      invented: [...found].filter((one) => !planted.has(one)),
      leftOver: await rehearsal.open('others'),
      tasks: (await rehearsal.open('tasks')).length,
    };
  } finally {
    await rehearsal.close();
  }
}

/** What communes have otherwise than they sent it; `mend`: a person has mended what only a person can. */
function plantAtCommunes(
  take: () => Local[],
  town: Town,
): { planted: Difference[]; told: { without: string[]; more: Local[] }; mend: () => void } {
  const [gone, other, fewer, swapped] = [take(), take(), take(), take()];
  const more = take();
  const strangers = take().map((local, at): Local => {
    const code = local.code.replace(/\d{6}$/, String(900_000 + at));
    return {
      ...local,
      code,
      body: { ...local.body, dossierCode: code },
      steps: local.steps.map((step) => ({ ...step, dossierCode: code })),
    };
  });
  for (const local of other) local.body = { ...local.body, dueAt: '2027-01-15T17:00:00+07:00' };
  const before = new Map([...fewer, ...swapped].map((local) => [local.code, local.steps]));
  for (const local of fewer) local.steps = local.steps.slice(0, -1);
  for (const local of swapped) local.steps = swapTimes(local.steps);
  for (const local of more) local.steps = [...local.steps, later(local)];
  const named = (kind: string, field: string, locals: readonly Local[]): Difference[] =>
    locals.map(({ code }): Difference => `commune|${kind}|${field}|${code}`);
  return {
    planted: [
      ...[...named('missing-there', 'dossier', gone), ...named('missing-here', 'dossier', strangers)],
      ...[...named('field', 'p1', other), ...named('steps', 'steps.missing', fewer)],
      ...[...named('steps', 'steps.order', swapped), ...named('steps', 'steps.more', more)],
    ],
    told: { without: gone.map(({ code }) => code), more: strangers },
    mend: () => {
      for (const [code, steps] of before) town.of(code).steps = steps;
    },
  };
}

function later({ code, day }: Local): Readonly<Record<string, unknown>> {
  return { dossierCode: code, status: 9, occurredAt: `${day}T16:00:00+07:00`, officer: 'Lê Thị B', content: 'Xong' };
}

/** The last two steps change their times. */
function swapTimes(steps: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>>[] {
  const [last, before] = [steps.at(-1), steps.at(-2)];
  if (last === undefined || before === undefined) return [...steps];
  return [...steps.slice(0, -2), { ...before, occurredAt: last['occurredAt'] }, { ...last, occurredAt: before['occurredAt'] }];
}

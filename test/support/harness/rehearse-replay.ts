import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Dossier, Status, Step } from '#canonical';
import { openDeskLedger, openLedger, type DeskLedger, type Ledger, type Replay, type ReplayItem } from '#ledger';
import { Clock, openLog } from '#runtime';
import { peakOf } from '../../bench/usage.ts';
import { eventually } from '../eventually.ts';
import { aDossier, aStep, receipts, submit } from '../open-test-ledger.ts';
import type { Cluster } from './cluster.ts';

/** A loss to rehearse: of so many dossiers, the portal forgets three quarters, and the steps of the last quarter. */
export interface ReplayRehearsal {
  readonly dossiers: number;
  /** How many new dossiers come while the replay runs. */
  readonly live: number;
  readonly withinMs: number;
  readonly say?: (line: string) => void;
}

/** What it came to. */
export interface ReplayOutcome {
  /** Dossiers at which the portal was told something else than the dry run told, by code. */
  readonly otherwise: readonly string[];
  /** Steps that the portal has more often, or less often, than the commune sent them. */
  readonly wrongSteps: number;
  readonly forecastItems: number;
  readonly toldInDryRun: number;
  readonly counts: Replay['counts'];
  readonly repeatedRecords: number;
  readonly deliveredAtCancel: number;
  readonly toldWhileCancelled: number;
  readonly deliveredAtKill: number;
  readonly unrested: number;
  /** How long the new dossiers took while the replay ran, all of them. */
  readonly liveSeconds: number;
  readonly relayPeakMiB: number;
  readonly lookSeconds: number;
  readonly sendSeconds: number;
}

interface Told {
  readonly service: 'record' | 'steps';
  readonly hash: string;
}

const ACT = { by: 'rehearsal', reason: 'the portal lost dossiers' } as const;
const STATUSES: readonly Status[] = [4, 9, 10];
const BATCH = 200;
const READERS = 16;
const SETTLES_MS = 2_500;

/** Loses what a portal has, replays it, cancels in the middle, resumes, kills every relay, and compares with what the dry run told. */
export async function rehearseReplay(cluster: Cluster, rehearsal: ReplayRehearsal): Promise<ReplayOutcome> {
  const { databaseUrl: url } = cluster.options;
  const parts = { url, clock: new Clock(), log: openLog('test'), secrets: cluster.keys };
  const ledger = await openLedger({ ...parts, application: 'rehearsal' });
  const sessions = { lifetimeMs: 3_600_000, idleMs: 3_600_000 };
  const desk = await openDeskLedger({ ...parts, clock: new Clock(), poolSize: 3, sessions });
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return await new Loss({ cluster, ledger, desk, db }, rehearsal).play();
  } finally {
    await db.end();
    await desk.close();
    await ledger.close();
  }
}

interface Parts {
  readonly cluster: Cluster;
  readonly ledger: Ledger;
  readonly desk: DeskLedger;
  readonly db: pg.Client;
}

class Loss {
  private readonly codes: readonly string[];
  private readonly say: (line: string) => void;
  private client = 0;

  constructor(
    private readonly parts: Parts,
    private readonly rehearsal: ReplayRehearsal,
  ) {
    this.codes = Array.from({ length: rehearsal.dossiers }, (_, n) => this.codeOf(n));
    this.say = rehearsal.say ?? ((): void => undefined);
  }

  async play(): Promise<ReplayOutcome> {
    await this.fill();
    const before = await this.lose();
    const { id, items, lookSeconds } = await this.forecast();
    const dry = await this.readAll(before);
    const toldInDryRun = [...dry.values()].reduce((sum, told) => sum + told.length, 0);
    const since = performance.now();
    const run = await this.run(id, before);
    const counts = (await this.until(id, ['done'])).counts;
    const sendSeconds = seconds(since);
    this.say(`done: ${JSON.stringify(counts)}`);
    const told = await this.readAll(before);
    return {
      ...this.compare(items, told),
      ...(await this.countSteps()),
      ...run,
      counts,
      toldInDryRun,
      lookSeconds,
      sendSeconds,
      unrested: await this.unrested(),
    };
  }

  /** Everything is at the portal. */
  private async fill(): Promise<void> {
    const [commune] = this.parts.cluster.communes;
    this.client = (await this.parts.ledger.clients.byApiKey(commune?.apiKey ?? ''))?.id ?? 0;
    for (let at = 0; at < this.codes.length; at += BATCH)
      await this.send(this.codes.slice(at, at + BATCH).flatMap((code, n) => lifeOf(code, at + n)));
    await eventually(async () => (await this.unrested()) === 0, { withinMs: this.rehearsal.withinMs, everyMs: 250 });
    // What was taken a moment ago need not be shown yet.
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    this.say(`${String(this.codes.length)} dossiers are at the portal`);
  }

  /** Answers the last running number that the portal gave before. */
  private async lose(): Promise<number> {
    const { portal } = this.parts.cluster;
    const last = Math.max(0, ...(await this.read((held) => Math.max(0, ...[...held.records, ...held.steps].map(({ n }) => n)))));
    const isKept = (_: string, n: number): boolean => n % 4 === 3;
    for (let at = 0; at < this.codes.length; at += BATCH * 4) {
      const part = this.codes.slice(at, at + BATCH * 4);
      await portal.forget(part.filter((code, n) => !isKept(code, n)));
      await portal.forget(part.filter(isKept), 'steps');
    }
    this.say('the portal has lost them');
    return last;
  }

  private async forecast(): Promise<{ id: string; items: ReadonlyMap<string, ReplayItem>; lookSeconds: number }> {
    const { desk } = this.parts;
    const since = performance.now();
    const order = { selection: { filter: { destination: 'national' } }, destinations: undefined, mode: 'converge' } as const;
    const { id } = await desk.replays.create(order, { ...ACT, now: new Date() });
    await this.until(id, ['ready']);
    const lookSeconds = seconds(since);
    const items = new Map<string, ReplayItem>();
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await desk.replays.items({ id, after, limit: BATCH });
      for (const item of page.items) items.set(item.code, item);
      [after, hasMore] = [page.next ?? undefined, page.hasMore];
    }
    this.say(`forecast in ${String(lookSeconds)} s`);
    return { id, items, lookSeconds };
  }

  /** Cancelled in the middle, resumed, every relay killed, started again. */
  private async run(
    id: string,
    before: number,
  ): Promise<
    Pick<ReplayOutcome, 'deliveredAtCancel' | 'toldWhileCancelled' | 'deliveredAtKill' | 'liveSeconds' | 'relayPeakMiB'>
  > {
    const { desk, cluster } = this.parts;
    const { replays } = desk;
    const total = this.codes.length;
    const act = (): typeof ACT & { now: Date } => ({ ...ACT, now: new Date() });
    await replays.start(id, act());
    await this.delivered(id, total * 0.2);
    await replays.cancel(id, act());
    const toldWhileCancelled = await this.quiet(before);
    const deliveredAtCancel = (await replays.read(id)).counts.delivered;
    await replays.resume(id, act());
    const liveSeconds = await this.sendLive();
    await this.delivered(id, total * 0.5);
    const relayPeakMiB = Math.round(Math.max(...cluster.relays.map(({ pid }) => peakOf(pid ?? 0))));
    await Promise.all(cluster.relays.map((relay) => relay.kill()));
    const deliveredAtKill = (await replays.read(id)).counts.delivered;
    this.say(`killed at ${String(deliveredAtKill)}`);
    cluster.relays.forEach((relay) => {
      relay.start();
    });
    return { deliveredAtCancel, toldWhileCancelled, deliveredAtKill, liveSeconds, relayPeakMiB };
  }

  /** Waits until what was on its way has ended; answers what the portal is told after that although the job is cancelled. */
  private async quiet(before: number): Promise<number> {
    await eventually(async () => (await this.unrested()) === 0, { everyMs: 100 });
    const sum = async (): Promise<number> =>
      [...(await this.readAll(before)).values()].reduce((all, told) => all + told.length, 0);
    const then = await sum();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return (await sum()) - then;
  }

  private async sendLive(): Promise<number> {
    const codes = Array.from({ length: this.rehearsal.live }, (_, n) => this.codeOf(900_000 + n));
    const since = performance.now();
    for (const code of codes) await this.send([aDossier(code)]);
    await eventually(async () => (await this.unrested(codes)) === 0, { everyMs: 25 });
    return seconds(since);
  }

  private async delivered(id: string, count: number): Promise<void> {
    await eventually(
      async () => {
        const replay = await this.parts.desk.replays.read(id);
        return replay.counts.delivered >= count || replay.state === 'done';
      },
      { withinMs: this.rehearsal.withinMs, everyMs: 50 },
    );
  }

  private until(id: string, states: readonly Replay['state'][]): Promise<Replay> {
    return eventually(
      async () => {
        const replay = await this.parts.desk.replays.read(id);
        if (!states.includes(replay.state)) throw new Error(`${replay.state} ${JSON.stringify(replay.counts)}`);
        return replay;
      },
      { withinMs: this.rehearsal.withinMs, everyMs: 250 },
    );
  }

  /** A record that was on its way when its relay was killed may come once more; nothing else may differ. */
  private compare(
    items: ReadonlyMap<string, ReplayItem>,
    told: ReadonlyMap<string, readonly Told[]>,
  ): Pick<ReplayOutcome, 'otherwise' | 'forecastItems' | 'repeatedRecords'> {
    const otherwise: string[] = [];
    let [forecastItems, repeatedRecords] = [0, 0];
    for (const code of this.codes) {
      const forecast = (items.get(code)?.forecast ?? []).map(({ service, hash }) => ({
        service: service === 'steps' ? 'steps' : 'record',
        hash,
      }));
      const seen = told.get(code) ?? [];
      const once = seen.filter((one, at) => one.service === 'steps' || seen[at - 1]?.hash !== one.hash);
      forecastItems += forecast.length;
      repeatedRecords += seen.length - once.length;
      if (JSON.stringify(once) !== JSON.stringify(forecast)) otherwise.push(code);
    }
    return { otherwise, forecastItems, repeatedRecords };
  }

  /** Of every dossier the portal has each step once. */
  private async countSteps(): Promise<Pick<ReplayOutcome, 'wrongSteps'>> {
    const wrong = await this.read((held) => {
      const own = stepsOf(this.codes.indexOf(held.code));
      return held.steps.length !== own || new Set(held.steps.map(({ item }) => hashOf(item))).size !== own;
    });
    return { wrongSteps: wrong.filter((isWrong) => isWrong).length + (this.codes.length - wrong.length) };
  }

  private async readAll(since: number): Promise<Map<string, readonly Told[]>> {
    const all = await this.read((held) => {
      const of = (service: Told['service'], list: typeof held.records): (Told & { n: number })[] =>
        list.map(({ n, item }) => ({ n, service, hash: hashOf(item) }));
      const told = [...of('record', held.records), ...of('steps', held.steps)].filter(({ n }) => n > since);
      return [held.code, told.sort((a, b) => a.n - b.n).map(({ service, hash }) => ({ service, hash }))] as const;
    });
    return new Map(all);
  }

  /** What the portal has of all dossiers, some at a time. */
  private async read<T>(show: (held: NonNullable<Awaited<ReturnType<Cluster['portal']['read']>>>) => T): Promise<T[]> {
    const shown: T[] = [];
    const left = [...this.codes];
    const reader = async (): Promise<void> => {
      for (let code = left.pop(); code !== undefined; code = left.pop()) {
        const held = await this.parts.cluster.portal.read(code);
        if (held !== undefined) shown.push(show(held));
      }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    return shown;
  }

  private async send(items: readonly (Dossier | Step)[]): Promise<void> {
    const answered = await receipts(submit(this.parts.ledger, this.client, items));
    const faults = answered.flatMap(({ problems }) => problems);
    if (faults.length > 0) throw new Error(JSON.stringify(faults.slice(0, 3)));
  }

  private async unrested(codes?: readonly string[]): Promise<number> {
    const { rows } = await this.parts.db.query<{ count: number }>(
      codes === undefined
        ? `SELECT count(*)::int AS count FROM lane WHERE state <> 'idle'`
        : `SELECT count(*)::int AS count FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE o.code = ANY($1) AND l.state <> 'idle'`,
      codes === undefined ? [] : [codes],
    );
    return rows[0]?.count ?? NaN;
  }

  private codeOf(n: number): string {
    const unit = this.parts.cluster.communes[0]?.unit ?? '';
    return `H56.${unit}-261123-${String(n).padStart(6, '0')}`;
  }
}

function stepsOf(n: number): number {
  return 1 + (n % 3);
}

function lifeOf(code: string, n: number): (Dossier | Step)[] {
  const steps = STATUSES.slice(0, stepsOf(n)).map((status, at) => aStep(code, status, `2026-11-24T1${String(at)}:00:00+07:00`));
  return [aDossier(code), ...steps];
}

function hashOf(item: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('hex');
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}

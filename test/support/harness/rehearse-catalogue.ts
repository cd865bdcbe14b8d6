import { openDeskLedger, type DeskLedger, type DeskChange } from '#ledger';
import { Clock, openLog } from '#runtime';
import { PATIENCE_MS, eventually } from '../eventually.ts';
import { Chance } from './chance.ts';
import { passTime } from './clock-shift.ts';
import type { Cluster } from './cluster.ts';
import { askDoor } from './door-client.ts';
import { fullDossier } from './full-dossier.ts';
import { readLedger } from './ledger-eye.ts';

const DAY_MS = 86_400_000;
const NEW = '9.000001';
const RENAMED = '2.000815';
const ENDED = '1.000656';
const MOVED = { from: '1.000894', to: '9.000002' } as const;
const HELD = 5;
const REST_WITHIN_MS = PATIENCE_MS;

/** How often a service was called, and how often at most in any second. */
type Calls = Readonly<
  Record<string, { total: number; mostPerSecond: number; different: number; repeated: Readonly<Record<string, number>> }>
>;

/** What a week of the catalogue came to; `wrong` says in words what was not as it should be. */
export interface WeekSeen {
  readonly kills: number;
  readonly askedAtFirst: number;
  readonly askedAgain: number;
  readonly mostPerSecond: number;
  readonly days: number;
  readonly wrong: readonly string[];
}

/**
 * A first sync whose relay is killed at random moments, then a week in which the portal changes its catalogue by script and the nights
 * pass by the shifted clock. The truth of each day is the script; what was asked and how often is the portal's own count.
 */
export async function rehearseCatalogue(
  cluster: Cluster,
  { killEveryMs, days, say, ...rehearsal }: Rehearsal,
): Promise<WeekSeen> {
  const week = new Week(cluster, await openDesk(cluster), say);
  try {
    const kills = await week.begin(killEveryMs, rehearsal);
    for (const day of week.days.slice(0, days)) await day();
    return week.seen(kills);
  } finally {
    await week.desk.close();
  }
}

interface Rehearsal {
  readonly seed: number;
  readonly killEveryMs: readonly [number, number];
  /** On a slow machine a relay that is killed as often as it starts would never read anything; without limit unless told. */
  readonly mostKills?: number;
  /** Of the week; all of them unless told. */
  readonly days?: number;
  readonly say: (line: string) => void;
}

function openDesk({ options, keys }: Cluster): Promise<DeskLedger> {
  const sessions = { idleMs: 1_000, lifetimeMs: 1_000 };
  const [clock, log] = [new Clock(), openLog('test')];
  return openDeskLedger({ url: options.databaseUrl, clock, log, secrets: keys, poolSize: 2, sessions });
}

class Week {
  readonly wrong: string[] = [];
  private first: Calls[string] = { total: 0, mostPerSecond: 0, different: 0, repeated: {} };
  private most = 0;
  private syncs = 1;

  constructor(
    private readonly cluster: Cluster,
    readonly desk: DeskLedger,
    private readonly say: (line: string) => void,
  ) {}

  /** The first sync, under kills; answers how many. */
  async begin(
    [least, mostMs]: readonly [number, number],
    { seed, mostKills = Infinity }: Pick<Rehearsal, 'seed' | 'mostKills'>,
  ): Promise<number> {
    const chance = new Chance(seed);
    let kills = 0;
    for (;;) {
      const patienceMs = kills < mostKills ? least + chance.next() * (mostMs - least) : REST_WITHIN_MS;
      const done = await this.waitForSync(patienceMs).catch(() => undefined);
      if (done !== undefined) break;
      const relay = this.cluster.relays[kills % this.cluster.relays.length];
      await relay?.kill();
      relay?.start();
      kills += 1;
    }
    await this.takeCalls();
    this.say(`the first sync is over after ${String(kills)} kills`);
    const { total, different, repeated } = this.first;
    const procedures = this.cluster.options.procedures ?? 2_000;
    this.expect('records of the first sync', different, procedures);
    const again = Object.values(repeated).reduce((sum, times) => sum + times - 1, 0);
    // What a relay had asked for and not yet written when it was killed nobody has: one call for each kill at most.
    if (again > kills) this.wrong.push(`asked again ${String(again)} times at ${String(kills)} kills`);
    this.expect('calls of the first sync', total, different + again);
    const [row] = await readLedger<{ count: number }>(
      this.cluster,
      `SELECT count(*)::int AS count FROM procedure WHERE upper_inf(recorded) AND valid @> current_date`,
    );
    this.expect('procedures after the first sync', row?.count, procedures);
    return kills;
  }

  /** The days of the week, each a change of the portal and what must come of it. */
  readonly days: readonly (() => Promise<void>)[] = [
    async () => {
      const [oldest] = await readLedger<{ code: string }>(
        this.cluster,
        'SELECT code FROM catalogue_source ORDER BY detail_at, code LIMIT 1',
      );
      const code = oldest?.code ?? '';
      await this.day('a fee', [{ op: 'fee', code, fee: '12.000' }], [`${code} details active`]);
    },
    async () => {
      const codes = await this.sendHeld();
      await this.day(
        'a new one',
        [{ op: 'add', code: NEW, name: 'Thủ tục mới trong tuần' }],
        [`${NEW} added active`, `${NEW} details active`],
      );
      await this.released(codes);
    },
    async () => {
      const changes = await this.day(
        'a new name',
        [{ op: 'rename', code: RENAMED, name: 'Chứng thực bản sao (tên mới)' }],
        [`${RENAMED} details active`, `${RENAMED} renamed waiting`],
      );
      const before = await this.believed();
      const ids = changes.filter(({ kind }) => kind === 'renamed').map(({ id }) => id);
      await this.desk.catalogue.activate(ids, this.act());
      if (before === (await this.believed())) this.wrong.push('an activated name changed nothing');
    },
    async () => {
      const before = await this.believed();
      const changes = await this.day(
        'an end, and a new number',
        [
          { op: 'end', code: ENDED },
          { op: 'renumber', code: MOVED.from, to: MOVED.to },
        ],
        [`${MOVED.from} ended waiting`, `${ENDED} ended waiting`, `${MOVED.to} added active`, `${MOVED.to} details active`],
      );
      const waiting = changes.filter(({ state }) => state === 'waiting').map(({ id }) => id);
      await this.desk.catalogue.activate(waiting, this.act());
      await this.desk.catalogue.rollBack({ sync: changes[0]?.syncId ?? '', codes: undefined }, this.act());
      if ((await this.believed()) !== before) this.wrong.push('a roll-back did not restore what was believed');
    },
    async () => {
      await this.day('a list that shrank', [{ op: 'shrink', keep: 0.2 }], []);
      await this.incident(1);
    },
    async () => {
      await this.day('the whole list again', [{ op: 'shrink', keep: 1 }], []);
      await this.incident(0);
    },
    () => this.day('nothing', [], []).then(() => undefined),
  ];

  seen(kills: number): WeekSeen {
    const askedAgain = Object.values(this.first.repeated).reduce((sum, times) => sum + times - 1, 0);
    const { different: askedAtFirst } = this.first;
    return { kills, askedAtFirst, askedAgain, mostPerSecond: this.most, days: this.syncs - 1, wrong: this.wrong };
  }

  /** A day: the portal changes, the night passes, and exactly these changes are found. */
  private async day(name: string, orders: readonly object[], wanted: readonly string[]): Promise<DeskChange[]> {
    await this.control('', orders);
    await passTime(this.cluster, DAY_MS);
    this.syncs += 1;
    const id = await this.waitForSync(120_000);
    const changes = await this.desk.catalogue.changes({ sync: id, after: 0, limit: 10_000 });
    const found = changes.map(({ code, kind, state }) => `${code} ${kind} ${state}`).sort();
    this.expect(`the changes of the day of ${name}`, found.join(', '), [...wanted].sort().join(', '));
    await this.takeCalls();
    this.say(`${name}: ${found.join(', ') || 'nothing'}`);
    return changes;
  }

  /** Dossiers of a procedure that nobody knows, each under way once it is known, in the order in which they came. */
  private async sendHeld(): Promise<string[]> {
    const [commune] = this.cluster.communes;
    const codes = Array.from(
      { length: HELD },
      (_, index) => `H56.${commune?.unit ?? ''}-260106-${String(index + 1).padStart(4, '0')}`,
    );
    for (const code of codes) {
      const body = {
        ...fullDossier(code, { status: 2, variety: 1, receivedAt: '2026-01-06T08:00:00+07:00' }),
        procedureCode: NEW,
      };
      const { procedureName: _name, fieldCode: _code, fieldName: _field, ...rest } = body as Record<string, unknown>;
      await askDoor(`${this.cluster.doorUrls[0] ?? ''}/v1/dossiers`, {
        method: 'POST',
        apiKey: commune?.apiKey ?? '',
        body: rest,
      });
    }
    await eventually(async () => {
      const rows = await readLedger(this.cluster, `SELECT FROM lane WHERE state = 'held'`);
      if (rows.length !== HELD) throw new Error(`${String(rows.length)} are held`);
    });
    return codes;
  }

  private async released(codes: readonly string[]): Promise<void> {
    await eventually(async () => {
      const { total } = await this.cluster.portal.list(0, 100);
      if (total < codes.length) throw new Error(`${String(total)} have arrived`);
    });
    // Two dossiers never wait for each other on their way: the order is that in which they were first let go. One that a relay holds once
    // more, because it has not heard of the code yet, is let go again.
    const rows = await readLedger<{ code: string; state: 'held' | 'released' }>(
      this.cluster,
      `SELECT d.code, o.state FROM outcome o JOIN dossier d ON d.id = o.dossier_id WHERE o.state IN ('held', 'released') ORDER BY o.pos`,
    );
    const released = rows.filter(({ state }) => state === 'released').map(({ code }) => code);
    this.expect('the order of what was released', [...new Set(released)].join(), codes.join());
    const held = new Set<string>();
    const unheld: string[] = [];
    for (const { code, state } of rows)
      if (state === 'held') held.add(code);
      else if (!held.delete(code)) unheld.push(code);
    this.expect('released without being held', unheld.join(), '');
  }

  private async incident(count: number): Promise<void> {
    const text = `SELECT FROM incident WHERE fingerprint = 'check|catalogue|list' AND cleared_at IS NULL`;
    this.expect('open incidents of the list', (await readLedger(this.cluster, text)).length, count);
  }

  /** What is believed of procedures and details, without when it was recorded. */
  private async believed(): Promise<string> {
    const rows = await readLedger(
      this.cluster,
      `SELECT code, name, field_code, field_name, valid::text FROM procedure WHERE upper_inf(recorded)
       UNION ALL SELECT code, detail::text, raw::text, '', valid::text FROM procedure_detail WHERE upper_inf(recorded)
       ORDER BY 1, 2, 5`,
    );
    return JSON.stringify(rows);
  }

  private async waitForSync(withinMs: number): Promise<string> {
    let id = '';
    await eventually(
      async () => {
        const rows = await readLedger<{ id: string }>(
          this.cluster,
          `SELECT id FROM job WHERE kind = 'sync' AND state = 'done' ORDER BY created_at DESC`,
        );
        if (rows.length < this.syncs) throw new Error('the sync is not over');
        id = rows[0]?.id ?? '';
      },
      { withinMs, everyMs: 100 },
    );
    return id;
  }

  private async takeCalls(): Promise<void> {
    const calls = (await this.control('/calls')) as Calls;
    if (this.first.total === 0) this.first = calls['LayThuTuc'] ?? this.first;
    const seconds = Object.values(calls).map(({ mostPerSecond }) => mostPerSecond);
    this.most = Math.max(this.most, ...seconds);
    await this.control('/calls/forget', {});
  }

  private async control(path: string, body?: unknown): Promise<unknown> {
    const sent =
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await fetch(`${this.cluster.portal.url}/_sim/national/catalogue${path}`, sent)).json();
  }

  private act(): { by: string; reason: string; now: Date } {
    return { by: 'an.tran', reason: 'kiểm chứng / proof', now: new Date() };
  }

  private expect(what: string, seen: unknown, wanted: unknown): void {
    if (seen !== wanted) this.wrong.push(`${what}: ${String(seen)} in place of ${String(wanted)}`);
  }
}

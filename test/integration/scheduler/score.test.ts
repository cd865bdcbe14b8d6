import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Dossier } from '#canonical';
import { openDeskLedger, openDutyLedger, readCalendar, type ClaimedLane, type DeskLedger, type DutyLedger } from '#ledger';
import { Clock, openLog, uuidv7 } from '#runtime';
import { parsePeriod, type Figure, type LossCause, type Period } from '#scoring';
import { computePeriod } from '../../../apps/scheduler/src/scoring/compute-period.ts';
import { readScoring } from '../../../apps/scheduler/src/scoring/read-scoring.ts';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, instant, receipts, submit, TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { openWatched, type IncidentRow, type Watched } from './open-test-scheduler.ts';

const PERIOD = periodOf('2026-11');
const calendar = readCalendar('config');
const [RULES] = readScoring('config');

let watched: Watched;
let duty: DutyLedger;
let desk: DeskLedger;
let serial = 0;

beforeAll(async () => {
  watched = await openWatched();
  duty = await openDutyLedger({ url: watched.dutyUrl, clock: new Clock(), log: openLog('test'), poolSize: 3 });
  const sessions = { idleMs: 60_000, lifetimeMs: 60_000 };
  desk = await openDeskLedger({
    ...{ url: watched.t.url, clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS, poolSize: 2, sessions },
  });
  // A procedure with a fee that ends in a paper and takes five working days.
  await watched.db.query(
    `INSERT INTO procedure_detail (code, detail, raw, valid, recorded) VALUES ('2.000815', $1, '{}', '[,)', tstzrange(now(), NULL))`,
    [
      JSON.stringify({
        results: [{ code: 'KQ', name: 'Bản sao' }],
        fees: [{ channel: null, kind: '2', amount: 2_000, amountText: '', unit: '', note: '', url: '' }],
        durations: [{ channel: null, value: 5, text: '', unit: 'Ngày làm việc', note: '' }],
      }),
    ],
  );
});
afterAll(async () => {
  await duty.close();
  await desk.close();
  await watched.close();
});
beforeEach(async () => {
  await watched.db.query(
    'TRUNCATE dossier, item, lane, lane_item, lane_wait, discrepancy, incident, incident_unit, score_run, score_loss, score_figure',
  );
});

function periodOf(name: string): Period {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(`no period: ${name}`);
  return period;
}

const newCode = (): string => `H56.14797-261110-${String((serial += 1)).padStart(4, '0')}`;

/** Everything that may count, and in time. */
const GOOD: Partial<Dossier> = {
  ...{ receivedAt: instant('2026-11-10T08:00:00+07:00'), dueAt: instant('2026-11-13T17:00:00+07:00'), channel: 'online' },
  ...{ paidOnline: '1', digitised: true, vneidVerified: true, fees: [{ name: 'Lệ phí', amount: 2_000 }] },
  papers: [{ name: 'Đơn', url: 'https://xa.example.vn/don.pdf', fromNationalStore: true }],
  results: [{ name: 'Bản sao', url: 'https://xa.example.vn/kq.pdf', resultCode: 'KQ-1' }],
};

async function accept(code: string, ...items: (Dossier | ReturnType<typeof aStep>)[]): Promise<void> {
  const judged = await receipts(submit(watched.t.ledger, watched.t.a, items));
  expect(judged.map(({ result }) => result)).toEqual(items.map(() => 'accepted'));
  expect(code).not.toBe('');
}

/** Accepts a dossier that was finished in time. */
async function finished(code: string, more: Partial<Dossier> = {}): Promise<void> {
  await accept(code, aDossier(code, { ...GOOD, ...more }), aStep(code, 9, '2026-11-12T16:00:00+07:00'));
}

/** Has the portal acknowledge what waits of a dossier, as far as `takes` says; the rest goes on to wait as `next` says. */
async function deliver(
  code: string,
  takes: (item: ClaimedLane['pending'][number]) => boolean = () => true,
  next: 'held' | 'blocked' | 'go-on' = 'go-on',
): Promise<void> {
  const { lanes } = watched.t.ledger;
  const claimed = await lanes.claim({ destination: 'national', among: 'all', most: 100, holder: 'test', leaseMs: 60_000 });
  for (const lane of claimed) {
    const own = lane.dossierCode === code;
    const items = own ? lane.pending.filter(takes) : [];
    const begunAt = new Date();
    const call = { id: uuidv7(begunAt), begunAt, service: 'update', wokenBy: 'poll', codesVersion: 'x' } as const;
    const parts = [
      { lane, epoch: lane.epoch, possiblyTwice: false, superseded: [], items: items.map(({ seq }) => ({ seq, wireHash: 'h' })) },
    ];
    await lanes.begin({ ...call, parts }, { leaseMs: 60_000, holder: 'test' });
    const stuck = own ? lane.pending.find((item) => !takes(item)) : undefined;
    const versions = items.filter(({ kind }) => kind === 'version').map(({ seq }) => seq);
    await lanes.settle({
      ...{
        lane,
        failures: 0,
        cause: stuck === undefined || next === 'go-on' ? undefined : 'unmapped|field|x',
        present: true,
        incidents: [],
      },
      ...(versions.length > 0 && { ackVersionSeq: Math.max(...versions) }),
      call: {
        ...call,
        sentAt: begunAt,
        answeredAt: begunAt,
        http: 200,
        code: '0',
        verdict: 'delivered',
        cause: 'test',
        body: '{}',
      },
      items: items.map(
        ({ seq }) =>
          ({ seq, outcome: 'delivered', cause: 'test', state: 'delivered', doubt: false, possiblyTwice: false }) as const,
      ),
      next: stuck === undefined || next === 'go-on' ? { kind: 'go-on' } : { kind: next, seq: stuck.seq },
    });
  }
}

async function differ(code: string, kind: string, field: string): Promise<void> {
  await watched.db.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, fingerprint, must_act, first_at, last_at, found_by,
       seen_by, heal, heal_state, cause, tries)
     SELECT gen_random_uuid(), 'national', 'national', $2, $3, o.code, o.client_id, o.received_unit_id, 'x', 'nobody', now(), now(),
       gen_random_uuid(), gen_random_uuid(), 'converge', 'waiting', 'x', 0 FROM dossier o WHERE o.code = $1`,
    [code, kind, field],
  );
}

/** When the portal is to have acknowledged what it has of a dossier of that kind. */
async function acknowledgedAt(code: string, kind: string, at: string): Promise<void> {
  await watched.db.query(
    `UPDATE lane_item n SET delivered_at = $3 FROM dossier o
     WHERE o.code = $1 AND n.dossier_id = o.id AND n.destination = 'national' AND n.kind = $2 AND n.state = 'delivered'`,
    [code, kind, at],
  );
}

interface Lost {
  readonly code: string;
  readonly figure: string;
  readonly cause: string;
  readonly field: string | null;
}

/** Computes a period, and lists what is lost. */
async function losses(period = PERIOD): Promise<Lost[]> {
  if (RULES === undefined) throw new Error('there are no formulas');
  await computePeriod({ ledger: duty, clock: new Clock(), calendar }, period, RULES);
  const run = await desk.score.run(period.name);
  const { items } = await desk.score.losses({ run: run?.id ?? '', limit: 1_000 });
  return items.map(({ dossierCode: code, figure, cause, field }) => ({ code, figure, cause, field }));
}

/** Numerator and denominator of both sides of a figure, of the province or of a unit. */
async function sumsOf(figure: Figure, unit?: string, period = PERIOD): Promise<number[][]> {
  const run = await desk.score.run(period.name);
  const rows = await desk.score.figures(run?.id ?? '', unit);
  const row = rows.find((one) => one.figure === figure && (one.unit === null) === (unit === undefined));
  return [row?.did ?? [], row?.counted ?? []].map((side) => side.slice(0, 2));
}

const OF_RECEIVED: readonly Figure[] = ['1.4', '3.3', '3.5', '3.6', '4.1', '4.2', '4.3', '4.4', '4.5'];
const ALL: readonly Figure[] = ['1.4', '2.1', ...OF_RECEIVED.slice(1)];
const isRecord = ({ kind }: { kind: string }): boolean => kind === 'version';
const without = (...names: (keyof Dossier)[]): Partial<Dossier> => Object.fromEntries(names.map((name) => [name, undefined]));

interface Fault {
  readonly plant: (code: string) => Promise<void>;
  readonly costs: readonly Figure[];
  readonly cause: LossCause;
  readonly field: string | null;
  readonly heal: (code: string) => Promise<void>;
}

const newer = (code: string, more: Partial<Dossier>): Promise<void> =>
  accept(code, aDossier(code, { ...GOOD, status: 9, ...more }));
const agrees = async (code: string): Promise<void> => {
  await watched.db.query('UPDATE discrepancy SET cleared_at = now() WHERE dossier_code = $1', [code]);
};
const found = (kind: string, field: string): Pick<Fault, 'plant' | 'heal'> => ({
  plant: async (code) => {
    await finished(code);
    await deliver(code);
    await differ(code, kind, field);
  },
  heal: agrees,
});
/** A first version that lacks something, and a newer one with it that the portal does not have. */
const later = (...names: (keyof Dossier)[]): Pick<Fault, 'plant' | 'heal'> => ({
  plant: async (code) => {
    await finished(code, without(...names));
    await deliver(code);
    await newer(code, {});
  },
  heal: deliver,
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'step 9 that is on its way': {
    plant: async (code) => {
      await finished(code);
      await deliver(code, isRecord);
    },
    ...{ costs: ['2.1'], cause: 'step-waits', field: '9', heal: deliver },
  },
  'step 9 that is held': {
    plant: async (code) => {
      await finished(code);
      await deliver(code, isRecord, 'held');
    },
    ...{ costs: ['2.1'], cause: 'step-held', field: '9' },
    heal: async (code) => {
      await watched.db.query(
        `UPDATE lane SET state = 'due', due_at = now() - interval '1 second', cause = NULL, blocked_seq = NULL WHERE state = 'held'`,
      );
      await deliver(code);
    },
  },
  'step 9 that arrived after the period': {
    plant: async (code) => {
      await finished(code);
      await deliver(code);
      await acknowledgedAt(code, 'step', '2026-12-01T00:00:00+07:00');
    },
    ...{ costs: ['2.1'], cause: 'step-late', field: '9' },
    heal: (code) => acknowledgedAt(code, 'step', '2026-11-30T23:59:59+07:00'),
  },
  'a finish of which no step was sent': {
    plant: async (code) => {
      await accept(code, aDossier(code, { ...GOOD, status: 9, finishedAt: instant('2026-11-12T16:00:00+07:00') }));
      await deliver(code);
    },
    ...{ costs: ['2.1'], cause: 'step-never-sent', field: '9' },
    heal: async (code) => {
      await accept(code, aStep(code, 9, '2026-11-12T16:00:00+07:00'));
      await deliver(code);
    },
  },
  'a dossier that is missing there': { ...found('missing-there', 'dossier'), costs: ALL, cause: 'missing-there', field: null },
  'steps that are missing there': {
    ...found('steps', 'steps.missing'),
    costs: ['2.1'],
    cause: 'step-missing-there',
    field: null,
  },
  'another link of the result there': {
    ...found('field', 'DanhSachGiayToKetQua'),
    ...{ costs: ['3.3', '4.1', '4.2'], cause: 'field-differs', field: 'DanhSachGiayToKetQua' },
  },
  'another due time there': { ...found('field', 'NgayHenTra'), costs: ['2.1'], cause: 'field-differs', field: 'NgayHenTra' },
  'a channel that is blank there': { ...later('channel'), costs: ['3.3'], cause: 'record-waits', field: 'KenhThucHien' },
  'a list of fees that is blank there': { ...later('fees'), costs: ['3.5'], cause: 'record-waits', field: 'DanhSachLePhi' },
  'a link that is blank there': {
    ...later('results'),
    ...{ costs: ['3.3', '4.1', '4.2'], cause: 'record-waits', field: 'DanhSachGiayToKetQua' },
  },
  'a version that was never acknowledged': {
    ...{ plant: finished, costs: ALL, cause: 'record-waits', field: null, heal: deliver },
  },
  'a record that arrived after the period': {
    plant: async (code) => {
      await finished(code);
      await deliver(code);
      await acknowledgedAt(code, 'version', '2026-12-01T00:00:00+07:00');
    },
    ...{ costs: ALL, cause: 'record-late', field: null },
    heal: (code) => acknowledgedAt(code, 'version', '2026-11-30T23:59:59+07:00'),
  },
};

describe('what a fault of the wire costs', () => {
  it.each(Object.entries(FAULTS))('%s: that dossier in those figures alone, until it is mended', async (_, fault) => {
    const [sound, hurt] = [newCode(), newCode()];
    await finished(sound);
    await deliver(sound);
    await fault.plant(hurt);
    const expected = [...fault.costs].sort().map((figure) => ({ code: hurt, figure, cause: fault.cause, field: fault.field }));
    // A fee that is synchronised for another dossier of the procedure is enough.
    expect(await losses()).toEqual(expected.filter(({ figure }) => figure !== '3.5'));
    await fault.heal(hurt);
    expect(await losses()).toEqual([]);
  });

  it('costs a procedure its fee where no other dossier of the unit has it', async () => {
    const code = newCode();
    await finished(code, without('fees'));
    await deliver(code);
    await newer(code, {});
    expect(await losses()).toEqual([{ code, figure: '3.5', cause: 'record-waits', field: 'DanhSachLePhi' }]);
    expect(await sumsOf('3.5')).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });
});

describe('the figures of a period', () => {
  it('stand for the unit that a commune has become, and for the province', async () => {
    const [here, there] = [newCode(), newCode()];
    await finished(here);
    await finished(there);
    await deliver(here);
    const { rows } = await watched.db.query<{ old: number; heir: number }>(
      `SELECT s.old_unit_id AS old, s.new_unit_id AS heir FROM unit_successor s WHERE upper_inf(s.recorded) AND s.new_unit_id =
         (SELECT received_unit_id FROM dossier WHERE code = $1) AND 1 = (SELECT count(*) FROM unit_successor o WHERE o.old_unit_id = s.old_unit_id) LIMIT 1`,
      [here],
    );
    // One of them was received before its commune was merged.
    await watched.db.query('UPDATE dossier SET received_unit_id = $2 WHERE code = $1', [there, rows[0]?.old]);
    expect(await losses()).toHaveLength(ALL.length - 1);
    const both = [
      [2, 2],
      [1, 2],
    ];
    expect(await sumsOf('1.4', '14797')).toEqual(both);
    expect(await sumsOf('1.4')).toEqual(both);
  });

  it('leave out what came in a sandbox', async () => {
    const code = newCode();
    await finished(code);
    await watched.db.query('UPDATE client SET sandbox = true WHERE id = $1', [watched.t.a]);
    expect(await losses()).toEqual([]);
    await watched.db.query('UPDATE client SET sandbox = false WHERE id = $1', [watched.t.a]);
    expect(await losses()).toHaveLength(ALL.length);
  });

  it('have in hand what was received before and is open, or of which the portal does not know the end', async () => {
    const october = { receivedAt: instant('2026-10-20T08:00:00+07:00'), dueAt: instant('2026-10-22T17:00:00+07:00') };
    const [open, closed, hidden] = [newCode(), newCode(), newCode()];
    await accept(open, aDossier(open, { ...GOOD, ...october }), aStep(open, 4, '2026-10-21T08:00:00+07:00'));
    for (const code of [closed, hidden])
      await accept(code, aDossier(code, { ...GOOD, ...october }), aStep(code, 9, '2026-10-22T08:00:00+07:00'));
    await deliver(open);
    await deliver(closed);
    // The lane of the last one is as it was claimed beside the others.
    await deliver(hidden, isRecord);
    expect(await losses()).toEqual([{ code: hidden, figure: '2.1', cause: 'step-waits', field: '9' }]);
    expect(await sumsOf('2.1')).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(await sumsOf('1.4')).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('stay as they were until another run is whole, and are read to the end from the run with which it was begun', async () => {
    const code = newCode();
    await finished(code);
    await losses();
    const before = await desk.score.run(PERIOD.name);
    await deliver(code);
    await duty.score.begin({ period: PERIOD.name, endsAt: new Date(PERIOD.ends * 1_000), rules: RULES, now: new Date() });
    expect((await desk.score.run(PERIOD.name))?.id).toBe(before?.id);
    expect(await losses()).toEqual([]);
    expect((await desk.score.losses({ run: before?.id ?? '', limit: 100 })).items).toHaveLength(ALL.length);
    const { rows } = await watched.db.query('SELECT FROM score_run WHERE computed_at IS NULL');
    expect(rows).toEqual([]);
  });
});

describe('versions of before', () => {
  it('are read by the relay bit by bit, and are counted as unknown until then', async () => {
    const code = newCode();
    await finished(code);
    await deliver(code);
    const { rows: kept } = await watched.db.query('SELECT seq, score_facts FROM item ORDER BY seq');
    await watched.db.query('UPDATE item SET score_facts = NULL');
    expect(await losses()).toEqual([]);
    expect((await desk.score.run(PERIOD.name))?.unfilled).toBe(1);
    const run = await desk.score.run(PERIOD.name);
    const figures = await desk.score.figures(run?.id ?? '');
    expect(figures.find(({ figure }) => figure === '4.3')?.did).toEqual([0, 0, 1]);
    await watched.t.ledger.reconciliation.fillAgain();
    expect(await watched.t.ledger.reconciliation.fill()).toMatchObject({ filled: 2 });
    const { rows: filled } = await watched.db.query('SELECT seq, score_facts FROM item ORDER BY seq');
    expect(filled).toEqual(kept);
  });
});

describe('the duty', () => {
  const WARNED = { calendar, everyMs: 200, warnDays: [40] };

  it('computes the periods under way and those before by itself, tells in good time what is lost, and clears it when nothing is', async () => {
    const code = newCode();
    const now = new Date();
    const dueAt = instant(new Date(now.getTime() + 60_000).toISOString());
    // In time by what was done; where the portal lacks the finish, the end of each period is too late.
    await accept(
      code,
      aDossier(code, { ...GOOD, receivedAt: instant(now.toISOString()), dueAt }),
      aStep(code, 9, now.toISOString()),
    );
    await deliver(code, isRecord);
    const rules = RULES === undefined ? [] : [RULES];
    const scheduler = await watched.start({ score: { ...WARNED, rules } });
    const incidents = async (): Promise<IncidentRow[]> => (await watched.incidents()).filter(({ kind }) => kind === 'score');
    try {
      await eventually(async () => {
        expect((await desk.score.periods()).length).toBe(6);
        expect((await incidents()).filter(({ cleared_at: over }) => over === null).length).toBeGreaterThan(0);
      });
      const [told] = await incidents();
      expect(told?.sample).toMatch(/^period=\d{4}(-\d\d|-Q\d)? daysLeft=\d+ lost=1 figures=2\.1:1$/);
      await deliver(code);
      for (const { period } of await desk.score.periods())
        await desk.score.order(period, { by: 'test', reason: 'x', now: new Date() });
      await eventually(async () => {
        expect((await incidents()).map(({ cleared_at: over }) => over === null)).not.toContain(true);
      });
    } finally {
      await scheduler.close();
    }
  });
});

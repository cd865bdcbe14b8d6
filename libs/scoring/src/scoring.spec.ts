import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Calendar, instantOf, type LegalDay, type ScoreFacts, type Status } from '#canonical';
import {
  judge,
  parsePeriod,
  periodBefore,
  periodsAt,
  rulesFor,
  Tally,
  valueOf,
  type DossierRecord,
  type Figure,
  type FigureSum,
  type Ground,
  type Loss,
  type Parameters as Settings,
  type Period,
  type Rules,
} from './index.ts';

const PARAMETERS: Settings = {
  ...{ finishing: [[9], [10], [8, 3, 7]], finishesIfReceived: [7], repeatedStep: 'last', openSupplement: 'until-finish' },
  ...{ supplementRequested: 5, supplementAnsweredBy: [2, 4], emptyChannel: 'direct', onlineChannel: 'online' },
  ...{ paidOnline: ['1', '2'], populationDatabases: [], lookBackMonths: 12 },
};
const WORKED = new Map<LegalDay, 'off'>(['2026-01-01' as LegalDay].map((day) => [day, 'off']));
type Rule = Rules['figures'][number];
const PERIOD = periodOf('2026-11');
const GROUND: Ground = { period: PERIOD, parameters: PARAMETERS, calendar: new Calendar(WORKED) };
const PAPER = { endsInPaper: true, hasFee: true, mostDays: 5 };

function periodOf(name: string): Period {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(`no period: ${name}`);
  return period;
}

/** Seconds of a day and hour of November 2026 in Vietnam. */
function at(day: number, hour = 8): number {
  return PERIOD.starts + (day - 1) * 86_400 + hour * 3_600;
}

const GOOD: ScoreFacts = {
  ...{ received: at(2), due: at(9), channel: 'online', fees: 'charged', paid: '1', resultLink: true, resultCode: true },
  ...{ file: true, digitised: true, fromStore: true, vneid: true },
};
const STEPS: readonly [Status, number][] = [
  [2, at(2)],
  [9, at(6)],
];

type Delivered = DossierRecord['steps'][number];

function step(status: Status, when: number, more: Partial<Delivered> = {}): Delivered {
  return { status, at: when, progress: 'delivered', deliveredAt: when + 60, ...more };
}

/** A dossier that was finished in time and has arrived in every part. */
function record(more: Partial<DossierRecord> = {}): DossierRecord {
  const version = { seq: 1, status: 9 as Status, facts: GOOD };
  return {
    ...{ head: version, acknowledged: version, acknowledgedLate: false, lane: { state: 'idle', cause: undefined } },
    ...{ steps: STEPS.map(([status, when]) => step(status, when)), differences: [] },
    ...more,
  };
}

function lossesOf(dossier: DossierRecord): string[] {
  return judge(dossier, PAPER, GROUND).losses.map(({ figure, cause, field }: Loss) => `${figure} ${cause} ${field ?? '-'}`);
}

const OF_RECEIVED: readonly Figure[] = ['1.4', '3.3', '3.5', '3.6', '4.1', '4.2', '4.3', '4.4', '4.5'];
const older = (facts: ScoreFacts): Pick<DossierRecord, 'acknowledged'> => ({ acknowledged: { seq: 0, status: 4, facts } });

describe('what counts at the portal', () => {
  it('is what was done where everything has arrived', () => {
    expect(lossesOf(record())).toEqual([]);
  });

  it('lacks everything of a dossier that it does not have', () => {
    const missing = { kind: 'missing-there', field: 'dossier' };
    const all = ['2.1', ...OF_RECEIVED].sort().map((figure) => `${figure} missing-there -`);
    expect(lossesOf(record({ differences: [missing] })).sort()).toEqual(all);
    const { counted } = judge(record({ differences: [missing] }), PAPER, GROUND);
    expect(counted.get('1.4')).toEqual({ numerator: 0, denominator: 1, unknown: false });
    expect(counted.get('3.3')).toEqual({ numerator: 0, denominator: 0, unknown: false });
  });

  it.each<[string, Partial<DossierRecord>, string]>([
    ['no lane', { lane: undefined }, 'record-not-sent'],
    ['a lane that goes', { lane: { state: 'due', cause: undefined } }, 'record-waits'],
    ['a lane that lacks a code', { lane: { state: 'held', cause: 'unmapped|x' } }, 'record-held'],
    ['a lane that was refused', { lane: { state: 'blocked', cause: 'refused' } }, 'record-blocked'],
    ['a record that came after the period', { acknowledgedLate: true }, 'record-late'],
  ])('never got a version: %s', (_, more, cause) => {
    const steps = STEPS.map(([status, when]) => step(status, when, { progress: 'pending' }));
    expect(lossesOf(record({ acknowledged: undefined, steps, ...more }))).toContain(`2.1 ${cause} -`);
  });

  it.each<[string, Partial<Delivered>, Partial<DossierRecord>, string]>([
    ['on its way', { progress: 'pending' }, { lane: { state: 'due', cause: undefined } }, 'step-waits'],
    ['held', { progress: 'pending' }, { lane: { state: 'held', cause: 'unmapped|x' } }, 'step-held'],
    ['refused', { progress: 'refused' }, { lane: { state: 'blocked', cause: 'refused' } }, 'step-blocked'],
    ['given up', { progress: 'cancelled' }, {}, 'step-cancelled'],
    ['acknowledged in the first second after the period', { deliveredAt: PERIOD.ends }, {}, 'step-late'],
  ])('lacks the finishing step: %s', (_, how, more, cause) => {
    expect(lossesOf(record({ steps: [step(2, at(2)), step(9, at(6), how)], ...more }))).toEqual([`2.1 ${cause} 9`]);
  });

  it('has a step that was acknowledged in the last second of the period', () => {
    expect(lossesOf(record({ steps: [step(2, at(2)), step(9, at(6), { deliveredAt: PERIOD.ends - 1 })] }))).toEqual([]);
  });

  it('lacks a finish that only the record tells', () => {
    const head = { seq: 1, status: 9 as Status, facts: { ...GOOD, finished: at(6) } };
    expect(lossesOf(record({ head, acknowledged: head, steps: [step(2, at(2))] }))).toEqual(['2.1 step-never-sent 9']);
  });

  it('lacks the finish that the record tells although it has the step by which the result was given back', () => {
    const head = { seq: 1, status: 10 as Status, facts: { ...GOOD, finished: at(6), returned: at(12) } };
    const steps = [step(2, at(2)), step(10, at(12))];
    expect(lossesOf(record({ head, acknowledged: head, steps }))).toContain('2.1 step-never-sent 9');
  });

  it('misses among what was received what is there without its reception', () => {
    const { received: _received, ...before } = GOOD;
    const { counted } = judge(record({ ...older(before), lane: { state: 'due', cause: undefined } }), PAPER, GROUND);
    expect(counted.get('1.4')).toEqual({ numerator: 0, denominator: 1, unknown: false });
  });

  it('lacks all steps where it is not told which are missing', () => {
    expect(lossesOf(record({ differences: [{ kind: 'steps', field: 'steps.missing' }] }))).toEqual(['2.1 step-missing-there -']);
  });

  it.each<[string, string[]]>([
    ['NgayHenTra', ['2.1']],
    ['KenhThucHien', ['3.3']],
    ['DanhSachLePhi', ['3.5']],
    ['DuocThanhToanTrucTuyen', ['3.6']],
    ['DanhSachGiayToKetQua', ['3.3', '4.1', '4.2']],
    ['TaiLieuNop', ['4.2', '4.4']],
    ['HoSoCoThanhPhanSoHoa', ['4.3']],
    ['NgayTiepNhan', ['2.1', ...OF_RECEIVED]],
    ['GhiChu', []],
  ])('has another value of %s', (field, figures) => {
    const found = lossesOf(record({ differences: [{ kind: 'field', field }] }));
    expect(found.sort()).toEqual([...figures].sort().map((figure) => `${figure} field-differs ${field}`));
  });

  it('has what was sent where only the tables of codes changed', () => {
    expect(lossesOf(record({ differences: [{ kind: 'codes', field: 'KenhThucHien' }] }))).toEqual([]);
  });

  it('has an older version, of which the newer one waits', () => {
    const { resultLink: _link, ...before } = GOOD;
    const found = lossesOf(record({ ...older(before), lane: { state: 'held', cause: 'unmapped|x' } }));
    expect(found).toEqual(['3.3', '4.1', '4.2'].map((figure) => `${figure} record-held DanhSachGiayToKetQua`));
  });

  it('owes a fee where the list with nothing but zeros has not arrived', () => {
    const { paid: _paid, ...unpaid } = GOOD;
    const { fees: _fees, ...blank } = unpaid;
    const head = { seq: 2, status: 9 as Status, facts: { ...unpaid, fees: 'zero' as const } };
    expect(lossesOf(record({ head, ...older(blank) }))).toEqual(['3.6 record-waits DanhSachLePhi']);
  });

  it('costs nothing where both sides have alike, and never adds less than nothing', () => {
    const times = fc.array(fc.tuple(fc.constantFrom<Status>(2, 3, 4, 5, 7, 8, 9, 10), fc.integer({ min: at(1), max: at(40) })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(times, fc.option(fc.integer({ min: at(1), max: at(40) })), (steps, due) => {
        const facts: ScoreFacts = { received: at(2), ...(due !== null && { due }) };
        const head = { seq: 1, status: 4 as Status, facts };
        const all = steps.map(([status, when]) => step(status, when, { deliveredAt: null }));
        expect(lossesOf(record({ head, acknowledged: head, steps: all }))).toEqual([]);
        const { did, counted } = judge(record({ head, acknowledged: undefined, steps: all }), PAPER, GROUND);
        for (const [figure, { numerator, denominator }] of did) {
          expect(numerator).toBeGreaterThanOrEqual(0);
          expect(counted.get(figure)).toMatchObject({ numerator: 0, denominator: figure === '1.4' ? denominator : 0 });
        }
      }),
    );
  });
});

describe('what a dossier adds', () => {
  const added = (figure: Figure, facts: ScoreFacts, ...steps: DossierRecord['steps']): unknown => {
    const head = { seq: 1, status: 4 as Status, facts };
    return judge(record({ head, acknowledged: head, steps }), PAPER, GROUND).did.get(figure);
  };

  it('to the average is nothing in the month after its finish, in which the result was only given back', () => {
    const finish = [step(9, at(-2)), step(10, at(3))];
    expect(added('2.2', { received: at(-9) }, ...finish)).toEqual({ numerator: 0, denominator: 0, unknown: false });
  });

  it('is late where it was asked for papers only before it was received: the citizen had come back', () => {
    const late = { numerator: 0, denominator: 1, unknown: false };
    const facts = { received: at(2), due: at(9) };
    expect(added('2.1', facts, step(5, at(1)))).toEqual(late);
    expect(added('2.1', { ...facts, supplements: [[at(1), null]] })).toEqual(late);
    expect(added('2.1', { ...facts, supplements: [[at(1), null]] }, step(9, at(10)))).toEqual(late);
  });
});

describe('periods', () => {
  it.each<[string, string, string]>([
    ['2026-11', '2026-10-31T17:00:00Z', '2026-11-30T17:00:00Z'],
    ['2026-12', '2026-11-30T17:00:00Z', '2026-12-31T17:00:00Z'],
    ['2026-Q4', '2026-09-30T17:00:00Z', '2026-12-31T17:00:00Z'],
    ['2026', '2025-12-31T17:00:00Z', '2026-12-31T17:00:00Z'],
  ])('%s begins and ends at midnight in Vietnam', (name, starts, ends) => {
    const period = periodOf(name);
    expect([period.starts, period.ends].map((seconds) => instantOf(new Date(seconds * 1_000)))).toEqual([starts, ends]);
  });

  it.each(['2026-13', '2026-0', '2026-Q5', '26-11', '2026-11-01', ''])('%j is none', (name) => {
    expect(parsePeriod(name)).toBeUndefined();
  });

  it('are those in which an instant lies, and each follows the one before', () => {
    const names = (instant: string): string[] => periodsAt(instantOf(new Date(instant))).map(({ name }) => name);
    expect(names('2026-12-31T16:59:59.999Z')).toEqual(['2026-12', '2026-Q4', '2026']);
    expect(names('2026-12-31T17:00:00Z')).toEqual(['2027-01', '2027-Q1', '2027']);
    expect(['2026-01', '2026-Q1', '2026', '2026-11'].map((name) => periodBefore(periodOf(name)).name)).toEqual([
      ...['2025-12', '2025-Q4', '2025', '2026-10'],
    ]);
  });

  it('take the latest formulas that were valid on their first day', () => {
    const rules = (validFrom: string): Rules => ({ validFrom, version: validFrom }) as unknown as Rules;
    const versions = [rules('2026-07-01'), rules('2022-06-23'), rules('2026-11-02')];
    const versionOf = (name: string): string | undefined => rulesFor(versions, periodOf(name).from)?.version;
    expect(['2026-11', '2026-Q2', '2026-Q3', '2022'].map(versionOf)).toEqual([
      ...['2026-07-01', '2022-06-23', '2026-07-01', undefined],
    ]);
  });
});

describe('the sums', () => {
  const place = { unit: 7, procedure: '2.000815' };
  function sums(...records: readonly (readonly [DossierRecord, typeof place])[]): Tally {
    const tally = new Tally();
    for (const [dossier, where] of records) tally.add(where, judge(dossier, PAPER, GROUND));
    return tally;
  }
  const find = (tally: Tally, unit: number, figure: Figure): FigureSum | undefined =>
    [...tally.results()].find((one) => one.unit === unit && one.figure === figure)?.sum;
  const late = record({ steps: [step(2, at(2)), step(9, at(6), { progress: 'pending' })] });

  it('stand by unit, and for the province together', () => {
    const tally = sums([record(), place], [late, place], [late, { ...place, unit: 8 }]);
    expect(find(tally, 7, '2.1')).toMatchObject({ did: { numerator: 2, denominator: 2 }, counted: { numerator: 1 }, lost: 1 });
    expect(find(tally, 0, '2.1')).toMatchObject({ did: { numerator: 3 }, counted: { numerator: 1, denominator: 3 }, lost: 2 });
  });

  it('count a procedure once, and one of whose dossiers one kept its fee as not lost', () => {
    const blank = record({ differences: [{ kind: 'field', field: 'DanhSachLePhi' }] });
    const tally = sums([blank, place], [record(), place], [blank, { ...place, unit: 8 }]);
    expect(find(tally, 7, '3.5')).toMatchObject({ did: { numerator: 1, denominator: 1 }, counted: { numerator: 1 }, lost: 0 });
    expect(find(tally, 8, '3.5')).toMatchObject({ did: { numerator: 1, denominator: 1 }, counted: { numerator: 0 }, lost: 1 });
    expect([...tally.covered()]).toEqual([place]);
  });

  const rule = (number: Figure, more = {}): Rule => ({
    number,
    name: { vi: '', en: '' },
    threshold: null,
    points: null,
    limits: null,
    ...more,
  });
  const of =
    (...known: readonly [Figure, number, number][]) =>
    (figure: Figure) => {
      const found = known.find(([one]) => one === figure);
      return found && { numerator: found[1], denominator: found[2], unknown: 0 };
    };

  it.each<[string, Rule, ReturnType<typeof of>, unknown]>([
    ['two decimals', rule('4.1'), of(['4.1', 2, 3]), { value: 66.67, share: 66.67 }],
    [
      'in proportion below the threshold',
      rule('4.2', { threshold: 80, points: 4 }),
      of(['4.2', 1, 2]),
      { value: 50, share: 62.5, points: 2.5 },
    ],
    [
      'all points at the threshold',
      rule('4.2', { threshold: 80, points: 4 }),
      of(['4.2', 4, 5]),
      { value: 80, share: 100, points: 4 },
    ],
    [
      'no more than all points',
      rule('3.3', { threshold: 50 }),
      of(['3.3', 9, 10], ['1.4', 1, 1]),
      { value: 90, share: 100, points: null },
    ],
    ['filed online times what was synchronised', rule('3.3'), of(['3.3', 3, 4], ['1.4', 4, 5]), { value: 60 }],
    ['the late part from the sums of 2.1', rule('5.4', { threshold: 90 }), of(['2.1', 9, 20]), { value: 45, share: 50 }],
    ['days as they are', rule('2.2'), of(['2.2', 10, 4]), { value: 2.5, share: null, points: null }],
    ['nothing to divide by', rule('4.1'), of(['4.1', 0, 0]), { value: null, reason: 'nothing-counted' }],
  ])('come to %s', (_, figure, sumOf, value) => {
    expect(valueOf(figure, sumOf)).toMatchObject(value as object);
  });

  it('come to nothing known where the catalogue says nothing', () => {
    expect(valueOf(rule('4.1'), () => ({ numerator: 0, denominator: 0, unknown: 3 }))).toMatchObject({
      value: null,
      reason: 'not-known',
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Dossier } from '#canonical';
import type { Figure, LossCause } from '#scoring';
import { aDossier, aStep, instant } from '../../support/open-test-ledger.ts';
import { GOOD, isRecord, ScoreStage } from './score-stage.ts';

let stage: ScoreStage;
beforeAll(async () => {
  stage = await ScoreStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.empty());

const OF_RECEIVED: readonly Figure[] = ['1.4', '3.3', '3.5', '3.6', '4.1', '4.2', '4.3', '4.4', '4.5'];
const ALL: readonly Figure[] = ['1.4', '2.1', ...OF_RECEIVED.slice(1)];
const without = (...names: (keyof Dossier)[]): Partial<Dossier> => Object.fromEntries(names.map((name) => [name, undefined]));

interface Fault {
  readonly plant: (code: string) => Promise<void>;
  readonly costs: readonly Figure[];
  readonly cause: LossCause;
  readonly field: string | null;
  readonly heal: (code: string) => Promise<void>;
}

const newer = (code: string, more: Partial<Dossier>): Promise<void> =>
  stage.accept(aDossier(code, { ...GOOD, status: 9, ...more }));
const agrees = async (code: string): Promise<void> => {
  await stage.watched.db.query('UPDATE discrepancy SET cleared_at = now() WHERE dossier_code = $1', [code]);
};
const found = (kind: string, field: string): Pick<Fault, 'plant' | 'heal'> => ({
  plant: async (code) => {
    await stage.finished(code);
    await stage.deliver(code);
    await stage.differ(code, kind, field);
  },
  heal: agrees,
});
/** A first version that lacks something, and a newer one with it that the portal does not have. */
const later = (...names: (keyof Dossier)[]): Pick<Fault, 'plant' | 'heal'> => ({
  plant: async (code) => {
    await stage.finished(code, without(...names));
    await stage.deliver(code);
    await newer(code, {});
  },
  heal: (code) => stage.deliver(code),
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'step 9 that is on its way': {
    plant: async (code) => {
      await stage.finished(code);
      await stage.deliver(code, isRecord);
    },
    ...{ costs: ['2.1'], cause: 'step-waits', field: '9', heal: (code) => stage.deliver(code) },
  },
  'step 9 that is held': {
    plant: async (code) => {
      await stage.finished(code);
      await stage.deliver(code, isRecord, 'held');
    },
    ...{ costs: ['2.1'], cause: 'step-held', field: '9' },
    heal: async (code) => {
      await stage.watched.db.query(
        `UPDATE lane SET state = 'due', due_at = now() - interval '1 second', cause = NULL, blocked_seq = NULL WHERE state = 'held'`,
      );
      await stage.deliver(code);
    },
  },
  'step 9 that arrived after the period': {
    plant: async (code) => {
      await stage.finished(code);
      await stage.deliver(code);
      await stage.acknowledgedAt(code, 'step', '2026-12-01T00:00:00+07:00');
    },
    ...{ costs: ['2.1'], cause: 'step-late', field: '9' },
    heal: (code) => stage.acknowledgedAt(code, 'step', '2026-11-30T23:59:59.999+07:00'),
  },
  'a finish before the period of which no step was sent': {
    plant: async (code) => {
      const october = { receivedAt: instant('2026-10-20T08:00:00+07:00'), dueAt: instant('2026-10-23T17:00:00+07:00') };
      await stage.accept(aDossier(code, { ...GOOD, ...october, status: 9, finishedAt: instant('2026-10-22T16:00:00+07:00') }));
      await stage.deliver(code);
    },
    ...{ costs: ['2.1'], cause: 'step-never-sent', field: '9' },
    heal: async (code) => {
      await stage.accept(aStep(code, 9, '2026-10-22T16:00:00+07:00'));
      await stage.deliver(code);
    },
  },
  'a finish of which no step was sent': {
    plant: async (code) => {
      await stage.accept(aDossier(code, { ...GOOD, status: 9, finishedAt: instant('2026-11-12T16:00:00+07:00') }));
      await stage.deliver(code);
    },
    ...{ costs: ['2.1'], cause: 'step-never-sent', field: '9' },
    heal: async (code) => {
      await stage.accept(aStep(code, 9, '2026-11-12T16:00:00+07:00'));
      await stage.deliver(code);
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
    ...{
      plant: (code) => stage.finished(code),
      costs: ALL,
      cause: 'record-waits',
      field: null,
      heal: (code) => stage.deliver(code),
    },
  },
  'a record that arrived after the period': {
    plant: async (code) => {
      await stage.finished(code);
      await stage.deliver(code);
      await stage.acknowledgedAt(code, 'version', '2026-12-01T00:00:00+07:00');
    },
    ...{ costs: ALL, cause: 'record-late', field: null },
    heal: (code) => stage.acknowledgedAt(code, 'version', '2026-11-30T23:59:59.999+07:00'),
  },
};

describe('what a fault of the wire costs', () => {
  it.each(Object.entries(FAULTS))('%s: that dossier in those figures alone, until it is mended', async (_, fault) => {
    const [sound, hurt] = [stage.newCode(), stage.newCode()];
    await stage.finished(sound);
    await stage.deliver(sound);
    await fault.plant(hurt);
    const expected = [...fault.costs].sort().map((figure) => ({ code: hurt, figure, cause: fault.cause, field: fault.field }));
    // A fee that is synchronised for another dossier of the procedure is enough.
    expect(await stage.losses()).toEqual(expected.filter(({ figure }) => figure !== '3.5'));
    await fault.heal(hurt);
    expect(await stage.losses()).toEqual([]);
  });

  it('loses nothing that was acknowledged in time and is found to be there in a new epoch', async () => {
    const code = stage.newCode();
    await stage.finished(code);
    await stage.deliver(code);
    for (const kind of ['version', 'step']) await stage.acknowledgedAt(code, kind, '2026-11-12T17:00:00+07:00');
    await stage.waitAgain(code);
    expect((await stage.losses()).map(({ cause }) => cause)).toContain('record-waits');
    const before = await stage.acknowledgements(code);
    await stage.deliver(code, undefined, 'found');
    expect(await stage.acknowledgements(code)).toEqual(before);
    expect(await stage.losses()).toEqual([]);
  });

  it('costs a procedure its fee where no other dossier of the unit has it', async () => {
    const code = stage.newCode();
    await stage.finished(code, without('fees'));
    await stage.deliver(code);
    await newer(code, {});
    expect(await stage.losses()).toEqual([{ code, figure: '3.5', cause: 'record-waits', field: 'DanhSachLePhi' }]);
    expect(await stage.sumsOf('3.5')).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { openOneStop } from './one-stop.ts';
import { compactTime } from './times.ts';
import { Truth } from './truth.ts';

const [dossier] = openOneStop({ agencyCode: 'H56.14797', day: '2026-11-23', dossiers: 1, seed: 1 });
if (dossier === undefined) throw new Error('no dossier');
while (dossier.advance());
const MaHoSo = dossier.facts.code;
const step = (at: number): { MaHoSo: string; ThoiDiemXuLy: string; NoiDungXuLy: string | undefined } => ({
  MaHoSo,
  ThoiDiemXuLy: compactTime(dossier.steps[at]?.at),
  NoiDungXuLy: dossier.steps[at]?.content,
});

describe('what was told', () => {
  it('is nothing at first, and all of it untold', () => {
    const nothing = { code: MaHoSo, status: null, record: null, steps: [], unsure: { record: null, steps: [] } };
    expect(new Truth().expect(dossier)).toEqual({ ...nothing, untold: dossier.steps.length });
  });

  it('stands once, however often it was told, and in the order in which it was acknowledged', () => {
    const truth = new Truth();
    truth.steps([step(1)], false);
    truth.steps([step(0)], true);
    truth.steps([step(0), step(1)], true);
    truth.steps([step(0)], false);
    expect(truth.expect(dossier)).toMatchObject({ steps: [step(0), step(1)], unsure: { steps: [] } });
  });

  it('is unsure without an acknowledgement, until a later one', () => {
    const truth = new Truth();
    const [old, young] = [
      { MaHoSo, TrangThaiHoSo: '2' },
      { MaHoSo, TrangThaiHoSo: '4' },
    ];
    truth.record(old, true);
    truth.record(young, false);
    truth.steps([step(0)], false);
    const unsure = { record: young, steps: [step(0)] };
    expect(truth.expect(dossier)).toMatchObject({
      status: '2',
      record: old,
      steps: [],
      unsure,
      untold: dossier.steps.length - 1,
    });
    truth.record(young, true);
    expect(truth.expect(dossier)).toMatchObject({ status: '4', record: young, unsure: { record: null } });
  });
});

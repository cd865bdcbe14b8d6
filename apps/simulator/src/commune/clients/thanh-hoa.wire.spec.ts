import { describe, expect, it } from '@jest/globals';
import { openOneStop, type LocalDossier } from '../one-stop.ts';
import { provincialRecord, provincialSteps } from './thanh-hoa.wire.ts';

const WORKLOAD = { agencyCode: 'H56.14797', day: '2026-11-23', dossiers: 60, seed: 1 };

/** The first dossier that comes to a status, as it is then. */
function at(status: number, fits: (dossier: LocalDossier) => boolean = () => true): LocalDossier {
  for (const dossier of openOneStop(WORKLOAD)) {
    while (dossier.status !== status && dossier.advance());
    if (dossier.status === status && fits(dossier)) return dossier;
  }
  throw new Error(`none comes to ${String(status)}`);
}

const ends = (dossier: LocalDossier, isNine: boolean): unknown[] =>
  provincialSteps(dossier, isNine)
    .slice(1 + dossier.steps.length)
    .map(({ TrangThai, NoiDungXuLy }) => `${String(TrangThai)} ${String(NoiDungXuLy)}`);

describe('the provincial system', () => {
  it.each([5, 6, 8])('tells status %i as it is, and in one variant as finished', (status) => {
    const dossier = at(status);
    expect(provincialRecord(dossier, false)['TrangThaiHoSo']).toBe(String(status));
    expect(provincialRecord(dossier, true)['TrangThaiHoSo']).toBe('9');
    expect(ends(dossier, false)).toEqual([]);
    expect(ends(dossier, true)).toEqual(['9 Cán bộ trả hồ sơ bổ sung']);
  });

  it('makes up an end for what is finished, and in one variant for what has no due date', () => {
    expect(ends(at(9), false)).toEqual(['9 Kết thúc xử lý hồ sơ']);
    const endless = at(4, ({ facts }) => !facts.hasDueDate);
    expect([ends(endless, false), ends(endless, true)]).toEqual([[], ['9 Hồ sơ không có ngày hẹn trả']]);
    expect(
      ends(
        at(4, ({ facts }) => facts.hasDueDate),
        true,
      ),
    ).toEqual([]);
  });

  it('writes a supplement that is open with a time that .NET made up', () => {
    const dossier = at(5);
    const open = provincialRecord(dossier, false)['DanhSachHoSoBoSung'];
    expect(open).toMatchObject([{ NgayHenTraMoi: '0001-01-01T00:00:00', TrangThaiBoSung: false, NgayTiepNhanBoSung: '' }]);
    dossier.advance();
    const [closed] = provincialRecord(dossier, false)['DanhSachHoSoBoSung'] as { NgayHenTraMoi: string }[];
    expect(closed).toMatchObject({ TrangThaiBoSung: true, NgayHenTraMoi: expect.stringMatching(/^2026-11-2\dT/) });
  });
});

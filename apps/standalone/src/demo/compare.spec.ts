import { describe, expect, it } from '@jest/globals';
import { compare, isWhole } from './compare.ts';
import type { HeldDossier } from './portal.ts';
import { writeDossier, type DemoDossier } from './write-dossiers.ts';

const SUBJECT = {
  agencyCode: 'H56.14797',
  agencyName: 'Phường Hạc Thành',
  procedures: ['2.000815'] as [string],
  before: '2026-11-23',
};
const sent = firstWith(3);

function firstWith(steps: number): DemoDossier {
  for (let number = 1; ; number += 1) {
    const dossier = writeDossier({ ...SUBJECT, number });
    if (dossier.steps.length === steps) return dossier;
  }
}

/** The portal's view of a dossier that arrived as it was sent. */
function arrived({ body, steps }: DemoDossier): {
  records: HeldDossier['records'][number][];
  steps: HeldDossier['steps'][number][];
} {
  const record = { MaTTHC: `${String(body['procedureCode'])}.000.00.00.H56`, TrangThaiHoSo: String(steps.at(-1)?.status) };
  return {
    records: [{ item: record }],
    steps: steps.map((step) => ({
      item: {
        ThoiDiemXuLy: step.occurredAt.slice(0, 19).replace(/\D/g, ''),
        TrangThai: String(step.status),
        NguoiXuLy: step.officer,
        ChucDanh: step.title,
        PhongBanXuLy: step.department,
        NoiDungXuLy: step.content,
      },
    })),
  };
}

describe('comparing a dossier with what the portal holds', () => {
  it('finds nothing where it arrived as it was sent', () => {
    expect(isWhole(compare(sent, arrived(sent)))).toBe(true);
  });

  it('finds what never arrived', () => {
    const { lost, records, steps } = compare(sent, undefined);
    expect([lost.length, records, steps]).toEqual([4, 0, 0]);
  });

  it.each([
    ['a lost step', (held: ReturnType<typeof arrived>) => held.steps.splice(1, 1), { lost: 1, doubled: 0 }],
    ['a doubled step', (held: ReturnType<typeof arrived>) => held.steps.push(...held.steps.slice(0, 1)), { lost: 0, doubled: 1 }],
    [
      'another text',
      (held: ReturnType<typeof arrived>) => held.steps.splice(0, 1, { item: { ...held.steps[0]?.item, NoiDungXuLy: '?' } }),
      { lost: 1, doubled: 1 },
    ],
    [
      'a record that lags behind',
      (held: ReturnType<typeof arrived>) => held.records.push({ item: { ...held.records[0]?.item, TrangThaiHoSo: '2' } }),
      { lost: 1, doubled: 0 },
    ],
  ])('finds %s', (_, spoil, expected) => {
    const held = arrived(sent);
    spoil(held);
    const { lost, doubled } = compare(sent, held);
    expect({ lost: lost.length, doubled: doubled.length }).toEqual(expected);
  });

  it('finds steps in another order', () => {
    const held = arrived(sent);
    held.steps.reverse();
    expect(compare(sent, held)).toMatchObject({ lost: [], doubled: [], isOutOfOrder: true });
  });
});

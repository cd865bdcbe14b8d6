import { describe, expect, it } from '@jest/globals';
import { compare, isWhole } from './compare.ts';
import type { PortalName } from './portal.ts';
import { writeDossier, type DemoDossier } from './write-dossiers.ts';

const SUBJECT = {
  agencyCode: 'H56.14797',
  agencyName: 'Phường Hạc Thành',
  procedures: ['2.000815'] as [string],
  before: '2026-11-23',
};
const sent = firstWith(3);

interface Held {
  readonly records: { item: Record<string, unknown> }[];
  readonly steps: { item: Record<string, unknown> }[];
}

/** Finished and returned to a citizen after so many steps. */
function firstWith(steps: number): DemoDossier {
  for (let number = 1; ; number += 1) {
    const dossier = writeDossier({ ...SUBJECT, number });
    const { kind } = dossier.body['applicant'] as { kind: string };
    const statuses = dossier.steps.map(({ status }) => status);
    if (statuses.length === steps && statuses.join().endsWith('9,10') && kind === 'citizen') return dossier;
  }
}

/** The portals' views of a dossier that arrived as it was sent. */
const ARRIVED: Readonly<Record<PortalName, (dossier: DemoDossier) => Held>> = {
  national: ({ dossierCode, steps }) => ({
    records: [{ item: { MaHoSo: dossierCode, MaTTHC: '2.000815.000.00.00.H56', TrangThaiHoSo: '10', ChuHoSo: 'không so' } }],
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
  }),
  province: ({ dossierCode, body, steps }) => ({
    records: [
      {
        item: {
          ...{ DocCode: dossierCode, DocTypeCode: '2.000815', Status: 2, IsSuccess: true, IsReturned: true },
          DateReceived: dated(String(body['receivedAt'])),
          DateAppointed: dated(String(body['dueAt'])),
          SuccessDate: dated(at(steps, 9)),
          ReturnedDate: dated(at(steps, 10)),
          ...{ ApplicantsType: 1, OrganInchargeIdLevel1: 'H56.14797', CitizenName: 'không so' },
        },
      },
    ],
    steps: steps.map((step) => ({
      item: {
        ...{ DocumentId: dossierCode, DocCode: dossierCode, UserName: step.officer, UserPosition: step.title },
        ...{ DateCreated: dated(step.occurredAt), Comment: step.content, Status: step.status },
        OrganizationInchargeIdLevel1: 'H56.14797',
      },
    })),
  }),
};

function at(steps: DemoDossier['steps'], status: number): string {
  return steps.find((step) => step.status === status)?.occurredAt ?? '';
}

function dated(instant: string): string {
  return instant.replace('+07:00', '.000+0700');
}

describe.each(['national', 'province'] as const)('comparing a dossier with what the %s portal holds', (portal) => {
  const text = portal === 'national' ? 'NoiDungXuLy' : 'Comment';
  const status = portal === 'national' ? 'TrangThaiHoSo' : 'Status';

  it('finds nothing where it arrived as it was sent', () => {
    expect(isWhole(compare(sent, portal, ARRIVED[portal](sent)))).toBe(true);
  });

  it('finds what never arrived', () => {
    const { lost, records, steps } = compare(sent, portal, undefined);
    expect([lost.length, records, steps]).toEqual([4, 0, 0]);
  });

  it.each([
    ['a lost step', (held: Held) => held.steps.splice(1, 1), { lost: 1, doubled: 0 }],
    ['a doubled step', (held: Held) => held.steps.push(...held.steps.slice(0, 1)), { lost: 0, doubled: 1 }],
    [
      'another text',
      (held: Held) => held.steps.splice(0, 1, { item: { ...held.steps[0]?.item, [text]: '?' } }),
      { lost: 1, doubled: 1 },
    ],
    [
      'a record that lags behind',
      (held: Held) => held.records.push({ item: { ...held.records[0]?.item, [status]: '2' } }),
      { lost: 1, doubled: 0 },
    ],
  ])('finds %s', (_, spoil, expected) => {
    const held = ARRIVED[portal](sent);
    spoil(held);
    const { lost, doubled } = compare(sent, portal, held);
    expect({ lost: lost.length, doubled: doubled.length }).toEqual(expected);
  });

  it('finds steps in another order', () => {
    const held = ARRIVED[portal](sent);
    held.steps.reverse();
    expect(compare(sent, portal, held)).toMatchObject({ lost: [], doubled: [], isOutOfOrder: true });
  });
});

it('tells at the province a date, a kind of applicant or an agency of the national wire from its own', () => {
  for (const [name, value] of [
    ['DateReceived', '20261030080000'],
    ['ApplicantsType', 3],
    ['OrganInchargeIdLevel1', '000.00.00.H56'],
    ['IsReturned', 'True'],
  ] as const) {
    const held = ARRIVED.province(sent);
    held.records.push({ item: { ...held.records[0]?.item, [name]: value } });
    expect(compare(sent, 'province', held).lost).toEqual([`record ${sent.dossierCode}`]);
  }
});

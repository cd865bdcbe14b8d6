import type {
  CatalogueChange,
  CatalogueChanges,
  CatalogueDifferences,
  CatalogueProcedures,
  CatalogueSyncs,
} from '../../../apps/console/contract/catalogue.ts';

const SYNC = '0199a1b2-c3d4-7e5f-8a9b-0000000000c1';

/** A catalogue of the stand-in: one sync with two changes that wait, which are decided together. */
export class StandInCatalogue {
  private changes: readonly CatalogueChange[] = CHANGES;

  read([what, , rest]: readonly string[]): CatalogueChanges | CatalogueSyncs | CatalogueProcedures | CatalogueDifferences {
    if (rest === 'differences') return DIFFERENCES;
    if (what === 'changes') return { items: this.changes, next: null, hasMore: false };
    return what === 'procedures' ? procedures() : syncs(this.changes.length);
  }

  decide(ids: readonly number[]): { readonly changes: number } {
    this.changes = this.changes.filter(({ id }) => !ids.includes(id));
    return { changes: ids.length };
  }
}

const CHANGES: readonly CatalogueChange[] = [
  {
    ...{ id: 1, syncId: SYNC, code: '1.000656', name: 'Đăng ký khai tử', kind: 'ended', state: 'waiting' },
    ...{ before: { name: 'Đăng ký khai tử', fieldCode: 'G15-HT01', fieldName: 'Hộ tịch' }, after: null },
    ...{ openDossiers: 12, recentDossiers: 1_204, stagedAt: '2026-11-26T18:30:00.000Z', decidedAt: null, decidedBy: null },
  },
  {
    ...{ id: 2, syncId: SYNC, code: '2.000815', name: 'Chứng thực bản sao từ bản chính', kind: 'renamed', state: 'waiting' },
    ...{
      before: { name: 'Chứng thực bản sao từ bản chính' },
      after: { name: 'Chứng thực bản sao từ bản chính giấy tờ, văn bản' },
    },
    ...{ openDossiers: 3, recentDossiers: 40, stagedAt: '2026-11-26T18:30:00.000Z', decidedAt: null, decidedBy: null },
  },
];

const DIFFERENCES: CatalogueDifferences = {
  items: [{ code: '2.000815', kind: 'no-link', ours: 'Chứng thực bản sao từ bản chính', theirs: null }],
  ...{ next: null, hasMore: false },
};

function syncs(waiting: number): CatalogueSyncs {
  return {
    items: [
      {
        ...{ id: SYNC, state: 'running', destination: 'national', by: 'catalogue', reason: 'hằng đêm / nightly' },
        ...{ createdAt: new Date().toISOString(), finishedAt: null, parts: 4, partsDone: 4, recordsWanted: 40, recordsDone: 28 },
        ...{ listed: 2_000, suspicious: false, notConfigured: false, differences: 1, failed: 0 },
        changes: { waiting, active: 3, rejected: 0, rolledBack: 0, replaced: 0 },
      },
    ],
  };
}

function procedures(): CatalogueProcedures {
  const ages = { listedAt: new Date().toISOString(), detailAt: null };
  return {
    items: [
      {
        ...{
          code: '1.001193',
          name: 'Đăng ký khai sinh',
          fieldName: 'Hộ tịch',
          level: '4',
          validFrom: null,
          validTo: null,
          ...ages,
        },
        ...{ problems: ['CACHTHUCTHUCHIEN/0/THOIGIAN/0/PHILEPHI/0/SOTIEN'], failure: null, waiting: 0 },
      },
    ],
    ...{ next: null, hasMore: false },
  };
}

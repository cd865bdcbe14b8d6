import type { LegalDay } from '#canonical';
import type { DailySheet, SheetFacts } from '#ledger';

const at = (time: string): Date => new Date(`2026-11-26T${time}:00+07:00`);
const day = (text: string): LegalDay => text as LegalDay;

/** What a commune of some size is told on a day with something of everything. */
export const SAMPLE_FACTS: SheetFacts = {
  dossiers: {
    ...{ received: 23, registered: 4, inProgress: 118, waitsForCitizen: 7, finished: 19, returned: 16, refused: 2 },
    ...{ withoutDueDate: 1, unread: 0 },
  },
  due: {
    ...{ overdue: 2, today: 3 },
    soon: [
      { day: day('2026-11-27'), dossiers: 6 },
      { day: day('2026-11-30'), dossiers: 9 },
      { day: day('2026-12-01'), dossiers: 4 },
    ],
    dossiers: [
      { code: 'H56.14797-261118-0012', procedure: '2.000815', status: 4, dueOn: day('2026-11-23'), worked: 3 },
      { code: 'H56.14797-261119-0004', procedure: '1.001193', status: 5, dueOn: day('2026-11-25'), worked: 1 },
      { code: 'H56.14797-261120-0031', procedure: '1.004873', status: 4, dueOn: day('2026-11-26'), worked: 0 },
      { code: 'H56.14797-261120-0033', procedure: '1.004873', status: 2, dueOn: day('2026-11-26'), worked: 0 },
      { code: 'H56.14797-261123-0002', procedure: '2.000815', status: 4, dueOn: day('2026-11-26'), worked: 0 },
      { code: 'H56.14797-261123-0009', procedure: '1.001193', status: 4, dueOn: day('2026-11-27'), worked: 1 },
    ],
  },
  destinations: [
    {
      ...{ destination: 'national', mode: 'live', standing: 'open', delivered: 74, refused: 1, held: 3, released: 0 },
      ...{ acknowledged: 1312, waiting: 2, heldNow: 3, blockedNow: 1 },
    },
    {
      ...{ destination: 'province', mode: 'live', standing: 'maintenance', delivered: 61, refused: 0, held: 0, released: 0 },
      ...{ acknowledged: 1301, waiting: 17, heldNow: 0, blockedNow: 0 },
    },
  ],
  waitReasons: 2,
  waits: [
    {
      ...{ destination: 'national', state: 'held', cause: 'unmapped|national|procedure|9.999999', mustAct: 'province' },
      ...{ since: at('09:12'), dossiers: 3, codes: ['H56.14797-261126-0007', 'H56.14797-261126-0011', 'H56.14797-261126-0015'] },
    },
    {
      ...{ destination: 'national', state: 'refused', cause: 'national.content', mustAct: 'commune' },
      ...{ since: at('10:40'), dossiers: 1, codes: ['H56.14797-261125-0003'] },
    },
  ],
  differences: {
    byOwner: { commune: 2, nobody: 1 },
    own: [
      {
        ...{ dossierCode: 'H56.14797-261124-0018', side: 'client:hac-thanh', tier: 'commune', kind: 'missing-here' },
        ...{ field: 'dossier', heal: 'resend', cause: 'gateway.lacks', firstAt: at('01:04') },
      },
      {
        ...{ dossierCode: 'H56.14797-261124-0020', side: 'client:hac-thanh', tier: 'commune', kind: 'missing-there' },
        ...{ field: 'dossier', heal: 'task', cause: 'commune.lacks', firstAt: at('01:04') },
      },
    ],
  },
  resendsOpen: 3,
  resends: [
    {
      ...{ client: 'hac-thanh', dossierCode: 'H56.14797-261124-0018', cause: 'reconcile.gateway.lacks' },
      ...{ since: at('01:04'), at: at('01:05') },
    },
  ],
  warnings: [
    { code: 'status-without-step', given: 5 },
    { code: 'would-blank', given: 2 },
  ],
  systemsKnown: 1,
  systems: [{ client: 'hac-thanh', name: 'Một cửa phường Hạc Thành', lastAt: at('16:52') }],
};

/** A sheet of one commune. */
export const SAMPLE_SHEET: DailySheet = {
  ...{ day: day('2026-11-26'), madeAt: at('17:05'), of: 'unit', rows: [] },
  unit: { code: '14797', name: 'Phường Hạc Thành' },
  facts: SAMPLE_FACTS,
};

import type {
  CodeFault,
  CodeHistory,
  CodePreview,
  CodesChanged,
  CodeTableHead,
  CodeTableRow,
  ProcedureProposals,
} from '../../../apps/console/contract/codes.ts';

const AT = '2026-11-20T01:15:00Z';
const ENDLESS = { validFrom: null, validTo: null, legalBasis: null };
const BASIS = '0f343b0931126a20f133d67c2b018a3b';

const ROWS: readonly CodeTableRow[] = [
  { ...ENDLESS, id: 1, fromCode: 'direct', toCode: '1', recordedAt: AT, by: null },
  {
    ...ENDLESS,
    id: 2,
    fromCode: 'post',
    toCode: '3',
    recordedAt: AT,
    by: 'lan',
    validFrom: '2026-07-01',
    legalBasis: '34/2026/TT-VPCP',
  },
];

/** Code tables of the stand-in: one that lacks something, with a history, and a proposal for a procedure. */
export class StandInCodes {
  private undone = false;
  private mapped = false;

  read(parts: readonly string[]): unknown {
    if (parts[0] === 'procedure-proposals') return this.proposals();
    if (parts[1] === undefined) return { items: HEADS };
    if (parts[3] === 'history') return this.history();
    return { items: ROWS, targets: [{ code: '1.001193', label: { vi: 'Đăng ký khai sinh', en: 'Birth' } }] };
  }

  write(parts: readonly string[], body: Readonly<Record<string, unknown>>): CodePreview | CodesChanged | readonly CodeFault[] {
    const act = parts.at(-1);
    if (act === 'preview') return String(body['csv']).includes('31/02') ? FAULTS : PREVIEW;
    if (act === 'undo') this.undone = true;
    if (act === 'procedure') this.mapped = true;
    return { change: 8, added: 1, ended: 1, waiting: 12, stillWaiting: 0 };
  }

  private history(): CodeHistory {
    const change = { at: AT, partner: 'national', reason: null, by: null, undoes: null, undoneBy: null };
    return {
      rows: ROWS.map((row) => ({ ...row, reason: null, endedAt: null, endedBy: null, endedReason: null })),
      changes: [
        {
          ...change,
          id: 7,
          kind: 'import',
          by: 'lan',
          reason: 'Công văn 12',
          added: 1,
          ended: 1,
          undoneBy: this.undone ? 8 : null,
        },
        { ...change, id: 1, kind: 'files', added: 3, ended: 0 },
      ],
    };
  }

  private proposals(): ProcedureProposals {
    if (this.mapped) return { items: [] };
    const proposals = [
      { code: '1.001193', name: 'Đăng ký khai sinh', sent: 'Thủ tục đăng ký khai sinh', score: 1 },
      { code: '1.000656', name: 'Đăng ký khai tử', sent: 'Thủ tục đăng ký khai sinh', score: 0.62 },
    ];
    const unknown = { incidentId: '0199a1b2-c3d4-7e5f-8a9b-0000000000aa', partner: 'national', code: 'TS_LOP1', waiting: 12 };
    return { items: [{ ...unknown, names: ['Thủ tục đăng ký khai sinh'], proposals }] };
  }
}

const HEAD = { partner: 'national', direction: 'out', rows: 2, changedAt: AT } as const;
const HEADS: readonly CodeTableHead[] = [
  { ...HEAD, table: 'channel', name: { vi: 'Kênh thực hiện', en: 'Channel' }, lacking: ['online'] },
  { ...HEAD, table: 'status', name: { vi: 'Trạng thái hồ sơ', en: 'Status of a dossier' }, lacking: [] },
];

const FAULTS: readonly CodeFault[] = [
  {
    ...{ line: 3, column: 'valid_from', write: '2026-12-31' },
    reason: { vi: 'phải là ngày dạng yyyy-MM-dd; đang là “31/02/2026”', en: 'must be a date yyyy-MM-dd; it is “31/02/2026”' },
  },
];

const PREVIEW: CodePreview = {
  ...{ basis: BASIS, isNew: false, unchanged: 1, newTargets: ['9'], lacking: ['online'], waiting: 12, stillWaiting: 1 },
  added: [{ ...ENDLESS, fromCode: 'post', toCode: '9', validFrom: '2026-08-01' }],
  ended: ROWS.slice(1),
};

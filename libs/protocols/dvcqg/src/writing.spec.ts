import { describe, expect, it } from '@jest/globals';
import {
  APPLICANT_KINDS,
  CHANNELS,
  CodeSnapshot,
  IDENTITY_KINDS,
  instantOf,
  RETURN_METHODS,
  STATUSES,
  type CodeRow,
  type Dossier,
  type Instant,
  type LegalDay,
  type ProcedureRow,
  type Step,
} from '#canonical';
import type { RecordToWrite, Written } from '#protocols';
import fc from 'fast-check';
import { DVCQG_CODE_TABLES, dvcqgWriter } from './index.ts';

const NOW = '2026-11-23T02:00:00Z' as Instant;
const WRITER = dvcqgWriter({ procedureSuffix: '.000.00.00.H56', supplementDates: 'compact' });
const ROWS: readonly CodeRow[] = Object.entries(DVCQG_CODE_TABLES).flatMap(([table, values]) =>
  values.map((value) => ({ table, partner: 'national', from: value, to: `${table}:${value}` })),
);
const BIRTH: ProcedureRow = { code: '1.001193', name: 'Đăng ký khai sinh', fieldCode: 'HT', fieldName: 'Hộ tịch' };
const CODE_FIELDS = ['MaHoSo', 'MaTTHC', 'TenTTHC', 'MaLinhVuc', 'TenLinhVuc', 'LoaiDoiTuong', 'TrangThaiHoSo', 'HinhThuc'];

const SMALLEST: Dossier = {
  dossierCode: 'H56.14797-261123-0001',
  procedureCode: '1.001193',
  applicant: { kind: 'citizen' },
  receivedAt: NOW,
  status: 2,
  returnMethod: 'desk',
  agencyName: 'UBND phường Hạc Thành',
};

function snapshot(rows: readonly CodeRow[] = ROWS, procedures: readonly ProcedureRow[] = [BIRTH]): CodeSnapshot {
  return new CodeSnapshot('test', rows, procedures);
}

function write(dossier: Partial<Dossier>, input: Partial<RecordToWrite> = {}): Written {
  return WRITER.record({
    dossier: { ...SMALLEST, ...dossier },
    removedPapers: [],
    codes: snapshot(),
    now: NOW,
    pins: undefined,
    ...input,
  });
}

function itemOf(written: Written): Readonly<Record<string, unknown>> {
  if (written.kind !== 'written') throw new Error(JSON.stringify(written));
  return written.item;
}

const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }).map(instantOf);
const applicants = fc.record(
  {
    kind: fc.constantFrom(...APPLICANT_KINDS),
    name: fc.string(),
    idNumber: fc.stringMatching(/^\d{8,13}$/),
    identities: fc.array(fc.record({ kind: fc.constantFrom(...IDENTITY_KINDS), number: fc.stringMatching(/^\d{9,12}$/) }), {
      maxLength: 3,
    }),
  },
  { requiredKeys: ['kind'] },
);
const dossiers: fc.Arbitrary<Dossier> = fc.record(
  {
    dossierCode: fc.constant('H56.14797-261123-0001'),
    procedureCode: fc.constantFrom('1.001193', '1.001193.000.00.00.H56', '9.999999', 'TS_lop1'),
    procedureName: fc.constantFrom('', 'Tên'),
    channel: fc.constantFrom(...CHANNELS),
    applicant: applicants,
    abstract: fc.string({ unit: 'grapheme', maxLength: 1_200 }),
    receivedAt: instants,
    status: fc.constantFrom(...STATUSES),
    returnMethod: fc.constantFrom(...RETURN_METHODS),
    agencyName: fc.constant('UBND'),
    digitised: fc.boolean(),
  },
  { requiredKeys: ['dossierCode', 'procedureCode', 'applicant', 'receivedAt', 'status', 'returnMethod', 'agencyName'] },
);

describe('no code is ever blank', () => {
  it('whichever rows are missing or empty: either every code is there, or every missing one is named', () => {
    fc.assert(
      fc.property(dossiers, fc.infiniteStream(fc.constantFrom('keep', 'keep', 'keep', 'drop', 'empty')), (dossier, fates) => {
        const rows = ROWS.flatMap((row) => {
          const fate: unknown = fates.next().value;
          return fate === 'drop' ? [] : [fate === 'empty' ? { ...row, to: '' } : row];
        });
        const lacking = (table: string, from: string): boolean =>
          !rows.some((row) => row.table === table && row.from === from && row.to !== '');
        const written = write(dossier, { codes: snapshot(rows) });
        const used: [string, string][] = [
          ['status', String(dossier.status)],
          ['applicant-kind', dossier.applicant.kind],
          ['return-method', dossier.returnMethod],
        ];
        if (dossier.channel !== undefined) used.push(['channel', dossier.channel]);
        const expected = used.filter(([table, from]) => lacking(table, from)).map(([table, from]) => `${table}/${from}`);
        if (!dossier.procedureCode.startsWith('1.001193')) expected.push(`procedure/${dossier.procedureCode}`);
        const missing = written.kind === 'unmapped' ? written.missing.map(({ table, code }) => `${table}/${code}`) : [];
        expect(missing).toEqual(expect.arrayContaining(expected));
        expect(missing.filter((gap) => !gap.startsWith('identity-kind/'))).toHaveLength(expected.length);
        if (written.kind === 'written') for (const field of CODE_FIELDS) expect(written.item[field]).toMatch(/\S/);
      }),
      { numRuns: 300 },
    );
  });

  it('names everything that is missing at once, in steps too', () => {
    const codes = snapshot([], []);
    const written = write({ channel: 'online', applicant: { kind: 'citizen', idNumber: '038000000001' } }, { codes });
    expect(written.kind === 'unmapped' && written.missing.map(({ table }) => table)).toEqual([
      'procedure',
      'channel',
      'applicant-kind',
      'status',
      'return-method',
      'identity-kind',
    ]);
    const step = { dossierCode: 'H56-261123-0001', status: 4, occurredAt: NOW, officer: 'A', content: 'B' } as const;
    expect(WRITER.step({ step, codes, now: NOW })).toEqual({
      kind: 'unmapped',
      missing: [{ partner: 'national', table: 'status', code: '4', field: '/status' }],
    });
  });

  it('does not take a procedure without a field for a whole one, unless the source names the field', () => {
    const codes = snapshot(ROWS, [{ ...BIRTH, fieldCode: '' }]);
    expect(write({}, { codes })).toEqual({
      kind: 'unmapped',
      missing: [{ partner: 'national', table: 'procedure', code: '1.001193', field: '/fieldCode' }],
    });
    expect(itemOf(write({ fieldCode: 'G15' }, { codes }))).toMatchObject({ MaLinhVuc: 'G15', TenLinhVuc: 'Hộ tịch' });
  });
});

describe('the day of a procedure code', () => {
  const day = (text: string): LegalDay => text as LegalDay;
  const codes = snapshot(ROWS, [
    { ...BIRTH, name: 'cũ', validTo: day('2026-11-23') },
    { ...BIRTH, name: 'mới', validFrom: day('2026-11-23') },
  ]);
  const before = '2026-11-22T16:59:59Z' as Instant;
  const nameOf = (dossier: Partial<Dossier>): unknown => itemOf(write(dossier, { codes }))['TenTTHC'];

  it('is the legal day of reception', () => {
    expect(nameOf({ receivedAt: before })).toBe('cũ');
    expect(nameOf({ receivedAt: '2026-11-22T17:00:00Z' as Instant, submittedAt: before })).toBe('mới');
  });

  it('is that of submission while the dossier is not received, and today if neither is known', () => {
    expect(nameOf({ status: 1, submittedAt: before, receivedAt: NOW })).toBe('cũ');
    expect(nameOf({ status: 3, submittedAt: before, receivedAt: NOW })).toBe('cũ');
    const { receivedAt, ...unreceived } = SMALLEST;
    expect(receivedAt).toBeDefined();
    const written = WRITER.record({ dossier: { ...unreceived, status: 1 }, removedPapers: [], codes, now: NOW, pins: undefined });
    expect(itemOf(written)['TenTTHC']).toBe('mới');
  });

  it('is no longer asked for what is pinned', () => {
    const pins = {
      procedureCode: '1.001193',
      wireProcedure: '1.001193.X',
      procedureName: 'ghim',
      fieldCode: 'F',
      fieldName: 'L',
    };
    const pinned = write({}, { pins, codes: snapshot(ROWS, []) });
    expect(itemOf(pinned)).toMatchObject({ MaTTHC: '1.001193.X', TenTTHC: 'ghim', MaLinhVuc: 'F', TenLinhVuc: 'L' });
    expect(pinned).toMatchObject({ pins });
    expect(itemOf(write({ procedureName: 'tự ghi' }, { pins }))['TenTTHC']).toBe('tự ghi');
    expect(write({}, { pins: { ...pins, procedureCode: '2.000815' } })).toMatchObject({
      pins: { wireProcedure: '1.001193.000.00.00.H56' },
    });
  });
});

describe('partner tables', () => {
  it('are looked up at the time of sending', () => {
    const today = '2026-11-23' as LegalDay;
    const rows = [
      ...ROWS.filter((row) => row.table !== 'status'),
      { table: 'status', partner: 'national', from: '2', to: 'S', validFrom: today },
    ];
    expect(itemOf(write({ receivedAt: '2020-01-01T00:00:00Z' as Instant }, { codes: snapshot(rows) }))['TrangThaiHoSo']).toBe(
      'S',
    );
    expect(write({}, { codes: snapshot(rows), now: '2026-11-22T16:59:59Z' as Instant }).kind).toBe('unmapped');
  });
});

describe('identity papers', () => {
  const listOf = (applicant: Dossier['applicant']): unknown => itemOf(write({ applicant }))['DinhDanhCHS'];

  it('are derived from a citizen’s number by its length, and from nothing else', () => {
    expect(listOf({ kind: 'citizen', idNumber: '038000000001' })).toEqual([
      { LoaiDinhDanh: 'identity-kind:cccd', SoDinhDanh: '038000000001' },
    ]);
    expect(listOf({ kind: 'citizen', idNumber: '170000001' })).toEqual([
      { LoaiDinhDanh: 'identity-kind:cmnd', SoDinhDanh: '170000001' },
    ]);
    expect(listOf({ kind: 'citizen', idNumber: 'B1234567' })).toEqual([]);
    expect(listOf({ kind: 'enterprise', idNumber: '038000000001' })).toEqual([]);
    expect(listOf({ kind: 'citizen' })).toEqual([]);
  });
});

describe('the key of a step', () => {
  const steps: fc.Arbitrary<Step> = fc.record(
    {
      dossierCode: fc.constant('H56.14797-261123-0001'),
      status: fc.constantFrom(...STATUSES),
      occurredAt: instants,
      officer: fc
        .string({ unit: fc.constantFrom('ễ', 'Đ', 'ặ', 'a', ' ', '𝒳'), minLength: 1, maxLength: 70 })
        .map((name) => `N${name}n`),
      title: fc.constantFrom('Công chức', 'Chủ tịch'),
      content: fc.constantFrom('Thẩm định', 'Trả kết quả'),
    },
    { requiredKeys: ['dossierCode', 'status', 'occurredAt', 'officer', 'content'] },
  );
  const itemOfStep = (step: Step) => itemOf(WRITER.step({ step, codes: snapshot(), now: NOW }));

  it('is the same for what the portal shows: decomposed, padded, null for none, a status as a number', () => {
    fc.assert(
      fc.property(steps, (step) => {
        const item = itemOfStep(step);
        const shown = Object.fromEntries(
          Object.entries(item).map(([name, value]) => [name, value === '' ? null : ` ${String(value).normalize('NFD')} `]),
        );
        expect(WRITER.stepKey(shown)).toBe(WRITER.stepKey(item));
      }),
    );
    const item = itemOfStep({ dossierCode: 'h56-261123-0001', status: 4, occurredAt: NOW, officer: 'A', content: 'B' });
    expect(WRITER.stepKey({ ...item, MaHoSo: 'H56-261123-0001' })).toBe(WRITER.stepKey(item));
    expect(WRITER.stepKey({ ...item, TrangThai: 4 })).toBe(WRITER.stepKey({ ...item, TrangThai: '4' }));
  });

  it('differs when any of the nine fields differs', () => {
    fc.assert(
      fc.property(steps, (step) => {
        const item = itemOfStep(step);
        const keys = Object.keys(item).map((name) => WRITER.stepKey({ ...item, [name]: '~' }));
        expect(keys).toHaveLength(9);
        expect(new Set([...keys, WRITER.stepKey(item)]).size).toBe(10);
      }),
    );
  });

  it('carries no name', () => {
    expect(
      WRITER.stepKey(itemOfStep({ dossierCode: 'H56-261123-0001', status: 4, occurredAt: NOW, officer: 'Nguyễn', content: 'B' })),
    ).toMatch(/^[0-9a-f]{64}$/);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  Agencies,
  APPLICANT_KINDS,
  CodeSnapshot,
  instantOf,
  legalDay,
  parseInstant,
  RETURN_METHODS,
  STATUSES,
  type CodeRow,
  type Dossier,
  type Instant,
  type LegalDay,
  type ProcedureRow,
  type Step,
} from '#canonical';
import type { Written } from '#protocols';
import fc from 'fast-check';
import { NO_DATE, writeDate } from './date.write.ts';
import { LGSP_DOCUMENT_CODE_TABLES, LgspDocumentSettings, lgspDocumentWriter } from './index.ts';

const NOW = '2026-11-23T02:00:00Z' as Instant;
const UNIT = 7;
const WRITER = lgspDocumentWriter(new LgspDocumentSettings());
const ROWS: readonly CodeRow[] = Object.entries(LGSP_DOCUMENT_CODE_TABLES).flatMap(([table, values]) =>
  values.map((value, index) => ({ table, partner: 'province', from: value, to: String(index + 1) })),
);
const BIRTH: ProcedureRow = { code: '1.001193', name: 'Đăng ký khai sinh', fieldCode: 'HT', fieldName: 'Hộ tịch' };
const AGENCIES = new Agencies([
  { id: UNIT, code: '14797', name: 'Phường Hạc Thành', identifiers: [{ identifier: 'H56.14797' }], successors: [] },
]);
const BLANK_ALLOWED = new Set([
  ...['CitizenName', 'CitizenInfo', 'ApplicantsId', 'Address', 'Email', 'Phone', 'Compendium', 'DateReceived'],
  ...['ApproverName', 'ApproverPosition', 'SuccessNote', 'ReturnNote', 'Note', 'UserPosition'],
]);

function snapshot(rows: readonly CodeRow[] = ROWS, agencies = AGENCIES): CodeSnapshot {
  return new CodeSnapshot('test', rows, [BIRTH], agencies);
}

const SMALLEST: Dossier = {
  ...{ dossierCode: 'H56.14797-261123-0001', procedureCode: '1.001193', applicant: { kind: 'citizen' }, receivedAt: NOW },
  ...{ status: 2, returnMethod: 'desk', agencyName: 'UBND phường Hạc Thành' },
};
const STEP: Step = {
  dossierCode: 'H56.14797-261123-0001',
  status: 4,
  occurredAt: NOW,
  officer: 'Lê Thị B',
  content: 'Thẩm định',
};

const write = (dossier: Dossier, codes = snapshot(), now = NOW): Written =>
  WRITER.record({ dossier, removedPapers: [], codes, now, pins: undefined, receivedUnit: UNIT });
const writeStep = (step: Step, codes = snapshot()): Written => WRITER.step({ step, codes, now: NOW, receivedUnit: UNIT });

function itemOf(written: Written): Readonly<Record<string, unknown>> {
  if (written.kind !== 'written') throw new Error(JSON.stringify(written));
  return written.item;
}

const instants = fc.date({ min: new Date('1900-01-02'), max: new Date('2199-12-30'), noInvalidDate: true }).map(instantOf);
const dossiers: fc.Arbitrary<Dossier> = fc.record(
  {
    dossierCode: fc.constant(SMALLEST.dossierCode),
    procedureCode: fc.constantFrom('1.001193', '1.001193.000.00.00.H56', '9.999999', 'TS_lop1'),
    procedureName: fc.constantFrom('', 'Tên'),
    applicant: fc.record({ kind: fc.constantFrom(...APPLICANT_KINDS) }),
    receivedAt: instants,
    finishedAt: instants,
    status: fc.constantFrom(...STATUSES),
    returnMethod: fc.constantFrom(...RETURN_METHODS),
    agencyName: fc.constant('UBND'),
  },
  { requiredKeys: ['dossierCode', 'procedureCode', 'applicant', 'status', 'returnMethod', 'agencyName'] },
);

describe('no code is ever blank, and none is anything but a number', () => {
  it('whichever rows are missing, empty or no numbers: either every code is there, or every missing one is named', () => {
    const fates = fc.infiniteStream(fc.constantFrom('keep', 'keep', 'keep', 'drop', 'empty', 'words'));
    fc.assert(
      fc.property(dossiers, fates, (dossier, fate) => {
        const rows = ROWS.flatMap((row) => {
          const what: unknown = fate.next().value;
          if (what === 'keep') return [row];
          return what === 'drop' ? [] : [{ ...row, to: what === 'empty' ? ' ' : 'một' }];
        });
        const isGood = (table: string, from: string): boolean =>
          rows.some((row) => row.table === table && row.from === from && /^\d+$/.test(row.to));
        const expected = [
          ['applicant-kind', dossier.applicant.kind],
          ['return-method', dossier.returnMethod],
          ['document-status', String(dossier.status)],
        ].filter(([table = '', from = '']) => !isGood(table, from));
        const written = write(dossier, snapshot(rows));
        const missing = written.kind === 'unmapped' ? written.missing : [];
        const ofTables = missing.filter(({ table }) => table !== 'procedure').map(({ table, code }) => [table, code]);
        expect(ofTables).toEqual(expected);
        expect(missing.some(({ table }) => table === 'procedure')).toBe(!dossier.procedureCode.startsWith('1.001193'));
        if (written.kind === 'written') expectNothingBlank(written.item);
      }),
      { numRuns: 300 },
    );
  });

  it('names a missing status and a missing unit of a step at once', () => {
    expect(writeStep(STEP, snapshot([], new Agencies([])))).toEqual({
      kind: 'unmapped',
      missing: [
        { partner: 'province', table: 'unit', code: '7', field: '/dossierCode' },
        { partner: 'province', table: 'trace-status', code: '4', field: '/status' },
      ],
    });
    const nobodys = { step: STEP, codes: snapshot(), now: NOW };
    expect(WRITER.step(nobodys)).toMatchObject({ kind: 'unmapped', missing: [{ table: 'unit', code: '0' }] });
  });

  it('looks the tables up at the time of sending', () => {
    const day = '2026-11-23' as LegalDay;
    const rows = ROWS.map((row) => (row.table === 'trace-status' ? { ...row, to: '0', validFrom: day } : row));
    expect(itemOf(writeStep(STEP, snapshot(rows)))).toMatchObject({ Status: 0 });
    const before = { step: STEP, codes: snapshot(rows), now: '2026-11-22T16:59:59Z' as Instant, receivedUnit: UNIT };
    expect(WRITER.step(before)).toMatchObject({ kind: 'unmapped', missing: [{ table: 'trace-status' }] });
  });
});

function expectNothingBlank(item: Readonly<Record<string, unknown>>): void {
  for (const [member, value] of Object.entries(item)) {
    expect(value).toBeDefined();
    if (typeof value === 'string' && !BLANK_ALLOWED.has(member))
      expect([member, value]).toEqual([member, expect.stringMatching(/\S/)]);
    if (typeof value === 'number') expect(Number.isInteger(value)).toBe(true);
  }
}

describe('dates', () => {
  it('are read back as the same instant, in Vietnam, and never look like the placeholder', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const written = writeDate(instant);
        expect(written).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.000\+0700$/);
        expect(parseInstant(written.replace('+0700', '+07:00'))).toBe(instant);
        expect(written.startsWith(legalDay(instant))).toBe(true);
        expect(written).not.toBe(NO_DATE);
      }),
    );
  });

  it('have a placeholder for none, everywhere but for a reception that has not been', () => {
    const { receivedAt, ...unreceived } = SMALLEST;
    expect(receivedAt).toBeDefined();
    const item = itemOf(write({ ...unreceived, status: 1 }));
    const dates = Object.entries(item).filter(([member]) => /Date/.test(member));
    expect(dates.filter(([, value]) => value !== NO_DATE)).toEqual([['DateReceived', '']]);
    expect(dates.length).toBeGreaterThanOrEqual(6);
  });
});

describe('the key of a step', () => {
  it('is the same for the same step however it is composed or spaced, and another for another', () => {
    const key = WRITER.stepKey(itemOf(writeStep({ ...STEP, content: 'Thẩm định'.normalize('NFD') })));
    expect(WRITER.stepKey(itemOf(writeStep({ ...STEP, content: ' Thẩm định ' })))).toBe(key);
    expect(WRITER.stepKey({ ...itemOf(writeStep(STEP)), Status: '4' })).toBe(key);
    const others: Partial<Step>[] = [
      { status: 5 },
      { officer: 'X' },
      { title: 'X' },
      { content: 'X' },
      { occurredAt: '2026-01-01T00:00:00Z' as Instant },
    ];
    const keys = others.map((other) => WRITER.stepKey(itemOf(writeStep({ ...STEP, ...other }))));
    expect(new Set([key, ...keys]).size).toBe(others.length + 1);
  });
});

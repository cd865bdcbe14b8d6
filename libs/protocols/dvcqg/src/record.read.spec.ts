import { describe, expect, it } from '@jest/globals';
import { CodeSnapshot, type CodeRow, type LegalDay } from '#canonical';
import { BackTranslation, DVCQG_CODE_TABLES } from './dvcqg.codes.ts';
import { readRecord, wireNameOfRecord } from './record.read.ts';
import { readStep, wireNameOfStep } from './step.read.ts';

const rows: CodeRow[] = Object.entries(DVCQG_CODE_TABLES).flatMap(([table, values]) =>
  values.map((from, index) => ({
    ...{ table, partner: 'national', from, to: String(table === 'return-method' ? index : index + 1) },
  })),
);
const codes = new BackTranslation(new CodeSnapshot('1', rows, []), '2026-11-23' as LegalDay);

const DOSSIER = {
  ...{ MaHoSo: ' h56.14797-261123-0001 ', MaTTHC: '2.000815.000.00.00.H56', LoaiDoiTuong: '1', TrangThaiHoSo: '2' },
  ...{ NgayTiepNhan: '20261123081500', HinhThuc: '0', DonViXuLy: 'UBND phường Hạc Thành' },
};
const STEP = {
  ...{ MaHoSo: 'H56.14797-261123-0001', NguoiXuLy: 'Lê Thị B', ThoiDiemXuLy: '20261123090000' },
  ...{ NoiDungXuLy: 'Thẩm định', TrangThai: '4' },
};

const read = (changes: object, isWhole = true) => readRecord({ ...DOSSIER, ...changes }, isWhole, codes);
const draftOf = (changes: object) => {
  const record = read(changes);
  if (record.kind !== 'record') throw new Error(JSON.stringify(record.problems));
  return record.draft;
};
const faultsOf = (changes: object) => {
  const record = read(changes);
  return record.kind === 'malformed' ? record.problems.map(({ field, code }) => `${field} ${code}`) : [];
};

describe('readRecord', () => {
  it('reads the smallest dossier, its code in its one form', () => {
    expect(read({})).toEqual({
      kind: 'record',
      draft: {
        ...{ dossierCode: 'H56.14797-261123-0001', procedureCode: '2.000815', applicant: { kind: 'citizen' }, status: 2 },
        ...{ receivedAt: '2026-11-23T01:15:00Z', returnMethod: 'desk', agencyName: 'UBND phường Hạc Thành' },
      },
      ...{ emptied: [], warnings: [], unknownFields: 0 },
    });
  });

  it.each([
    ['2.000815.000.00.00.H56', '2.000815'],
    ['2.000815.H56', '2.000815'],
    ['2.000815.h56', '2.000815'],
    ['2.000815', '2.000815'],
    ['2.000815.01', '2.000815'],
    ['TS_lop1.000.00.00.H22', 'TS_lop1.000.00.00.H22'],
  ])('reads the procedure %s as %s', (MaTTHC, code) => {
    expect(draftOf({ MaTTHC }).procedureCode).toBe(code);
  });

  it.each([
    ['20261123081500', '2026-11-23T01:15:00Z'],
    [20261123081500, '2026-11-23T01:15:00Z'],
    ['20261123', '2026-11-22T17:00:00Z'],
    ['2026-11-23T08:15:00', '2026-11-23T01:15:00Z'],
    ['2026-11-23 08:15:00', '2026-11-23T01:15:00Z'],
    ['2026-11-23T08:15:00.1234567+07:00', '2026-11-23T01:15:00Z'],
    ['2026-11-23T01:15:00Z', '2026-11-23T01:15:00Z'],
  ])('reads the time %s', (NgayHenTra, instant) => {
    expect(draftOf({ NgayHenTra }).dueAt).toBe(instant);
  });

  it.each(['20260231080000', '20261123240000', '20261123236000', '20261123235960', '23/11/2026', '2026', 'mai'])(
    'refuses the time %s',
    (NgayHenTra) => {
      expect(faultsOf({ NgayHenTra })).toEqual(['/NgayHenTra field.time']);
    },
  );

  it.each(['00010101000000', '0001-01-01T00:00:00', '0000-00-00T00:00:00', '00000000000000'])(
    'reads the placeholder %s as absent, not as emptied',
    (NgayHenTra) => {
      const record = read({ NgayHenTra });
      expect(record).toMatchObject({ emptied: [], warnings: [{ field: '/NgayHenTra', code: 'placeholder-date' }] });
      expect(record).not.toHaveProperty('draft.dueAt');
    },
  );

  it.each([
    ['True', true],
    ['FALSE', false],
    ['1', true],
    ['0', false],
    [1, true],
    [true, true],
    ['', undefined],
  ])('reads the truth value %p as %p', (said, truth) => {
    const changes = { HoSoCoThanhPhanSoHoa: said, TaiLieuNop: [{ TepDinhKemId: '1', IsDeleted: said }] };
    expect(draftOf(changes)).toMatchObject({ ...(truth !== undefined && { digitised: truth }), papers: [{ fileId: '1' }] });
    expect(draftOf(changes).papers?.[0]?.deleted).toBe(truth);
  });

  it.each([
    ['4000', 4000],
    [4000, 4000],
    ['8.000', 8000],
    ['1,250,000', 1_250_000],
    ['8000.00', 8000],
    ['0', 0],
  ])('reads the amount %p as %p', (Gia, amount) => {
    expect(draftOf({ DanhSachLePhi: [{ Gia }] }).fees).toEqual([{ amount }]);
  });

  it('reads numbers as text, but none of which digits are lost', () => {
    expect(draftOf({ SoBienNhan: 12, NoiNopHoSo: 2 })).toMatchObject({ receiptNumber: '12', submissionPlace: '2' });
    expect(faultsOf({ SoBienNhan: 2 ** 60 })).toEqual(['/SoBienNhan field.type']);
  });

  it('tells the kind of an identity by its digits where it is left out, and drops one without a number', () => {
    const identities = (DinhDanhCHS: unknown) => draftOf({ DinhDanhCHS }).applicant?.identities;
    expect(identities([{ SoDinhDanh: '038000000001' }, { LoaiDinhDanh: '1', SoDinhDanh: '' }])).toEqual([
      { kind: 'cccd', number: '038000000001' },
    ]);
    expect(faultsOf({ DinhDanhCHS: [{ SoDinhDanh: 'B123' }] })).toEqual(['/DinhDanhCHS/0/LoaiDinhDanh field.required']);
  });

  it('names every faulty field at once, by its name on the wire', () => {
    const faults = faultsOf({
      ...{ LoaiDoiTuong: '5', TrangThaiHoSo: '11', HinhThuc: '2', KenhThucHien: '0', DonViXuLy: ' ', GhiChu: { a: 1 } },
      ...{ TaiLieuNop: [{ TenTepDinhKem: 'a' }, null, { IsDeleted: 'maybe' }], DanhSachLePhi: [{ Gia: 'không' }] },
      ...{ Email: 'a\0', ChuHoSo: 'a'.repeat(4_001), DanhSachTepDinhKemKhac: {}, DSKetNoiCSDL: ['7'] },
    });
    expect(faults.toSorted()).toEqual(
      [
        ...['/LoaiDoiTuong field.allowed', '/TrangThaiHoSo field.allowed', '/HinhThuc field.allowed'],
        ...['/KenhThucHien field.allowed', '/DonViXuLy field.required', '/GhiChu field.type', '/TaiLieuNop/1 field.type'],
        ...['/TaiLieuNop/2/IsDeleted field.allowed', '/DanhSachLePhi/0/Gia field.type', '/Email field.text'],
        ...['/ChuHoSo field.too-long', '/DanhSachTepDinhKemKhac field.type', '/DSKetNoiCSDL/0 field.type'],
      ].toSorted(),
    );
  });

  it('says what was sent empty and what was not sent at all', () => {
    const record = readRecord({ MaHoSo: DOSSIER.MaHoSo, GhiChu: ' ', DanhSachLePhi: [], Email: null }, false, codes);
    expect(record).toMatchObject({ kind: 'record', emptied: ['/note', '/fees'] });
    expect(read({ MaHoSo: '' }, false)).toMatchObject({ problems: [{ field: '/MaHoSo', code: 'field.required' }] });
  });

  it('counts what it does not know, also where a name means something to JavaScript', () => {
    const odd = JSON.parse('{"__proto__": {"TrangThaiHoSo": "4"}, "constructor": 1, "La": 1}') as object;
    const record = readRecord(Object.assign(odd, DOSSIER), true, codes);
    expect(record).toMatchObject({ kind: 'record', draft: { status: 2 }, unknownFields: 3 });
  });

  it('names at most a hundred faults', () => {
    const record = read({ TaiLieuNop: Array.from({ length: 200 }, () => null) });
    expect(record.kind === 'malformed' && [record.problems.length, record.problems.at(-1)?.code]).toEqual([101, 'problems.more']);
  });

  it.each([null, 5, 'x', []])('refuses %p, which is no dossier', (value) => {
    expect(readRecord(value, true, codes)).toMatchObject({ kind: 'malformed', problems: [{ field: '', code: 'field.type' }] });
  });

  it('asks for nothing but the time of reception less of a dossier that was not received', () => {
    expect(faultsOf({ NgayTiepNhan: '', TrangThaiHoSo: '1' })).toEqual([]);
    expect(faultsOf({ NgayTiepNhan: '' })).toEqual(['/NgayTiepNhan field.required']);
  });
});

describe('readStep', () => {
  it('reads the nine fields, and names what is missing', () => {
    expect(readStep({ ...STEP, ChucDanh: '', NgayBatDau: '20261123080000', la: 1 }, codes)).toEqual({
      kind: 'step',
      step: {
        ...{ dossierCode: 'H56.14797-261123-0001', officer: 'Lê Thị B', occurredAt: '2026-11-23T02:00:00Z' },
        ...{ content: 'Thẩm định', status: 4, startedAt: '2026-11-23T01:00:00Z' },
      },
      ...{ warnings: [], unknownFields: 1 },
    });
    expect(readStep({ TrangThai: '0' }, codes)).toMatchObject({
      problems: [
        { field: '/TrangThai', code: 'field.allowed', allowed: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] },
        ...['MaHoSo', 'NguoiXuLy', 'ThoiDiemXuLy', 'NoiDungXuLy'].map((name) => ({ field: `/${name}`, code: 'field.required' })),
      ],
    });
    expect(readStep([], codes)).toMatchObject({ kind: 'malformed', problems: [{ field: '', code: 'field.type' }] });
  });
});

describe('the names on the wire', () => {
  it('stand for the fields of ours; a pointer that names none stays', () => {
    expect([wireNameOfRecord('/applicant/kind'), wireNameOfRecord('/receivedAt'), wireNameOfRecord('/sourceCode')]).toEqual([
      ...['/LoaiDoiTuong', '/NgayTiepNhan', '/sourceCode'],
    ]);
    expect(
      ['/papers/0/url', '/results/2/url', '/supplements/1/papers/3/url', '/applicant/identities/0', '/papers/1'].map(
        wireNameOfRecord,
      ),
    ).toEqual([
      ...['/TaiLieuNop/0/DuongDanTaiTepTin', '/DanhSachGiayToKetQua/2/DuongDanTepTinKetQua'],
      ...['/DanhSachHoSoBoSung/1/DanhSachGiayToBoSung/3/DuongDanTaiTepTin', '/DinhDanhCHS/0', '/TaiLieuNop/1'],
    ]);
    expect([wireNameOfStep('/occurredAt'), wireNameOfStep('')]).toEqual(['/ThoiDiemXuLy', '']);
  });
});

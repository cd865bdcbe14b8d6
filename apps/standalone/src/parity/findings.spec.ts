import { describe, expect, it } from '@jest/globals';
import type { ArchivedDossier } from '#ledger';
import type { WireItem } from '#protocols';
import { dvcqgParity } from '#protocols/dvcqg';
import { compareDossier, type Finding } from './findings.ts';

const CODE = 'H56.14797-261123-0001';
const RECORD: WireItem = {
  ...{ MaHoSo: CODE, TrangThaiHoSo: '5', ChuHoSo: 'Nguyễn Văn A', TrichYeuHoSo: '', NgayTiepNhan: '20261123081500' },
  ...{ NgayNopHoSo: '', HoSoCoThanhPhanSoHoa: '1', DinhDanhCHS: [], DSKetNoiCSDL: [{ MaCSDL: '1' }] },
  TaiLieuNop: [
    { TepDinhKemId: '1', TenTepDinhKem: 'Tờ khai', DuongDanTaiTepTin: 'https://tep.example/1' },
    { TepDinhKemId: '2', TenTepDinhKem: 'Bản sao' },
  ],
};

function step(TrangThai: string, hour: number, more: WireItem = {}): WireItem {
  const ThoiDiemXuLy = `202611230${String(hour)}0000`;
  return { MaHoSo: CODE, NguoiXuLy: 'Lê Thị B', ChucDanh: '', ThoiDiemXuLy, NoiDungXuLy: 'Thẩm định', TrangThai, ...more };
}

function findings(their: { record?: WireItem; steps?: readonly WireItem[] }, ours: readonly WireItem[] = []): readonly Finding[] {
  const dossier = { code: CODE, items: [item('update', RECORD), ...ours.map((one) => item('steps', one))] };
  return compareDossier(dvcqgParity, dossier, { record: their.record, steps: their.steps ?? [] }).findings;
}

function item(service: 'update' | 'steps', wire: WireItem): ArchivedDossier['items'][number] {
  return { service, wire, seq: 1, writtenAt: new Date(0), codesVersion: '' };
}

const told = (found: readonly Finding[]): string[] => found.map(({ path, kind, habit }) => `${path} ${habit?.id ?? kind}`);
const record = (changes: WireItem): WireItem => ({ ...RECORD, ...changes });

describe('a record', () => {
  it.each<[string, WireItem, string[]]>([
    ['that is equal', {}, []],
    ['with absent, null and empty values for nothing', { NgayNopHoSo: null, TrichYeuHoSo: undefined, DinhDanhCHS: '' }, []],
    ['without something', { ChuHoSo: ' ' }, ['ChuHoSo blank-there']],
    ['with something more', { Email: 'a@b.vn' }, ['Email blank-here']],
    ['with another value', { ChuHoSo: 'Nguyễn Văn B' }, ['ChuHoSo other']],
    ['with other spaces and capitals', { ChuHoSo: 'NGUYỄN  VĂN A ' }, ['ChuHoSo spacing']],
    ['with a date in another form', { NgayTiepNhan: '2026-11-23T08:15:00' }, ['NgayTiepNhan date-format']],
    ['with a truth value in another form', { HoSoCoThanhPhanSoHoa: true }, ['HoSoCoThanhPhanSoHoa form']],
    ['with a number for a text of digits', { TrangThaiHoSo: 5 }, []],
  ])('%s', (_, changes, expected) => {
    expect(told(findings({ record: record(changes) }))).toEqual(expected);
  });

  it('is compared entry by entry, whatever their order', () => {
    const [first, second] = RECORD['TaiLieuNop'] as WireItem[];
    expect(findings({ record: record({ TaiLieuNop: [second, first] }) })).toEqual([]);
    const renamed = record({ TaiLieuNop: [{ ...first, TenTepDinhKem: 'Đơn' }, { TepDinhKemId: '3' }] });
    expect(told(findings({ record: renamed }))).toEqual([
      'TaiLieuNop[].TenTepDinhKem other',
      'TaiLieuNop entry-here',
      'TaiLieuNop entry-there',
    ]);
  });

  it('that only one of them has is told as a whole', () => {
    expect(told(findings({}))).toEqual(['Record only-here']);
    expect(told(compareDossier(dvcqgParity, { code: CODE, items: [] }, { record: RECORD, steps: [] }).findings)).toEqual([
      'Record only-there',
    ]);
  });

  it.each<[WireItem, string[]]>([
    [{ TrangThaiHoSo: '9' }, ['TrangThaiHoSo nine-for-waiting']],
    [{ TrangThaiHoSo: '10' }, ['TrangThaiHoSo other']],
    [{ TrichYeuHoSo: 'Dinhkem' }, ['TrichYeuHoSo placeholder-abstract']],
    [{ TrichYeuHoSo: 'Đính kèm' }, ['TrichYeuHoSo blank-here']],
    [{ NgayNopHoSo: '20261123081500' }, ['NgayNopHoSo submission-copied']],
    [{ NgayNopHoSo: '20261122081500' }, ['NgayNopHoSo blank-here']],
    [{ NgayTuChoi: '00010101000000' }, ['NgayTuChoi never-date']],
    [{ DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '000000001' }] }, ['DinhDanhCHS placeholder-identity']],
    [{ DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '000000002' }] }, ['DinhDanhCHS entry-there']],
    [{ DSKetNoiCSDL: [{ MaCSDL: '7' }] }, ['DSKetNoiCSDL entry-here', 'DSKetNoiCSDL always-database-seven']],
    [{ DanhSachGiayToKetQua: [{ DuongDanTepTinKetQua: 'https://tep.example/1' }] }, ['DanhSachGiayToKetQua paper-for-result']],
    [{ DanhSachGiayToKetQua: [{ DuongDanTepTinKetQua: 'https://tep.example/9' }] }, ['DanhSachGiayToKetQua entry-there']],
  ])('%j is a known habit, or none', (changes, expected) => {
    expect(told(findings({ record: record(changes) }))).toEqual(expected);
  });
});

describe('the steps', () => {
  const ours = [step('2', 1), step('4', 2), step('9', 3)];
  const steps = (their: readonly WireItem[]): string[] => told(findings({ record: RECORD, steps: their }, ours));

  it('are a multiset: told again is told again, and not another step', () => {
    const their = [ours[0], ours[0], ours[1], ours[0], ours[1], ours[2]].map((one) => one ?? {});
    const dossier = { code: CODE, items: [item('update', RECORD), ...ours.map((one) => item('steps', one))] };
    expect(compareDossier(dvcqgParity, dossier, { record: RECORD, steps: their })).toMatchObject({
      ...{ findings: [], steps: { equal: 3, repeated: 3 } },
    });
  });

  it('are missing, more, or in another order', () => {
    expect(steps([step('2', 1), step('9', 3)])).toEqual(['Step only-here']);
    expect(steps([...ours, step('10', 4)])).toEqual(['Step only-there']);
    expect(steps([step('4', 2), step('2', 1), step('9', 3)])).toEqual(['Order order']);
  });

  it('are the same one with another officer, by their status and time', () => {
    expect(steps([step('2', 1), step('4', 2, { NguoiXuLy: 'Trần C', ChucDanh: 'Chuyên viên' }), step('9', 3)])).toEqual([
      'Step.NguoiXuLy other',
      'Step.ChucDanh blank-here',
    ]);
    expect(steps([step('2', 1), step('4', 2, { ThoiDiemXuLy: '2026-11-23T02:00:00' }), step('9', 3)])).toEqual([
      'Step.ThoiDiemXuLy date-format',
    ]);
  });

  it('that the former system makes up are known', () => {
    const madeUp = (TrangThai: string, NoiDungXuLy: string): WireItem =>
      step(TrangThai, 5, { NguoiXuLy: 'Cán bộ một cửa', NoiDungXuLy });
    expect(steps([madeUp('2', 'Tiếp nhận hồ sơ'), ...ours, madeUp('9', 'Kết thúc xử lý hồ sơ')])).toEqual([
      'Step made-up-reception',
      'Step made-up-end',
    ]);
    expect(steps([...ours, madeUp('10', 'Kết thúc xử lý hồ sơ')])).toEqual(['Step only-there']);
  });

  it('show their status and time alone', () => {
    const [found] = findings({ record: RECORD, steps: ours.slice(1) }, ours);
    expect(found?.here).toBe('20261123010000 · 2');
  });
});

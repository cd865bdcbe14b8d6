import { describe, expect, it } from '@jest/globals';
import { dvcqgParity } from '#protocols/dvcqg';
import { differingFields } from './fields.ts';

const { record } = dvcqgParity;

describe('the fields in which an item differs', () => {
  it('are those alone, in clear only where they name nobody', () => {
    const before = { MaHoSo: 'H56.1', TrangThaiHoSo: '2', ChuHoSo: 'Nguyễn Văn A', SoDienThoai: '0912345678', GhiChu: '' };
    const now = {
      ...before,
      TrangThaiHoSo: '9',
      ChuHoSo: 'Trần B',
      SoDienThoai: '0912345679',
      GhiChu: 'Gọi trước: số 12, ngõ 4.',
    };
    expect(differingFields(before, now, record)).toEqual([
      { field: 'TrangThaiHoSo', acknowledged: '2', now: '9' },
      { field: 'ChuHoSo', acknowledged: 'N••••• V•• A', now: 'T••• B' },
      { field: 'SoDienThoai', acknowledged: '•••••••678', now: '•••••••679' },
      { field: 'GhiChu', acknowledged: null, now: '••• (24)' },
    ]);
  });

  it('are found in lists, each entry by its place', () => {
    const paper = (DuocSoHoa: string): object => ({ TaiLieuNop: [{ TenTepDinhKem: 'don.pdf', DuocSoHoa }] });
    expect(differingFields(paper('0') as never, paper('1') as never, record)).toEqual([
      { field: 'TaiLieuNop[0].DuocSoHoa', acknowledged: '0', now: '1' },
    ]);
  });

  it('show nothing of a dialect that says nothing of its members but codes and times', () => {
    const now = { Status: 2, CitizenName: 'Nguyễn Văn A', DateReceived: '2026-11-23T08:15:00.000+0700', IsSuccess: true };
    expect(differingFields(undefined, now, undefined).map((one) => one.now)).toEqual([
      ...['2', 'N••••• V•• A', '2026-11-23T08:15:00.000+0700', 'true'],
    ]);
  });
});

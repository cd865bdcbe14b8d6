import { describe, expect, it } from '@jest/globals';
import { check } from './check.ts';
import { RECORD, STEP } from './fields.ts';

const RECORD_ITEM = {
  ...{
    MaHoSo: 'H56.14797-261123-0001',
    MaTTHC: '2.000815.000.00.00.H56',
    TenTTHC: 'Chứng thực',
    MaLinhVuc: 'G15',
    TenLinhVuc: 'Chứng thực',
  },
  ...{ LoaiDoiTuong: '1', NgayTiepNhan: '20261123081500', TrangThaiHoSo: '2', HinhThuc: '0', DonViXuLy: 'UBND', DinhDanhCHS: [] },
};
const STEP_ITEM = {
  MaHoSo: 'H56.14797-261123-0001',
  NguoiXuLy: 'Lê Thị B',
  ThoiDiemXuLy: '20261123090000',
  NoiDungXuLy: 'Thẩm định',
  TrangThai: '4',
};

describe('a record', () => {
  it('is accepted when it is right', () => {
    expect(check(RECORD_ITEM, RECORD)).toBeUndefined();
    expect(check({ ...RECORD_ITEM, TrangThaiHoSo: '1', NgayTiepNhan: '' }, RECORD)).toBeUndefined();
  });

  it.each([
    'MaHoSo',
    'MaTTHC',
    'TenTTHC',
    'MaLinhVuc',
    'TenLinhVuc',
    'LoaiDoiTuong',
    'NgayTiepNhan',
    'TrangThaiHoSo',
    'HinhThuc',
    'DonViXuLy',
  ])('is refused with a blank or missing %s', (field) => {
    expect(check({ ...RECORD_ITEM, [field]: '' }, RECORD)).toContain(field);
    expect(check({ ...RECORD_ITEM, [field]: undefined }, RECORD)).toContain(field);
    expect(check({ ...RECORD_ITEM, [field]: 7 }, RECORD)).toContain(field);
  });

  it.each([
    ['NgayTiepNhan', '20260231000000'],
    ['NgayTiepNhan', '20261123240000'],
    ['NgayTiepNhan', '20261123236000'],
    ['NgayHenTra', '2026-11-23T08:15:00'],
    ['MaTTHC', '2.000815'],
    ['TrangThaiHoSo', '11'],
    ['TrichYeuHoSo', 'a'.repeat(1_001)],
    ['HoSoCoThanhPhanSoHoa', 'True'],
    ['DinhDanhCHS', [{}]],
    ['DinhDanhCHS', [{ LoaiDinhDanh: '1', SoDinhDanh: '123' }]],
    ['TaiLieuNop', [{ IsDeleted: '1' }]],
    ['TaiLieuNop', {}],
    ['DanhSachTepDinhKemKhac', [{ SoLuong: '1' }]],
    ['DanhSachHoSoBoSung', [{ TrangThaiBoSung: 'True' }]],
    ['DanhSachGiayToKetQua', [{ TenGiayTo: 'a'.repeat(2_001) }]],
  ])('is refused with %s = %j', (field, value) => {
    expect(check({ ...RECORD_ITEM, [field]: value }, RECORD)).toContain(field);
  });

  it('takes both forms of a date inside supplements', () => {
    for (const NgayBoSung of ['20261123103000', '2026-11-23T10:30:00', '']) {
      expect(check({ ...RECORD_ITEM, DanhSachHoSoBoSung: [{ NgayBoSung }] }, RECORD)).toBeUndefined();
    }
    expect(check({ ...RECORD_ITEM, DanhSachHoSoBoSung: [{ NgayBoSung: '2026-02-31T10:30:00' }] }, RECORD)).toContain(
      'NgayBoSung',
    );
  });
});

describe('a step', () => {
  it('is accepted when it is right, up to 50 characters of an officer, counted as people count', () => {
    expect(check(STEP_ITEM, STEP)).toBeUndefined();
    expect(check({ ...STEP_ITEM, NguoiXuLy: '😀'.repeat(50) }, STEP)).toBeUndefined();
    expect(check({ ...STEP_ITEM, NguoiXuLy: 'a'.repeat(51) }, STEP)).toContain('NguoiXuLy');
  });

  it.each(['MaHoSo', 'NguoiXuLy', 'ThoiDiemXuLy', 'NoiDungXuLy', 'TrangThai'])('is refused without %s', (field) => {
    expect(check({ ...STEP_ITEM, [field]: '' }, STEP)).toContain(field);
  });
});

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
    expect(check({ ...RECORD_ITEM, [field]: ' \t' }, RECORD)).toContain(field);
    expect(check({ ...RECORD_ITEM, [field]: null }, RECORD)).toContain(field);
    expect(check({ ...RECORD_ITEM, [field]: undefined }, RECORD)).toContain(field);
    expect(check({ ...RECORD_ITEM, [field]: 7 }, RECORD)).toContain(field);
  });

  it.each([
    ['NgayTiepNhan', '20260231000000'],
    ['NgayTiepNhan', '20261123240000'],
    ['NgayTiepNhan', '20261123236000'],
    ['NgayHenTra', '2026-11-23T08:15:00'],
    ['NgayTiepNhan', '20260023000000'],
    ['NgayTiepNhan', '20261323000000'],
    ['NgayTiepNhan', '20261100000000'],
    ['NgayTiepNhan', '20261123235960'],
    ['NgayTiepNhan', '20250229000000'],
    ['NgayTiepNhan', '202611230815'],
    ['NgayTiepNhan', 20261123081500],
    ['NgayTra', '20261131000000'],
    ['NgayKetThucXuLy', '23/11/2026'],
    ['NgayTuChoi', '2026-11-23T08:15:00Z'],
    ['NgayNopHoSo', 'x'],
    ['MaHoSo', 'a'.repeat(51)],
    ['KenhThucHien', 1],
    ['KenhThucHien', '0'],
    ['LoaiDoiTuong', '5'],
    ['HinhThuc', '2'],
    ['TrangThaiHoSo', '0'],
    ['TrangThaiHoSo', 2],
    ['GhiChu', null],
    ['GhiChu', 'a'.repeat(4_001)],
    ['TaiKhoanDuocXacThucVoiVNeID', true],
    ['DSKetNoiCSDL', ['7']],
    ['DSKetNoiCSDL', [{ MaCSDL: ' ' }]],
    ['TaiLieuNop', 'x'],
    ['TaiLieuNop', [null]],
    ['TaiLieuNop', [{ IsDeleted: true }]],
    ['TaiLieuNop', [{ DuocSoHoa: 'True' }]],
    ['TaiLieuNop', [{ DuocLayTuKhoDMQG: 1 }]],
    ['TaiLieuNop', [{ TenTepDinhKem: 'a'.repeat(4_001) }]],
    ['DanhSachLePhi', [{ Gia: 50_000 }]],
    ['DanhSachLePhi', [{ Gia: '50.000' }]],
    ['DanhSachTepDinhKemKhac', [{ LoaiGiayTo: 1.5 }]],
    ['DanhSachHoSoBoSung', [{ HoSoBoSungId: '1' }]],
    ['DanhSachHoSoBoSung', [{ TrangThaiBoSung: 1 }]],
    ['DanhSachHoSoBoSung', [{ DanhSachGiayToBoSung: [{ IsDeleted: '0' }] }]],
    ['DanhSachHoSoBoSung', [{ DanhSachLePhiBoSung: [{ Gia: 1 }] }]],
    ['DanhSachHoSoBoSung', [{ NgayHenTraMoi: '2026-11-23' }]],
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
    for (const NgayBoSung of [
      '20261123103000',
      '2026-11-23T10:30:00',
      '2026-11-23T10:30:00.123+07:00',
      '2026-11-23T03:30:00Z',
      '',
    ]) {
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
    for (const value of ['', '  ', null, undefined, 4, ['4']]) {
      expect(check({ ...STEP_ITEM, [field]: value }, STEP)).toContain(field);
    }
  });

  it.each([
    ['ThoiDiemXuLy', '20260231000000'],
    ['ThoiDiemXuLy', '20261123240000'],
    ['ThoiDiemXuLy', '2026-11-23T09:00:00'],
    ['NgayBatDau', '20261123006000'],
    ['NgayKetThucTheoQuyDinh', '0'],
    ['TrangThai', '11'],
    ['ChucDanh', 1],
    ['PhongBanXuLy', {}],
    ['MaHoSo', 'a'.repeat(51)],
  ])('is refused with %s = %j', (field, value) => {
    expect(check({ ...STEP_ITEM, [field]: value }, STEP)).toContain(field);
  });

  it.each([[null], ['x'], [[]], [undefined]])('is refused when it is %j', (item) => {
    expect(check(item, STEP)).toContain('không hợp lệ');
  });
});

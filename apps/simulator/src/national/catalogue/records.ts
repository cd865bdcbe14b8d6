import type { SimulatedProcedure } from './base.ts';

/** The record of `LayThuTuc`. Source: protocols §1.9: keys in capitals, of which one now and then is not, and several cases. */
export function recordOf(procedure: SimulatedProcedure): object {
  const { code, name, fieldCode, fieldName, ended } = procedure;
  const place = Number(code.slice(-2));
  return {
    ...{ ID: String(10_000 + place), MATTHC: code, TENTTHC: name, LOAITTHC: '1', TRANGTHAI: ended ? '0' : '1' },
    ...{ MACOQUANCONGBO: fieldCode.split('-')[0], IDQUYETDINHCONGBO: '5521', ...WHO },
    LINHVUCTHUCHIEN: [{ MALINHVUC: fieldCode, TENLINHVUC: fieldName }],
    TRINHTUTHUCHIEN: casesOf(place).map((TRUONGHOP) => ({
      TRUONGHOP,
      TRINHTU: [{ TENTRINHTU: 'Nộp hồ sơ tại bộ phận một cửa' }, { TENTRINHTU: 'Nhận kết quả' }],
    })),
    CACHTHUCTHUCHIEN: waysOf(procedure, place),
    THANHPHANHOSO: casesOf(place).map((TRUONGHOP, index) => ({ TRUONGHOP, GIAYTO: [paperOf(`KQ.${code}.${String(index)}`)] })),
    YEUCAU: 'Không',
    KETQUATHUCHIEN: [{ MAKETQUA: `KQ.${code}`, TENKETQUA: 'Giấy chứng nhận' }],
    CANCUPHAPLY: [{ SOVANBAN: '118/2025/NĐ-CP', TENVANBAN: 'Nghị định về thực hiện thủ tục hành chính theo cơ chế một cửa' }],
  };
}

const WHO = {
  CAPTHUCHIEN: [{ CAPTHUCHIEN: '3' }],
  COQUANTHUCHIEN: [{ MADONVI: '', TENDONVI: 'Ủy ban nhân dân xã, phường' }],
  ...{ MOTACOQUANTHUCHIEN: '', DIACHITIEPNHAN: '', MOTADOITUONGTHUCHIEN: '' },
  DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Công dân Việt Nam' }],
};

function waysOf({ fee, days }: SimulatedProcedure, place: number): object[] {
  const unit = /^\d+$/.test(days) ? 'Ngày làm việc' : '';
  const time = { THOIGIANGIAIQUYET: days, DONVITINH: unit, MOTA: '' };
  const fees = [{ MAPHILEPHI: '2', SOTIEN: fee, DONVI: 'Đồng', MOTA: '', [place % 2 === 0 ? 'URL' : 'Url']: '' }];
  return [
    { KENH: '1', THOIGIAN: [{ ...time, PHILEPHI: fees }] },
    { KENH: '2', THOIGIAN: [{ ...time, PHILEPHI: [] }] },
  ];
}

function paperOf(MAGIAYTO: string): object {
  return { MAGIAYTO, TENGIAYTO: 'Tờ khai theo mẫu', TENMAUDON: '', URL: '', SOBANCHINH: '1', SOBANSAO: 0 };
}

function casesOf(place: number): string[] {
  return place % 3 === 0 ? ['Trong hạn', 'Quá hạn'] : [''];
}

/** What the public interface lists. Source: protocols §1.13. */
export function formalityOf({ code, name, fieldName }: SimulatedProcedure): object {
  return { id: idOf(code), code, name, type: 'STANDARD', categories: [{ name: fieldName }], departments: [] };
}

/** Where a service is found. Source: protocols §1.13. */
export function addressOf({ code, linked }: SimulatedProcedure): object {
  return {
    ...{
      departmentCode: 'H56',
      departmentName: 'UBND tỉnh Thanh Hóa',
      implementLevel: Number(code.slice(-1)) % 2 === 0 ? 'FULL' : 'PARTIAL',
    },
    ...{ formalityId: idOf(code), formalityCode: code, formalityCaseCode: `${code}.01` },
    citizenUrl: linked ? `https://dichvucong.gov.vn/thu-tuc-hanh-chinh/${idOf(code)}` : '',
  };
}

function idOf(code: string): string {
  return `01900000-0000-7000-8000-${code.replace('.', '').padStart(12, '0')}`;
}

import { describe, expect, it } from '@jest/globals';
import { readRows } from './catalogue-rows.read.ts';
import { readProcedureDetail, readProcedureList } from './catalogue.read.ts';
import { readPublicPage } from './public-catalogue.read.ts';

const reply = (body: unknown, http = 200) => ({
  ...{ http, retryAfter: undefined, date: undefined },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const BIRTH = {
  ...{ ID: '10021', MATTHC: '1.001193.000.00.00.H56', TENTTHC: ' Thủ tục đăng ký khai sinh ', TRANGTHAI: 1 },
  LINHVUCTHUCHIEN: [{ MALINHVUC: 'G15-HT01', TENLINHVUC: 'Hộ tịch' }],
  TRINHTUTHUCHIEN: [
    { TRUONGHOP: 'Trong hạn', TRINHTU: [{ TENTRINHTU: 'Nộp hồ sơ' }, { TENTRINHTU: 'Nhận kết quả' }] },
    { TRUONGHOP: 'Quá hạn', TRINHTU: { TENTRINHTU: 'Nộp hồ sơ' } },
  ],
  CACHTHUCTHUCHIEN: [
    {
      KENH: '1',
      THOIGIAN: [
        {
          ...{ THOIGIANGIAIQUYET: 1, DONVITINH: 'Ngày làm việc', MOTA: null },
          PHILEPHI: [
            { MAPHILEPHI: '2', SOTIEN: '8.000', DONVI: 'Đồng', Url: 'https://phi.example.vn' },
            { MAPHILEPHI: 2, SOTIEN: 'không', URL: '' },
            { MAPHILEPHI: '2', SOTIEN: '8,000 đồng' },
            { MAPHILEPHI: '2', SOTIEN: 'theo quy định của tỉnh' },
          ],
        },
      ],
    },
    { KENH: '2', THOIGIAN: [{ THOIGIANGIAIQUYET: 'Ngay trong ngày', DONVITINH: 'Ngày', PHILEPHI: '' }] },
  ],
  THANHPHANHOSO: [
    {
      TRUONGHOP: 'Trong hạn',
      GIAYTO: [{ MAGIAYTO: 'KQ1', TENGIAYTO: 'Giấy chứng sinh', Url: 'u', SOBANCHINH: '1', SOBANSAO: 0 }],
    },
    { TRUONGHOP: 'Quá hạn', GIAYTO: [{ TENGIAYTO: 'Đơn', SOBANCHINH: 'một' }] },
  ],
  KETQUATHUCHIEN: [{ MAKETQUA: 'KQ2', TENKETQUA: 'Giấy khai sinh' }],
  CANCUPHAPLY: [{ SOVANBAN: '60/2014/QH13', TENVANBAN: 'Luật Hộ tịch' }],
};

describe('a record of LayThuTuc', () => {
  it('is read with all its cases, channels and odd amounts', () => {
    const { procedure, problems } = readProcedureDetail(BIRTH);
    expect(procedure).toMatchObject({
      ...{ code: '1.001193', name: 'Thủ tục đăng ký khai sinh', fieldCode: 'G15-HT01', fieldName: 'Hộ tịch', isInForce: true },
      cases: [
        { name: 'Trong hạn', steps: ['Nộp hồ sơ', 'Nhận kết quả'] },
        { name: 'Quá hạn', steps: ['Nộp hồ sơ'] },
      ],
      papers: [
        { case: 'Trong hạn', code: 'KQ1', url: 'u', originals: 1, copies: 0 },
        { case: 'Quá hạn', name: 'Đơn', originals: null, copies: null },
      ],
      durations: [
        { channel: 'direct', value: 1, unit: 'Ngày làm việc' },
        { channel: 'online', value: null, text: 'Ngay trong ngày' },
      ],
      legalBases: [{ number: '60/2014/QH13', name: 'Luật Hộ tịch' }],
    });
    expect(procedure?.fees.map(({ kind, amount, amountText, url }) => [kind, amount, amountText, url])).toEqual([
      ['2', 8_000, '8.000', 'https://phi.example.vn'],
      ['2', 0, 'không', ''],
      ['2', 8_000, '8,000 đồng', ''],
      ['2', null, 'theo quy định của tỉnh', ''],
    ]);
    expect(problems).toEqual(['THANHPHANHOSO/1/GIAYTO/0/SOBANCHINH', 'CACHTHUCTHUCHIEN/0/THOIGIAN/0/PHILEPHI/3/SOTIEN']);
  });

  it.each([
    [{ CACHTHUCTHUCHIEN: 'không' }, ['CACHTHUCTHUCHIEN']],
    [{ THANHPHANHOSO: [7] }, ['THANHPHANHOSO/0']],
    [{ KETQUATHUCHIEN: [{ MAKETQUA: ['a'] }] }, ['KETQUATHUCHIEN/0/MAKETQUA']],
    [{ CACHTHUCTHUCHIEN: [{ KENH: '9' }] }, ['CACHTHUCTHUCHIEN/0/KENH']],
    [{ CANCUPHAPLY: [], TRANGTHAI: null, LINHVUCTHUCHIEN: null }, []],
  ])('names what it cannot understand and keeps the rest: %j', (odd, expected) => {
    const read = readProcedureDetail({ MATTHC: '1.000001', TENTTHC: 'Một thủ tục', ...odd });
    expect(read.procedure?.name).toBe('Một thủ tục');
    expect(read.problems).toEqual(expected);
  });

  it.each([undefined, null, 'x', 7, [], {}, { MATTHC: 'TS_lop1', TENTTHC: 'Thủ tục' }, { MATTHC: '1.000001', TENTTHC: ' ' }])(
    'that is none names no procedure: %j',
    (record) => {
      expect(readProcedureDetail(record).procedure).toBeUndefined();
    },
  );

  it('that is ended says so', () => {
    expect(readProcedureDetail({ ...BIRTH, TRANGTHAI: '0' }).procedure?.isInForce).toBe(false);
  });
});

describe('a list of procedures', () => {
  it('is read row by row, a code that comes twice once', () => {
    const rows = [
      { MATTHC: '1.000001', TENTTHC: 'A' },
      { MATTHC: [1] },
      'x',
      { maTTHC: '1.000002.H56', tenTTHC: 'B' },
      { MATTHC: '1.000001', TENTTHC: 'C' },
    ];
    expect(readProcedureList(rows)).toEqual({
      items: [
        { code: '1.000001', name: 'A' },
        { code: '1.000002', name: 'B' },
      ],
      problems: ['1/MATTHC', '2'],
    });
  });
});

describe('a reply of a catalogue service', () => {
  it.each([
    [{ error_code: 0, result: [1] }, [1]],
    [{ error_code: '00', result: [1] }, [1]],
    [{ error_code: '0', message: JSON.stringify({ error_code: 0, result: [2] }) }, [2]],
    [{ error_code: 0, message: '', result: [] }, []],
    [{ error_code: 0, message: 'OK' }, []],
    [{ error_code: 0, result: { MATTHC: 'x' } }, [{ MATTHC: 'x' }]],
  ])('%j holds %j', (body, rows) => {
    expect(readRows(reply(body))).toMatchObject({ verdict: 'delivered', rows });
  });

  it.each([
    ['<html>Bảo trì</html>', 'unknown', 'national.unreadable'],
    ['', 'unknown', 'national.unreadable'],
    [{ error_code: 0, result: 'không' }, 'unknown', 'national.incomplete'],
    [{ error_code: -1, message: 'Phiên làm việc đã hết hạn' }, 'session', 'national.session'],
    [{ error_code: -1, message: 'Dịch vụ chưa được hỗ trợ: LayDanhMucX' }, 'unknown', 'national.not-offered'],
    [{ session: 's', error_code: 0, result: [] }, 'unknown', 'national.stale-reply'],
  ])('%j is %s', (body, verdict, cause) => {
    expect(readRows(reply(body))).toMatchObject({ verdict, cause, rows: undefined });
  });
});

describe('a page of the public source', () => {
  it('is read by HTTP 200 and 201, with or without a next one', () => {
    const data = {
      items: [
        { id: 'a', code: '1.000001', name: 'A' },
        { formalityCode: '1.000002', citizenUrl: 'https://x', implementLevel: 'FULL' },
        {},
      ],
      lastId: 'b',
    };
    expect(readPublicPage(reply({ code: 'OK', data }, 201))).toEqual({
      items: [
        { code: '1.000001', name: 'A', link: '', level: null },
        { code: '1.000002', name: '', link: 'https://x', level: '4' },
      ],
      next: 'b',
    });
    expect(readPublicPage(reply({ code: 'OK', data: { items: [], lastId: 'b' } }))).toEqual({ items: [], next: undefined });
  });

  it.each([
    [{ code: 'ERR', data: { items: [] } }, 200],
    [{ code: 'OK', data: {} }, 200],
    ['<html>', 200],
    [{ code: 'OK', data: { items: [] } }, 500],
  ])('is none where it says nothing: %j %d', (body, http) => {
    expect(readPublicPage(reply(body, http))).toBeUndefined();
  });
});

import { field, list, object, type Schema } from './schema.ts';

const VERSION = field(
  'string',
  'Phiên bản; giữ lại để lần sau hỏi changedSince',
  'The version; keep it and ask changedSince with it next time',
  '1795766400000.20261127',
);
const AT = field('string', 'Ngày mà danh sách có hiệu lực', 'The day of which the list is', '2026-11-27');
const FROM = field(['string', 'null'], 'Từ ngày; null = không rõ', 'From that day; null = not known', '2025-07-01');
const TO = field(['string', 'null'], 'Đến trước ngày; null = chưa kết thúc', 'Until before that day; null = no end', null);

const PROCEDURE = {
  code: field('string', 'Mã quốc gia', 'National code', '1.001193'),
  name: field('string', 'Tên', 'Name', 'Đăng ký khai sinh'),
  fieldCode: field('string', 'Mã lĩnh vực', 'Code of the field', 'G15-HT01'),
  fieldName: field('string', 'Lĩnh vực', 'Field', 'Hộ tịch'),
  level: field(
    ['string', 'null'],
    'Mức độ dịch vụ trực tuyến: 2 chỉ thông tin, 3 một phần, 4 toàn trình; null = chưa biết',
    'Level of online service: 2 information only, 3 partial, 4 full; null = not known',
    '4',
  ),
  state: {
    ...field('string', 'Còn hiệu lực, hoặc đã hết vào ngày đó', 'In force on that day, or no more', 'active'),
    enum: ['active', 'ended'],
  },
  ...{ validFrom: FROM, validTo: TO },
  changedAt: field('string', 'Lúc ghi nhận thay đổi gần nhất', 'When it was recorded last', '2026-11-23T02:00:00.000Z'),
};

const TEXT = (vi: string, en: string, example: string): Schema => field('string', vi, en, example);
const CHANNEL = {
  ...field(
    ['string', 'null'],
    'Cách nộp: trực tiếp, trực tuyến, bưu chính; null = cổng quốc gia không nói',
    'By which way the dossier comes; null = the national portal does not say',
    'direct',
  ),
  enum: ['direct', 'online', 'post', null],
};

/** A part of what the national portal says of a procedure. Null: its record has not been read, which is not the same as an empty list. */
function part(members: Readonly<Record<string, Schema>>, vi: string, en: string): Schema {
  return {
    type: ['array', 'null'],
    items: object(members, `${vi} / ${en}`),
    description: `${vi}; null = chưa đọc được bản ghi của cổng quốc gia; [] = bản ghi không nêu / ${en}; null = no record of the national portal has been read; [] = its record names none`,
  };
}

const DETAILS = {
  cases: part(
    {
      name: TEXT('Trường hợp; trống = không đặt tên', 'The case; empty = it has no name', 'Trong hạn'),
      steps: list({ type: 'string' }, 'Trình tự thực hiện', 'The steps, in order'),
    },
    'Trường hợp và trình tự',
    'Cases with their steps',
  ),
  papers: part(
    {
      case: TEXT('Thuộc trường hợp nào', 'Of which case', 'Trong hạn'),
      code: TEXT('Mã giấy tờ', 'Code of the paper', 'KQ.G15.000102'),
      name: TEXT('Tên', 'Name', 'Giấy chứng sinh'),
      form: TEXT('Tên mẫu đơn', 'Name of the form', ''),
      url: TEXT('Địa chỉ mẫu đơn', 'Address of the form', ''),
      originals: field(
        ['integer', 'null'],
        'Số bản chính; null = không nói bằng số',
        'Originals; null = not said in a number',
        1,
      ),
      copies: field(['integer', 'null'], 'Số bản sao; null = không nói bằng số', 'Copies; null = not said in a number', 0),
    },
    'Thành phần hồ sơ',
    'Papers',
  ),
  fees: part(
    {
      channel: CHANNEL,
      kind: TEXT('Mã của cổng quốc gia: 1 phí, 2 lệ phí', 'Code of the national portal: 1 fee, 2 charge', '2'),
      amount: field(
        ['integer', 'null'],
        'Số tiền, đồng; null = chỉ nói bằng lời, xem amountText',
        'Amount in VND; null = said in words alone, see amountText',
        8_000,
      ),
      amountText: TEXT('Số tiền như cổng quốc gia viết', 'The amount as the national portal writes it', '8.000'),
      unit: TEXT('Đơn vị', 'Unit', 'Đồng'),
      note: TEXT('Mô tả', 'Description', ''),
      url: TEXT('Địa chỉ', 'Address', ''),
    },
    'Phí, lệ phí theo cách nộp',
    'Fees, by the way that the dossier comes',
  ),
  durations: part(
    {
      channel: CHANNEL,
      value: field(
        ['integer', 'null'],
        'Số; null = chỉ nói bằng lời, xem text',
        'Number; null = said in words alone, see text',
        1,
      ),
      text: TEXT('Thời hạn như cổng quốc gia viết', 'As the national portal writes it', '1'),
      unit: TEXT('Đơn vị như cổng quốc gia viết', 'Unit as the national portal writes it', 'Ngày làm việc'),
      note: TEXT('Mô tả', 'Description', ''),
    },
    'Thời hạn theo cách nộp',
    'Durations, by the way that the dossier comes',
  ),
  results: part(
    {
      code: TEXT('Mã kết quả', 'Code of the result', 'KQ.G15.000103'),
      name: TEXT('Tên', 'Name', 'Giấy khai sinh'),
    },
    'Kết quả',
    'Results',
  ),
  legalBases: part(
    {
      number: TEXT('Số văn bản', 'Number of the document', '60/2014/QH13'),
      name: TEXT('Tên', 'Name', 'Luật Hộ tịch'),
    },
    'Căn cứ pháp lý',
    'Legal bases',
  ),
} as const;

const KIN = list(
  object(
    {
      id: field('integer', 'Số của đơn vị', 'Number of the unit', 12),
      code: field(['string', 'null'], 'Mã hành chính khi đó; null = không rõ', 'Its code then; null = not known', '14755'),
      name: field('string', 'Tên', 'Name', 'Phường Hàm Rồng'),
      kind: {
        ...field('string', 'Sáp nhập, giữ nguyên, hoặc chia', 'Merged, continued, or split', 'merged'),
        enum: ['merged', 'continued', 'split'],
      },
      resolution: field(
        ['string', 'null'],
        'Số nghị quyết; null = không rõ',
        'Number of the resolution; null = not known',
        '1686/NQ-UBTVQH15',
      ),
      on: field('string', 'Từ ngày', 'From that day', '2025-07-01'),
    },
    'Đơn vị trước hoặc sau / A unit before or after',
  ),
  'Theo ngày và mã',
  'By day and code',
);

/** The shapes of the catalogue's answers. */
export const CATALOGUE_ANSWERS = {
  Procedure: object(PROCEDURE, 'Một thủ tục hành chính / A public-service procedure'),
  ProcedureList: object(
    {
      ...{ version: VERSION, at: AT },
      items: list({ $ref: '#/components/schemas/Procedure' }, 'Theo thứ tự mã', 'In the order of their codes'),
      next: field(['string', 'null'], 'Giá trị after của trang sau; null = hết', 'after of the next page; null = the end', null),
    },
    'Một trang danh mục / A page of the catalogue',
  ),
  ProcedureDetail: object(
    {
      ...{ version: VERSION, at: AT, ...PROCEDURE },
      ...DETAILS,
      raw: field(
        ['object', 'null'],
        'Bản ghi gốc của cổng quốc gia; null = chưa đọc được',
        'The record as the national portal gave it; null = none has been read',
        null,
      ),
    },
    'Một thủ tục với chi tiết / A procedure with its details',
  ),
  Unit: object(
    {
      id: field('integer', 'Số của đơn vị ở cổng; không đổi', 'Number of the unit here; never changes', 713),
      code: field(
        ['string', 'null'],
        'Mã hành chính; đơn vị khác có thể đã mang mã này ở ngày khác; null = không rõ',
        'Administrative code, which may have been another unit’s on another day; null = not known',
        '14758',
      ),
      agencyCodes: {
        ...list({ type: 'string' }, 'Mã định danh cơ quan, mới nhất trước', 'Agency identifiers, the newest first'),
        example: ['H56.14758'],
      },
      name: field('string', 'Tên', 'Name', 'Phường Hàm Rồng'),
      type: field('string', 'Loại: xã, phường, thị trấn', 'Kind: commune, ward, town', 'phường'),
      ...{ validFrom: FROM, validTo: TO, predecessors: KIN, successors: KIN },
    },
    'Một xã, phường trong một quãng đời / A commune or ward during one life',
  ),
  UnitList: object(
    {
      ...{ version: VERSION, at: AT },
      items: list({ $ref: '#/components/schemas/Unit' }, 'Theo thứ tự mã', 'In the order of their codes'),
    },
    'Danh sách đơn vị / The units',
  ),
} as const;

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
    'Mức độ dịch vụ trực tuyến; null = chưa biết',
    'Level of online service; null = not known',
    null,
  ),
  state: {
    ...field('string', 'Còn hiệu lực, hoặc đã hết vào ngày đó', 'In force on that day, or no more', 'active'),
    enum: ['active', 'ended'],
  },
  ...{ validFrom: FROM, validTo: TO },
  changedAt: field('string', 'Lúc ghi nhận thay đổi gần nhất', 'When it was recorded last', '2026-11-23T02:00:00.000Z'),
};

function notKnown(vi: string, en: string): Schema {
  return field(['array', 'null'], `${vi}; null = chưa biết`, `${en}; null = not known`, null);
}

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
      cases: notKnown('Trường hợp', 'Cases'),
      papers: notKnown('Thành phần hồ sơ', 'Papers'),
      fees: notKnown('Phí, lệ phí', 'Fees'),
      durations: notKnown('Thời hạn', 'Durations'),
      results: notKnown('Kết quả', 'Results'),
      legalBases: notKnown('Căn cứ pháp lý', 'Legal bases'),
      raw: field(
        ['object', 'null'],
        'Bản ghi gốc của cổng quốc gia; null = chưa có',
        'The record as the national portal gave it; null = none',
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

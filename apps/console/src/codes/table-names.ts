import { STATUS_TEXTS, STATUSES } from '#canonical';
import type { Text } from '#runtime';

const NAMES: Readonly<Record<string, Text>> = {
  'applicant-kind': { vi: 'Loại đối tượng', en: 'Kind of applicant' },
  channel: { vi: 'Kênh thực hiện', en: 'Channel' },
  'document-status': { vi: 'Trạng thái văn bản', en: 'Status of a document' },
  'identity-kind': { vi: 'Loại giấy tờ định danh', en: 'Kind of identity paper' },
  procedure: { vi: 'Mã thủ tục hành chính', en: 'Procedure codes' },
  'return-method': { vi: 'Hình thức trả kết quả', en: 'How the result goes back' },
  status: { vi: 'Trạng thái hồ sơ', en: 'Status of a dossier' },
  'trace-status': { vi: 'Trạng thái của bước xử lý', en: 'Status of a step' },
  'fee-kind': { vi: 'Loại phí, lệ phí', en: 'Kind of fee' },
  unit: { vi: 'Mã định danh đơn vị', en: 'Identifiers of units' },
};

/** What our own codes mean, by table; statuses are the same in all tables of statuses. */
const VALUES: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  'applicant-kind': {
    citizen: { vi: 'Công dân', en: 'Citizen' },
    enterprise: { vi: 'Doanh nghiệp', en: 'Enterprise' },
    agency: { vi: 'Cơ quan nhà nước', en: 'State agency' },
    organisation: { vi: 'Tổ chức khác', en: 'Other organisation' },
  },
  channel: {
    direct: { vi: 'Trực tiếp', en: 'At the desk' },
    online: { vi: 'Trực tuyến', en: 'Online' },
    post: { vi: 'Bưu chính công ích', en: 'Public post' },
  },
  'identity-kind': {
    cccd: { vi: 'Căn cước công dân, 12 số', en: 'Citizen card, 12 digits' },
    cmnd: { vi: 'Chứng minh nhân dân, 9 số', en: 'Old identity card, 9 digits' },
  },
  'return-method': {
    desk: { vi: 'Tại bộ phận một cửa', en: 'At the one-stop desk' },
    post: { vi: 'Qua bưu chính công ích', en: 'By public post' },
  },
};

const OF_STATUSES: Readonly<Record<string, Text>> = Object.fromEntries(
  STATUSES.map((status) => [String(status), STATUS_TEXTS[status]]),
);

/** What people call a table; one that has no name of ours is called by its id. */
export function nameOfTable(table: string): Text {
  return NAMES[table] ?? { vi: table, en: table };
}

const TABLES_OF_STATUSES: readonly string[] = ['status', 'trace-status', 'document-status'];

/** The gateway's own values of a table; undefined = they are not listed: codes of procedures, or a table that nothing reads yet. */
export function ownValuesOf(table: string): readonly string[] | undefined {
  const values = TABLES_OF_STATUSES.includes(table) ? OF_STATUSES : VALUES[table];
  return values && Object.keys(values);
}

/** What one of our codes means. */
export function meaningOf(table: string, ours: string): Text | undefined {
  const values = table === 'status' || table === 'trace-status' ? OF_STATUSES : VALUES[table];
  return values !== undefined && Object.hasOwn(values, ours) ? values[ours] : undefined;
}

import type { Text } from '#runtime';

/** The words of the sheet itself. */
export const SHEET_TEXTS = {
  title: { vi: 'Phiếu hằng ngày', en: 'Daily sheet' },
  province: { vi: 'Toàn tỉnh', en: 'Whole province' },
  units: { vi: 'Các đơn vị của hệ thống', en: 'Units of the system' },
  madeAt: { vi: 'Lập lúc', en: 'Made at' },
  ofDay: { vi: 'Ngày', en: 'Day' },
  dossiers: { vi: 'Hồ sơ', en: 'Dossiers' },
  received: { vi: 'Tiếp nhận trong ngày', en: 'Received on the day' },
  registered: { vi: 'Chờ tiếp nhận', en: 'Wait to be received' },
  inProgress: { vi: 'Đang xử lý cuối ngày', en: 'In progress at its end' },
  waitsForCitizen: { vi: 'Trong đó chờ người dân', en: 'Of these wait for the citizen' },
  finished: { vi: 'Xử lý xong trong ngày', en: 'Finished on the day' },
  returned: { vi: 'Trả kết quả trong ngày', en: 'Result returned on the day' },
  refused: { vi: 'Không tiếp nhận trong ngày', en: 'Refused on the day' },
  withoutDueDate: { vi: 'Đang xử lý, không có hẹn trả', en: 'In progress without a due date' },
  unread: { vi: 'Chưa đọc được hạn (đang bổ sung)', en: 'Due date not read yet' },
  due: { vi: 'Hạn trả kết quả', en: 'Due dates' },
  overdue: { vi: 'Quá hạn', en: 'Overdue' },
  dueToday: { vi: 'Đến hạn trong ngày', en: 'Due on the day' },
  dueOn: { vi: 'Đến hạn', en: 'Due by' },
  dueSoon: { vi: 'Đến hạn 3 ngày làm việc tới', en: 'Due within 3 working days' },
  noCalendar: {
    vi: 'không tính được: lịch làm việc chưa có năm này',
    en: 'cannot be told: the calendar of working days lacks this year',
  },
  destinations: { vi: 'Gửi lên các cổng', en: 'At the portals' },
  destination: { vi: 'Cổng', en: 'Portal' },
  delivered: { vi: 'Đã nhận (mục, trong ngày)', en: 'Acknowledged (items of the day)' },
  refusedItems: { vi: 'Từ chối (mục, trong ngày)', en: 'Refused (items of the day)' },
  acknowledged: { vi: 'Hồ sơ đã đủ', en: 'Dossiers complete there' },
  waiting: { vi: 'Hồ sơ đang chờ gửi', en: 'Dossiers to be sent' },
  heldNow: { vi: 'Hồ sơ giữ lại', en: 'Dossiers held' },
  blockedNow: { vi: 'Hồ sơ bị chặn', en: 'Dossiers blocked' },
  waits: { vi: 'Vì sao chờ, và làm gì', en: 'Why they wait, and what to do' },
  differences: { vi: 'Đối soát: việc của xã', en: 'Reconciliation: tasks of the commune' },
  differencesOpen: { vi: 'Khác biệt đang mở', en: 'Open differences' },
  resends: { vi: 'Đề nghị gửi lại đang mở', en: 'Open requests to send again' },
  everything: { vi: 'mọi mục từ', en: 'everything since' },
  warnings: { vi: 'Cảnh báo trong ngày', en: 'Warnings of the day' },
  systems: { vi: 'Hệ thống của đơn vị', en: 'Systems of the unit' },
  system: { vi: 'Hệ thống', en: 'System' },
  name: { vi: 'Tên', en: 'Name' },
  lastContact: { vi: 'Gọi cổng lần cuối', en: 'Called last' },
  never: { vi: 'chưa ghi nhận', en: 'not noted yet' },
  eachUnit: { vi: 'Từng đơn vị', en: 'Each unit' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  dossier: { vi: 'Mã hồ sơ', en: 'Dossier' },
  procedure: { vi: 'Thủ tục', en: 'Procedure' },
  status: { vi: 'Trạng thái', en: 'Status' },
  dueDate: { vi: 'Hẹn trả', en: 'Due' },
  workingDays: { vi: 'Ngày làm việc', en: 'Working days' },
  late: { vi: 'trễ', en: 'late' },
  left: { vi: 'còn', en: 'left' },
  count: { vi: 'Số lượng', en: 'Count' },
  reason: { vi: 'Lý do', en: 'Reason' },
  next: { vi: 'Việc cần làm', en: 'What to do' },
  owner: { vi: 'Ai làm', en: 'Whose turn' },
  since: { vi: 'Từ', en: 'Since' },
  sample: { vi: 'Ví dụ', en: 'Some of them' },
  nothing: { vi: 'Không có.', en: 'None.' },
  more: { vi: 'và còn nữa', en: 'and more' },
  asOfNow: {
    vi: 'Hồ sơ chờ, giữ, chặn, đối soát và đề nghị gửi lại: tình trạng lúc lập phiếu. Số trong ngày: theo thời điểm của hồ sơ, giờ Việt Nam.',
    en: 'What waits, is held or blocked, differences and requests: as of when the sheet was made. Counts of the day: by the times of the dossiers, Vietnam time.',
  },
  noPersons: {
    vi: 'Phiếu chỉ có mã, không có dữ liệu cá nhân.',
    en: 'The sheet holds codes and no personal data.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Whose turn it is. */
export const OWNERS: Readonly<Record<string, Text>> = {
  commune: { vi: 'Xã', en: 'Commune' },
  province: { vi: 'Tỉnh', en: 'Province' },
  'provincial-portal': { vi: 'Cổng tỉnh', en: 'Provincial portal' },
  national: { vi: 'Cổng quốc gia', en: 'National portal' },
  nobody: { vi: 'Cổng tự làm', en: 'The gateway itself' },
};

/** Why nothing is sent to a destination at the moment. */
export const STANDINGS: Readonly<Record<'shadow' | 'paused' | 'stopped' | 'maintenance', Text>> = {
  shadow: { vi: 'chạy bóng: không gửi', en: 'shadow: nothing is sent' },
  paused: { vi: 'tỉnh đang tạm dừng gửi', en: 'paused by the province' },
  stopped: { vi: 'cổng từ chối kết nối, đang thử lại', en: 'it refuses us and is tried again' },
  maintenance: { vi: 'đang bảo trì', en: 'under maintenance' },
};

const WEEKDAYS: readonly Text[] = [
  { vi: 'Chủ nhật', en: 'Sunday' },
  { vi: 'thứ Hai', en: 'Monday' },
  { vi: 'thứ Ba', en: 'Tuesday' },
  { vi: 'thứ Tư', en: 'Wednesday' },
  { vi: 'thứ Năm', en: 'Thursday' },
  { vi: 'thứ Sáu', en: 'Friday' },
  { vi: 'thứ Bảy', en: 'Saturday' },
];

/** Which day of the week. */
export function weekdayOf(day: string): Text {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? { vi: '', en: '' };
}

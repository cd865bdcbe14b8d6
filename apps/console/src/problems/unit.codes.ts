import type { ProblemEntry } from '#runtime';

const CSV_NEXT = {
  vi: 'Hãy sửa các dòng được nêu trong faults rồi nạp lại; chưa có gì được ghi.',
  en: 'Mend the lines that faults names and load it again; nothing was written.',
} as const;

/** What can be wrong with acts on units, mergers and hand-overs. */
export const UNIT_CODES = {
  'unit.unknown': {
    status: 404,
    title: { vi: 'Không có đơn vị này', en: 'No such unit' },
    message: { vi: 'Không có đơn vị nào mang mã này vào bất kỳ ngày nào.', en: 'No unit has or ever had this code.' },
    next: { vi: 'Hãy tìm trong danh sách đơn vị.', en: 'Look for it in the list of units.' },
  },
  'alias.csv-invalid': {
    status: 422,
    title: { vi: 'Danh sách mã có lỗi', en: 'The list of codes has faults' },
    message: { vi: 'Danh sách mã đơn vị không nạp được.', en: 'The list of codes of units cannot be loaded.' },
    next: CSV_NEXT,
  },
  'merger.unknown': {
    status: 404,
    title: { vi: 'Không có đợt sắp xếp này', en: 'No such merger' },
    message: { vi: 'Không có đợt sắp xếp đơn vị nào mang mã này.', en: 'No merger has this id.' },
    next: { vi: 'Hãy xem danh sách các đợt sắp xếp.', en: 'See the list of mergers.' },
  },
  'merger.csv-invalid': {
    status: 422,
    title: { vi: 'Nghị quyết có lỗi', en: 'The resolution has faults' },
    message: { vi: 'Các dòng của nghị quyết không nạp được.', en: 'The rows of the resolution cannot be loaded.' },
    next: CSV_NEXT,
  },
  'merger.not-previewed': {
    status: 409,
    title: { vi: 'Chưa xem trước', en: 'Not looked at yet' },
    message: { vi: 'Dự thảo này chưa được xem trước.', en: 'The draft was not looked at.' },
    next: { vi: 'Hãy xem trước, rồi ghi nhận đúng bản đã xem.', en: 'Preview it, and record the version that was shown.' },
  },
  'merger.changed': {
    status: 409,
    title: { vi: 'Không còn như bản đã xem', en: 'Not as it was looked at' },
    message: {
      vi: 'Các đơn vị trong changes đã khác lúc xem trước, hoặc version không phải bản xem trước cuối cùng.',
      en: 'The units in changes are not as they were, or the version is not that of the last preview.',
    },
    next: { vi: 'Hãy xem trước lại.', en: 'Preview it again.' },
  },
  'merger.wrong-state': {
    status: 409,
    title: { vi: 'Không làm được ở trạng thái này', en: 'Not in this state' },
    message: { vi: 'Đợt sắp xếp đã được ghi nhận hoặc đã rút.', en: 'The merger is recorded or withdrawn already.' },
    next: { vi: 'Hãy tải lại trang.', en: 'Load it again.' },
  },
  'merger.in-force': {
    status: 409,
    title: { vi: 'Đã có hiệu lực', en: 'It is in force' },
    message: {
      vi: 'Ngày hiệu lực đã đến, nên không rút được nữa.',
      en: 'Its day has come, so that it cannot be withdrawn any more.',
    },
    next: { vi: 'Hãy nạp một nghị quyết mới để sửa.', en: 'Load a new resolution that puts it right.' },
  },
  'merger.in-use': {
    status: 409,
    title: { vi: 'Đã được dùng', en: 'It is built upon' },
    message: {
      vi: 'Đã có hồ sơ hoặc đợt sắp xếp khác dựa trên các đơn vị mới của đợt này.',
      en: 'There are dossiers, or other mergers, of the units that it makes.',
    },
    next: { vi: 'Hãy rút các đợt sắp xếp sau trước.', en: 'Withdraw the later mergers first.' },
  },
  'hand-over.unknown': {
    status: 404,
    title: { vi: 'Không có lần bàn giao này', en: 'No such hand-over' },
    message: { vi: 'Không có lần bàn giao nào mang mã này.', en: 'No hand-over has this id.' },
    next: { vi: 'Hãy xem danh sách bàn giao.', en: 'See the list of hand-overs.' },
  },
  'hand-over.csv-invalid': {
    status: 422,
    title: { vi: 'Danh sách bàn giao có lỗi', en: 'The list has faults' },
    message: { vi: 'Danh sách hồ sơ bàn giao không nạp được.', en: 'The list of dossiers cannot be loaded.' },
    next: CSV_NEXT,
  },
  'hand-over.rule-invalid': {
    status: 422,
    title: { vi: 'Quy tắc bàn giao sai', en: 'The rules are wrong' },
    message: {
      vi: 'Phải có đúng một trong csv và rules; newCode phải là mã của một đơn vị kế thừa.',
      en: 'Exactly one of csv and rules must be there, and newCode must be the code of a successor.',
    },
    next: { vi: 'Hãy sửa quy tắc.', en: 'Mend the rules.' },
  },
  'hand-over.unit-not-divided': {
    status: 422,
    title: { vi: 'Đơn vị không bị chia tách', en: 'The unit was not divided' },
    message: {
      vi: 'Chỉ bàn giao hồ sơ của đơn vị đã chia tách; hồ sơ của đơn vị nhập trọn tự về đơn vị mới.',
      en: 'Only dossiers of a unit that was divided are handed over; those of others are their successor’s by themselves.',
    },
    next: { vi: 'Hãy chọn một đơn vị đã chia tách.', en: 'Pick a unit that was divided.' },
  },
  'hand-over.wrong-state': {
    status: 409,
    title: { vi: 'Không làm được ở trạng thái này', en: 'Not in this state' },
    message: { vi: 'Lần bàn giao này đã xong hoặc đã hủy.', en: 'The hand-over is done or cancelled.' },
    next: { vi: 'Hãy tạo lần bàn giao mới.', en: 'Order another one.' },
  },
} as const satisfies Record<string, ProblemEntry>;

import type { ProblemEntry } from '#runtime';

/** What can be wrong with changes of code tables. */
export const CODE_CODES = {
  'code.in-circle': {
    status: 422,
    title: { vi: 'Mã dẫn vòng tròn', en: 'The codes lead in a circle' },
    message: { vi: 'Từ mã đích, các mã dẫn trở lại chính mã này.', en: 'From the target the codes lead back to this one.' },
    next: {
      vi: 'Hãy chọn mã quốc gia hiện hành, hoặc kết thúc dòng cũ trước.',
      en: 'Pick the national code of today, or end the old row first.',
    },
  },
  'code.unknown': {
    status: 404,
    title: { vi: 'Không có dòng này', en: 'No such row' },
    message: { vi: 'Bảng không có dòng này, hoặc dòng đã kết thúc.', en: 'The table has no such row, or it has been ended.' },
    next: { vi: 'Hãy tải lại bảng.', en: 'Load the table again.' },
  },
  'code.period-invalid': {
    status: 422,
    title: { vi: 'Thời gian không hợp lệ', en: 'No such period' },
    message: { vi: 'validTo phải sau validFrom.', en: 'validTo must be after validFrom.' },
    next: { vi: 'Hãy sửa hai ngày.', en: 'Correct the two days.' },
  },
  'code-change.unknown': {
    status: 404,
    title: { vi: 'Không có lần thay đổi này', en: 'No such change' },
    message: { vi: 'Không có lần thay đổi nào mang số này.', en: 'No change has this number.' },
    next: { vi: 'Hãy xem lịch sử của bảng.', en: 'See the history of the table.' },
  },
  'codes.faulty': {
    status: 422,
    title: { vi: 'Bảng có lỗi', en: 'The table has faults' },
    message: {
      vi: 'Bảng có lỗi ở các dòng nêu trong faults; không ghi gì cả.',
      en: 'The table has faults in the lines that faults names; nothing was written.',
    },
    next: { vi: 'Hãy sửa từng dòng rồi xem trước lại.', en: 'Correct each line, and look at the difference again.' },
  },
  'codes.changed': {
    status: 409,
    title: { vi: 'Bảng đã thay đổi', en: 'The table has changed' },
    message: {
      vi: 'Bảng đã được người khác thay đổi từ khi xem; không ghi gì cả.',
      en: 'Somebody has changed the table since it was shown; nothing was written.',
    },
    next: { vi: 'Hãy xem trước lại rồi quyết định.', en: 'Look at the difference again, then decide.' },
  },
  'codes.nothing-new': {
    status: 422,
    title: { vi: 'Không có gì thay đổi', en: 'Nothing would change' },
    message: { vi: 'Bảng đã nói đúng như vậy.', en: 'The table says just that already.' },
    next: { vi: 'Không cần làm gì.', en: 'There is nothing to do.' },
  },
} as const satisfies Record<string, ProblemEntry>;

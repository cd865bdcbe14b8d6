import type { Entry } from './entry.ts';

/** What can be wrong with a manifest beside its single fields. */
export const MANIFEST_CODES = {
  'manifest.as-of': {
    status: 422,
    title: { vi: 'Thời điểm của bảng kê không dùng được', en: 'The time of the manifest cannot be used' },
    message: {
      vi: 'asOf phải là một thời điểm đã qua, không quá 24 giờ trước.',
      en: 'asOf has to be a time in the past, at most 24 hours ago.',
    },
    next: {
      vi: 'Lập lại bảng kê từ dữ liệu hiện tại và kiểm tra đồng hồ của máy.',
      en: 'Make the manifest again from what you have now, and check the clock of the machine.',
    },
  },
  'manifest.unit-unknown': {
    status: 422,
    title: { vi: 'Không có đơn vị này vào ngày đó', en: 'There is no such unit on that day' },
    message: {
      vi: 'Mã đơn vị không phải mã hành chính hay mã định danh của đơn vị nào vào ngày của nhóm.',
      en: 'The code is no administrative code and no identifier of a unit on the day of the bucket.',
    },
    next: { vi: 'Dùng mã của đơn vị tại ngày tiếp nhận hồ sơ.', en: 'Use the code that the unit had on the day of reception.' },
  },
  'manifest.twice': {
    status: 422,
    title: { vi: 'Một nhóm hoặc một hồ sơ có hai lần', en: 'A bucket or a dossier stands in it twice' },
    message: {
      vi: 'Mỗi đơn vị × ngày chỉ có một nhóm, và mỗi mã hồ sơ chỉ có một lần trong cả bảng kê.',
      en: 'There is one bucket for a unit and a day, and a dossier code stands once in the whole manifest.',
    },
    next: { vi: 'Gộp lại rồi gửi.', en: 'Put them together and send it again.' },
  },
  'manifest.count': {
    status: 422,
    title: { vi: 'Số hồ sơ không khớp danh sách', en: 'The count is not that of the list' },
    message: {
      vi: 'Ở mức list, count phải bằng số dòng của items.',
      en: 'At the level list, count has to be the number of items.',
    },
    next: { vi: 'Gửi đủ các dòng của nhóm trong một bảng kê.', en: 'Send all rows of a bucket in one manifest.' },
  },
  'manifest.too-many': {
    status: 413,
    title: { vi: 'Bảng kê quá dài', en: 'The manifest is too long' },
    message: {
      vi: 'Nhiều nhất 5.000 nhóm và 20.000 dòng trong một bảng kê.',
      en: 'At most 5,000 buckets and 20,000 items in one manifest.',
    },
    next: { vi: 'Chia theo ngày hoặc theo đơn vị.', en: 'Divide it by days or by units.' },
  },
} as const satisfies Record<string, Entry>;

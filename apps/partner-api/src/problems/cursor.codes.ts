import type { Entry } from './entry.ts';

/** Why a cursor of a feed cannot be used. */
export const CURSOR_CODES = {
  'cursor.invalid': {
    status: 422,
    title: { vi: 'Con trỏ sai', en: 'Wrong cursor' },
    message: {
      vi: 'Giá trị after không phải con trỏ mà cổng đã cấp cho đơn vị này ở nguồn tin này.',
      en: 'The value of after is no cursor that the gateway gave you in this feed.',
    },
    next: {
      vi: 'Hãy gửi nguyên giá trị next đã nhận; nếu đã mất, bỏ after để đọc lại từ đầu (id của mỗi mục không đổi).',
      en: 'Send next exactly as it came; if it is lost, leave after out and read from the beginning (the id of an item never changes).',
    },
  },
  'cursor.expired': {
    status: 410,
    title: { vi: 'Con trỏ quá cũ', en: 'The cursor is too old' },
    message: {
      vi: 'Con trỏ được cấp quá lâu (mặc định 400 ngày), cổng không bảo đảm còn đủ các mục sau nó.',
      en: 'The cursor was issued too long ago (by default 400 days); the gateway no longer vouches for all that came after it.',
    },
    next: {
      vi: 'Hãy bỏ after để đọc lại từ đầu; id của mỗi mục không đổi.',
      en: 'Leave after out and read from the beginning; the id of an item never changes.',
    },
  },
  'cursor.scope-grown': {
    status: 410,
    title: { vi: 'Phạm vi đã mở rộng', en: 'The scope has grown' },
    message: {
      vi: 'Đơn vị nay được xem thêm xã, phường (ví dụ sau sáp nhập) mà con trỏ này chưa đi qua.',
      en: 'You now see more communes or wards (after a merger, for instance) than this cursor was walked with.',
    },
    next: {
      vi: 'Hãy đọc tiếp bằng next; mỗi con trỏ trong backfill đọc một lần cho đến khi hasMore là false.',
      en: 'Go on with next, and walk each cursor of backfill once until hasMore is false.',
    },
  },
  'cursor.restored': {
    status: 410,
    title: { vi: 'Cổng đã được khôi phục', en: 'The gateway was restored' },
    message: {
      vi: 'Cổng được khôi phục từ bản sao lưu; các mục sau con trỏ next mà bạn đã đọc không còn, và sẽ được báo lại với id mới khi có người gửi lại.',
      en: 'The gateway came back from a backup; the items that you read behind the cursor next are gone, and are told anew under new ids as they are sent again.',
    },
    next: {
      vi: 'Hãy bỏ những gì đã đọc từ thời điểm since, đọc tiếp bằng next, và xem GET /v1/resend-requests để biết phải gửi lại gì.',
      en: 'Drop what you read since the time since, go on with next, and read GET /v1/resend-requests for what to send again.',
    },
  },
} as const satisfies Record<string, Entry>;

import type { Entry } from './entry.ts';

/** Why there is no daily sheet. */
export const SHEET_CODES = {
  'sheet.future': {
    status: 422,
    title: { vi: 'Ngày chưa tới', en: 'The day has not begun' },
    message: {
      vi: 'Phiếu hằng ngày chỉ có cho hôm nay và những ngày đã qua, theo giờ Việt Nam.',
      en: 'There are daily sheets of today and of days before, by the time of Vietnam.',
    },
    next: { vi: 'Hãy chọn hôm nay hoặc một ngày trước đó.', en: 'Ask for today or a day before.' },
  },
} as const satisfies Record<string, Entry>;

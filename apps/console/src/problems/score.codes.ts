import type { ProblemEntry } from '#runtime';

/** Why a score is not shown. */
export const SCORE_CODES = {
  'score.not-computed': {
    status: 404,
    title: { vi: 'Kỳ này chưa được tính', en: 'The period was not computed' },
    message: {
      vi: 'Chưa có kết quả của kỳ này. Cổng tự tính các kỳ đang chạy và kỳ vừa hết.',
      en: 'Nothing is there of this period. Periods under way and those that just ended are computed by themselves.',
    },
    next: { vi: 'Hãy chọn kỳ khác, hoặc yêu cầu tính kỳ này.', en: 'Choose another period, or have this one computed.' },
  },
} as const satisfies Record<string, ProblemEntry>;

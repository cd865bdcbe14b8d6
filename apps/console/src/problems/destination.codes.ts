import type { ProblemEntry } from '#runtime';

/** Why a destination is not paused, or does not go on. */
export const DESTINATION_CODES = {
  'destination.unknown': {
    status: 404,
    title: { vi: 'Không có nơi nhận này', en: 'No such destination' },
    message: { vi: 'Không có nơi nhận nào mang mã này.', en: 'No destination has this id.' },
    next: { vi: 'Hãy xem danh sách nơi nhận.', en: 'See the list of destinations.' },
  },
  'destination.already-paused': {
    status: 409,
    title: { vi: 'Đã tạm dừng rồi', en: 'Paused already' },
    message: {
      vi: 'Nơi nhận này đã được tạm dừng trước đó; người và lý do đầu tiên được giữ nguyên.',
      en: 'This destination was paused before; who did it first and why stays as it is.',
    },
    next: { vi: 'Hãy xem ai đã tạm dừng và vì sao.', en: 'See who paused it and why.' },
  },
  'destination.not-paused': {
    status: 409,
    title: { vi: 'Không đang tạm dừng', en: 'Not paused' },
    message: { vi: 'Nơi nhận này không đang tạm dừng.', en: 'This destination is not paused.' },
    next: {
      vi: 'Hãy tải lại danh sách; nếu nó bị ngắt vì từ chối ta, nó tự chạy lại khi trả lời.',
      en: 'Load the list again; one that is stopped because it refuses us goes on by itself when it answers.',
    },
  },
} as const satisfies Record<string, ProblemEntry>;

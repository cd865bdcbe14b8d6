import type { ProblemEntry } from '#runtime';

/** Why a replay is not ordered, or not changed so. */
export const REPLAY_CODES = {
  'replay.unknown': {
    status: 404,
    title: { vi: 'Không có lần gửi lại này', en: 'No such replay' },
    message: { vi: 'Không có lần gửi lại nào mang mã này.', en: 'No replay has this id.' },
    next: { vi: 'Hãy xem danh sách các lần gửi lại.', en: 'See the list of replays.' },
  },
  'replay.wrong-state': {
    status: 409,
    title: { vi: 'Không làm được ở trạng thái này', en: 'Not in this state' },
    message: {
      vi: 'Lần gửi lại này đang ở trạng thái không cho phép việc đó.',
      en: 'The replay is in a state that does not allow it.',
    },
    next: {
      vi: 'Hãy tải lại: chỉ bắt đầu khi đã chạy thử xong (ready), chỉ tiếp tục khi đã hủy hoặc bị lỗi.',
      en: 'Load it again: it starts once the dry run is over (ready), and goes on only after a cancel or a fault.',
    },
  },
  'replay.too-many': {
    status: 409,
    title: { vi: 'Quá nhiều lần gửi lại đang mở', en: 'Too many replays are open' },
    message: {
      vi: 'Đã có 50 lần gửi lại đang mở cùng lúc (đang lập danh sách, chờ bắt đầu, đang chạy).',
      en: '50 replays are open at the same time (being listed, waiting to be started, running).',
    },
    next: {
      vi: 'Hãy hủy những lần chạy thử không dùng đến, hoặc chờ lần đang chạy xong.',
      en: 'Cancel dry runs that nobody needs, or wait until one that runs is over.',
    },
  },
  'replay.selection-invalid': {
    status: 422,
    title: { vi: 'Chọn hồ sơ sai', en: 'The selection is wrong' },
    message: {
      vi: 'Phải chọn đúng một cách: dossierCode, incidentId, codes hoặc filter.',
      en: 'Exactly one of dossierCode, incidentId, codes and filter must be there.',
    },
    next: { vi: 'Hãy giữ lại một cách chọn.', en: 'Keep one of them.' },
  },
  'replay.period-invalid': {
    status: 422,
    title: { vi: 'Khoảng thời gian sai', en: 'The period is wrong' },
    message: { vi: 'Thời điểm to không ở sau thời điểm from.', en: 'The time to is not after the time from.' },
    next: { vi: 'Hãy đổi một trong hai, hoặc bỏ bớt một.', en: 'Change one of them, or leave one out.' },
  },
  'replay.destination-excluded': {
    status: 422,
    title: { vi: 'Nơi nhận bị loại bởi filter', en: 'The filter shuts the destinations out' },
    message: {
      vi: 'filter.destination chọn một nơi nhận không có trong destinations, nên không có gì để gửi.',
      en: 'filter.destination picks a destination that is not among destinations, so that there is nothing to send.',
    },
    next: {
      vi: 'Hãy thêm nơi ấy vào destinations, hoặc bỏ một trong hai.',
      en: 'Add it to destinations, or leave one of them out.',
    },
  },
  'replay.unit-unknown': {
    status: 422,
    title: { vi: 'Không có đơn vị này', en: 'No such unit' },
    message: { vi: 'Không có đơn vị nào mang mã này.', en: 'No unit has this code.' },
    next: { vi: 'Hãy kiểm tra mã đơn vị.', en: 'Check the code of the unit.' },
  },
  'replay.destination-unknown': {
    status: 422,
    title: { vi: 'Không có nơi nhận này', en: 'No such destination' },
    message: { vi: 'Không có nơi nhận nào mang mã này.', en: 'No destination has this id.' },
    next: { vi: 'Hãy xem danh sách nơi nhận.', en: 'See the list of destinations.' },
  },
  'replay.destination-in-shadow': {
    status: 409,
    title: { vi: 'Nơi nhận đang chạy bóng', en: 'The destination is in shadow' },
    message: {
      vi: 'Khi chạy bóng không gửi gì tới nơi nhận, nên cũng không gửi lại được.',
      en: 'Nothing is sent to a destination in shadow, and so nothing can be sent again.',
    },
    next: { vi: 'Hãy chuyển nơi nhận sang live trước.', en: 'Set it live first.' },
  },
} as const satisfies Record<string, ProblemEntry>;

import type { ProblemEntry } from '#runtime';

/** Why a run is not ordered, or not changed so. */
export const RECONCILE_CODES = {
  'reconcile.unknown': {
    status: 404,
    title: { vi: 'Không có lần đối soát này', en: 'No such run' },
    message: { vi: 'Không có lần đối soát nào mang mã này.', en: 'No run has this id.' },
    next: { vi: 'Hãy xem danh sách các lần đối soát.', en: 'See the list of runs.' },
  },
  'reconcile.over': {
    status: 409,
    title: { vi: 'Lần đối soát đã xong', en: 'The run is over' },
    message: { vi: 'Chỉ hủy được lần đối soát đang chạy.', en: 'Only a run that is under way can be cancelled.' },
    next: { vi: 'Hãy tải lại danh sách.', en: 'Load the list again.' },
  },
  'reconcile.busy': {
    status: 409,
    title: { vi: 'Đang có một lần đối soát theo yêu cầu', en: 'A run that was ordered is under way' },
    message: { vi: 'Mỗi lúc chỉ chạy một lần đối soát theo yêu cầu.', en: 'One ordered run is made at a time.' },
    next: { vi: 'Hãy chờ nó xong, hoặc hủy nó.', en: 'Wait until it is over, or cancel it.' },
  },
  'reconcile.destination-unknown': {
    status: 422,
    title: { vi: 'Không có nơi nhận này', en: 'No such destination' },
    message: { vi: 'Không có nơi nhận nào đang gửi mang mã này.', en: 'No destination that is sent to has this id.' },
    next: { vi: 'Hãy xem danh sách nơi nhận.', en: 'See the list of destinations.' },
  },
  'reconcile.unseeing': {
    status: 422,
    title: { vi: 'Nơi nhận không tra cứu được', en: 'Nothing can be looked up there' },
    message: {
      vi: 'Nơi nhận không cho tra cứu hồ sơ, nên không kiểm được bằng cách hỏi; nó chỉ được so khi tự gửi bảng kê.',
      en: 'The destination shows no dossiers, so it cannot be compared by asking; only by manifests that it sends itself.',
    },
    next: { vi: 'Hãy chọn nơi nhận khác.', en: 'Choose another destination.' },
  },
} as const satisfies Record<string, ProblemEntry>;

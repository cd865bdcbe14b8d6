/** National status codes of a dossier (trạng thái hồ sơ). Source: protocols §1.8. */
export const STATUSES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export type Status = (typeof STATUSES)[number];

/** What each status means, Vietnamese and English. */
export const STATUS_TEXTS: Readonly<Record<Status, { readonly vi: string; readonly en: string }>> = {
  1: { vi: 'Mới đăng ký', en: 'Newly registered' },
  2: { vi: 'Được tiếp nhận', en: 'Received' },
  3: { vi: 'Không được tiếp nhận', en: 'Refused at reception' },
  4: { vi: 'Đang xử lý', en: 'In process' },
  5: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'Supplement of papers requested' },
  6: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'Payment requested' },
  7: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'Withdrawal asked by the citizen' },
  8: { vi: 'Dừng xử lý', en: 'Processing stopped' },
  9: { vi: 'Đã xử lý xong', en: 'Finished' },
  10: { vi: 'Đã trả kết quả', en: 'Result returned' },
};

/** Statuses in which a dossier has not been received, so that it needs no time of reception. */
export const STATUSES_BEFORE_RECEPTION: readonly Status[] = [1, 3];

/** Finishing statuses: a missing step of these makes an on-time dossier late in the province's score. */
export const STATUSES_THAT_DECIDE_THE_SCORE: readonly Status[] = [3, 8, 9, 10];

const FOLLOWERS: Readonly<Record<Status, readonly Status[]>> = {
  1: [2, 3, 5, 7],
  2: [4, 5, 6, 7, 8, 9],
  3: [10],
  4: [5, 6, 7, 8, 9],
  5: [2, 4, 7, 8],
  6: [4, 7, 8, 9],
  7: [4, 8, 10],
  8: [4, 10],
  9: [10, 4],
  10: [],
};

/** Whether the value is one of the ten status codes. */
export function isStatus(value: unknown): value is Status {
  return STATUSES.includes(value as Status);
}

/** Whether a status usually follows another. Advisory: an unusual transition is flagged, never refused. */
export function mayFollow(from: Status, to: Status): boolean {
  return from === to || FOLLOWERS[from].includes(to);
}

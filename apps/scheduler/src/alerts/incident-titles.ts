import type { IncidentKind } from '#ledger';
import type { Text } from '#runtime';

/** What kinds of incidents are called to people. */
const TITLES: Readonly<Record<IncidentKind, Text>> = {
  unmapped: { vi: 'Thiếu ánh xạ mã', en: 'A code is not mapped' },
  refused: { vi: 'Nơi nhận từ chối', en: 'Refused by the destination' },
  undecidable: { vi: 'Không rõ bước đã đến hay chưa', en: 'Nobody can tell whether a step arrived' },
  disorder: { vi: 'Các bước ở nơi nhận sai thứ tự', en: 'Steps are in another order at the destination' },
  twice: { vi: 'Có bước bị trùng ở nơi nhận', en: 'A step is at the destination twice' },
  restored: { vi: 'Sau khôi phục, nơi nhận biết nhiều hơn cổng', en: 'After a restore the destination knows more' },
  recordless: { vi: 'Có bước nhưng không còn bản ghi để gửi trước', en: 'A step waits for a record that is no more' },
  'code-taken': { vi: 'Gửi mã hồ sơ đã thuộc hệ thống khác', en: 'Codes are sent that belong to another system' },
  breaker: { vi: 'Nơi nhận không cho vào, đã tạm ngừng gửi', en: 'The destination lets nobody in and is stopped' },
  unexplained: { vi: 'Câu trả lời chưa dòng nào giải thích', en: 'An answer that no line explains' },
  escalated: { vi: 'Gửi lỗi quá lâu', en: 'It fails for too long' },
  'self-check': { vi: 'Tự kiểm tra phát hiện bất thường', en: 'A self-check found something' },
};

const OTHER: Text = { vi: 'Có việc cần người xử lý', en: 'Something needs a person' };

/** What an incident is called. */
export function titleOf(kind: string): Text {
  return isKnown(kind) ? TITLES[kind] : OTHER;
}

/** A newer version of the gateway may have opened it. */
function isKnown(kind: string): kind is IncidentKind {
  return Object.hasOwn(TITLES, kind);
}

import { COMMON_CAUSES, type OutcomeCauses } from '#protocols';
import { OUTCOME_CAUSES as NATIONAL } from '#protocols/dvcqg';
import { OUTCOME_CAUSES as PROVINCE } from '#protocols/lgsp-document';
import type { Text } from '#runtime';
import { RECONCILE_CAUSES } from '#sheets';

const CATALOGUE: OutcomeCauses = { ...COMMON_CAUSES, ...NATIONAL, ...PROVINCE };

/** What only the gateway itself says: about its lanes, and about what became of an item. */
export const OWN_CAUSES = {
  ...RECONCILE_CAUSES,
  delivered: { vi: 'Nơi nhận đã nhận.', en: 'The destination has it.' },
  refused: { vi: 'Nơi nhận từ chối.', en: 'The destination refused it.' },
  cancelled: { vi: 'Người vận hành đã hủy việc gửi.', en: 'An operator cancelled it.' },
  blocked: { vi: 'Đang chờ người xử lý.', en: 'It waits for a person.' },
  unmapped: { vi: 'Bảng mã của nơi nhận thiếu một mã.', en: 'The tables of the destination lack a code.' },
  undecidable: {
    vi: 'Mất câu trả lời của nơi nhận và không tra cứu được bước đã đến hay chưa.',
    en: 'The answer of the destination was lost, and nothing tells whether the step arrived.',
  },
  disorder: {
    vi: 'Nơi nhận có các bước không theo thứ tự đã gửi.',
    en: 'The destination shows steps in another order than they were sent.',
  },
  twice: { vi: 'Nơi nhận có một bước hai lần.', en: 'The destination has a step twice.' },
  restored: {
    vi: 'Sau khi cổng được khôi phục, nơi nhận có bản mới hơn bản mà cổng còn biết.',
    en: 'After the gateway was restored, the destination has something newer than what the gateway still knows.',
  },
  recordless: {
    vi: 'Nơi nhận chưa có hồ sơ vì phiên bản của nó đã bị hủy, nên chưa nhận được bước.',
    en: 'The destination does not have the dossier, since its version was cancelled, and takes no step of it.',
  },
  unexplained: { vi: 'Chưa hiểu câu trả lời của nơi nhận.', en: 'The answer of the destination is not understood.' },
  'probe.login': { vi: 'Nơi nhận cho đăng nhập.', en: 'The destination lets us log in.' },
  'probe.alone': { vi: 'Nơi nhận từ chối mọi cuộc gọi.', en: 'The destination refuses every call.' },
  'probe.nobody': {
    vi: 'Chưa biết nơi nhận từ chối ta hay chỉ hồ sơ này.',
    en: 'Nobody knows yet whether it refuses us or this dossier.',
  },
  'probe.silent': { vi: 'Nơi nhận không trả lời khi được thử.', en: 'The destination did not answer when it was tried.' },
  'login.under-way': { vi: 'Một tiến trình khác đang đăng nhập.', en: 'Another process is just logging in.' },
  'call.unmade': {
    vi: 'Chưa gửi: một mục vừa được thay bằng bản mới hơn.',
    en: 'It was not sent: something newer had just taken the place of an item.',
  },
  'restored.ahead': {
    vi: 'Nơi nhận có bản mới hơn; chờ xã gửi lại.',
    en: 'The destination has something newer; the commune is asked to send it again.',
  },
  'restored.unsure': {
    vi: 'Sau khi cổng được khôi phục, không biết nơi nhận có bản mới hơn không; không gửi đè.',
    en: 'After the gateway was restored nobody knows whether the destination has something newer; it is not sent over.',
  },
  'lookup.settling': {
    vi: 'Nơi nhận vừa xác nhận nhưng chưa hiện ra; sẽ tra cứu lại.',
    en: 'The destination acknowledged it a moment ago and does not show it yet; it is looked up again.',
  },
  'forecast.failed': {
    vi: 'Cổng gặp lỗi của chính nó khi chạy thử hồ sơ này; xem nhật ký của relay.',
    en: 'The gateway ran into a fault of its own when it tried this dossier; see the log of the relay.',
  },
  'destination.in-shadow': {
    vi: 'Nơi nhận đã chuyển sang chạy bóng: không gửi gì tới đó.',
    en: 'The destination was set to shadow: nothing is sent there.',
  },
  'lookup.first': {
    vi: 'Phải tra cứu một bước trước đó; từ đó sẽ gửi gì thì còn tùy.',
    en: 'A step before it has to be looked up first; what goes from there depends on that.',
  },
  'catalogue.no-source': {
    vi: 'Nguồn danh mục này chưa được cấu hình, hoặc không có danh sách đó.',
    en: 'This source of the catalogue is not configured, or has no such list.',
  },
  'catalogue.empty-list': {
    vi: 'Nguồn danh mục trả danh sách trống; danh sách trước đó được giữ lại.',
    en: 'The source of the catalogue gave an empty list; the former one is kept.',
  },
  'catalogue.no-record': {
    vi: 'Nguồn danh mục không có bản ghi của thủ tục này, hoặc trả bản ghi của thủ tục khác.',
    en: 'The source of the catalogue has no record of this procedure, or gave that of another one.',
  },
  'catalogue.later': {
    vi: 'Nguồn danh mục chưa trả lời được; đêm sau hỏi lại.',
    en: 'The source of the catalogue could not answer yet; it is asked again the next night.',
  },
  'operator.replayed': { vi: 'Người vận hành cho gửi lại.', en: 'An operator has it sent again.' },
  'step.undecidable': { vi: 'Không biết bước đã đến hay chưa.', en: 'Nobody can tell whether the step arrived.' },
  'step.disorder': { vi: 'Các bước ở nơi nhận khác thứ tự.', en: 'The steps at the destination stand in another order.' },
  'step.recordless': { vi: 'Bước chờ phiên bản mới của hồ sơ.', en: 'The step waits for a newer version of the dossier.' },
  'code.mapped': { vi: 'Mã đã được bổ sung; đi tiếp.', en: 'The code was added; it goes on.' },
  'forbidden.retried': { vi: 'Thử gửi lại nội dung từng bị chặn.', en: 'What was blocked is tried again.' },
  'version.newer': { vi: 'Có phiên bản mới hơn; đi tiếp.', en: 'There is a newer version; it goes on.' },
  'version.replaced': {
    vi: 'Phiên bản mới hơn thay cho phiên bản bị từ chối.',
    en: 'A newer version stands in the place of the refused one.',
  },
  'step.corrected': { vi: 'Bước đã sửa thay cho bước này.', en: 'The corrected step stands in the place of this one.' },
} as const satisfies Record<string, Text>;

const OWN: Readonly<Record<string, Text>> = OWN_CAUSES;
const UNKNOWN: Text = {
  vi: 'Nguyên nhân do cấu hình của tỉnh đặt.',
  en: 'A cause that the configuration of the province names.',
};

/** A cause without what a lane remembers beside it: the name of what is missing, a session. */
export function plainCause(cause: string): string {
  const [first = '', ...rest] = cause.split('|');
  return first === 'refused' ? (rest[2] ?? first) : first;
}

/** Whether there are words for a cause. */
export function isKnownCause(cause: string): boolean {
  return Object.hasOwn(OWN, cause) || Object.hasOwn(CATALOGUE, cause);
}

/** What a cause says, in fixed words: nothing that a portal wrote. */
export function sayCause(cause: string): Text {
  const plain = plainCause(cause);
  return OWN[plain] ?? CATALOGUE[plain]?.says ?? UNKNOWN;
}

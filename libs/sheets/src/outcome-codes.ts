import type { OutcomeEntry } from '#ledger';
import type { Text } from '#runtime';
import type { Remark } from './remark.ts';

const WAIT = { vi: 'Không phải làm gì.', en: 'There is nothing to do.' } as const;
const FOLLOW = {
  vi: 'Không phải làm gì; kết quả gửi sẽ có ở đây.',
  en: 'There is nothing to do; what comes of it will stand here.',
} as const;

/**
 * What an outcome says: what happened and what to do next. Texts are fixed: nothing that a portal wrote and no value of a dossier
 * ever enters them. A code begins with its state.
 */
export const OUTCOME_CODES = {
  delivered: { message: { vi: 'Nơi nhận đã nhận.', en: 'The destination has it.' }, next: WAIT },
  'delivered.found': {
    message: {
      vi: 'Câu trả lời của nơi nhận bị mất; tra cứu cho thấy nơi nhận đã có.',
      en: 'The answer of the destination was lost; a look-up showed that it has it.',
    },
    next: WAIT,
  },
  refused: {
    message: { vi: 'Nơi nhận từ chối.', en: 'The destination refused it.' },
    next: {
      vi: 'Hãy kiểm tra rồi gửi phiên bản mới của hồ sơ, hoặc bước đã sửa.',
      en: 'Check it, then send a newer version of the dossier, or the corrected step.',
    },
  },
  'refused.content': {
    message: { vi: 'Nơi nhận từ chối nội dung.', en: 'The destination refused the content.' },
    next: {
      vi: 'Hãy sửa rồi gửi lại: phiên bản mới của hồ sơ, hoặc bước cùng thời điểm, trạng thái và người xử lý với nội dung đã sửa.',
      en: 'Correct and send it again: a newer version of the dossier, or the step with the same time, status and officer and other content.',
    },
  },
  'refused.province': {
    message: { vi: 'Cổng của tỉnh từ chối nội dung.', en: 'The provincial portal refused the content.' },
    next: {
      vi: 'Tỉnh sẽ xử lý với cổng của tỉnh, không phải gửi lại; nếu dữ liệu sai thì gửi phiên bản mới hoặc bước đã sửa.',
      en: 'The province settles it with its portal, do not send it again; if the data is wrong, send a newer version or the corrected step.',
    },
  },
  'refused.forbidden': {
    message: {
      vi: 'Nơi nhận chặn riêng nội dung này, có thể do tường lửa.',
      en: 'The destination blocks this content alone, perhaps by a firewall.',
    },
    next: {
      vi: 'Tỉnh sẽ xử lý với nơi nhận; gửi phiên bản hoặc bước tiếp theo thì cổng thử lại.',
      en: 'The province settles it with the destination; the next version or step makes the gateway try again.',
    },
  },
  'refused.cancelled': {
    message: {
      vi: 'Người vận hành của tỉnh đã hủy việc gửi; nơi nhận không có và sẽ không được gửi nữa.',
      en: 'An operator of the province cancelled it; it is not sent to the destination any more.',
    },
    next: {
      vi: 'Không phải làm gì; nếu vẫn cần gửi, hãy gửi phiên bản mới của hồ sơ hoặc bước đã sửa.',
      en: 'There is nothing to do; if it is still needed, send a newer version of the dossier or the corrected step.',
    },
  },
  held: {
    message: { vi: 'Đang chờ người xử lý.', en: 'It waits for a person.' },
    next: { vi: 'Tỉnh sẽ xử lý; không phải gửi lại.', en: 'The province sees to it; do not send it again.' },
  },
  'held.unmapped': {
    message: {
      vi: 'Một mã trong hồ sơ chưa có trong bảng mã của nơi nhận.',
      en: 'A code of the dossier is not in the tables of the destination.',
    },
    next: {
      vi: 'Tỉnh bổ sung bảng mã thì tự đi tiếp; nếu mã sai, hãy gửi phiên bản mới.',
      en: 'It goes on by itself once the province adds it; if the code is wrong, send a newer version.',
    },
  },
  'held.procedure': {
    message: {
      vi: 'Mã TTHC chưa có trong danh mục vào ngày tiếp nhận.',
      en: 'The procedure code is not in the catalogue on the day of reception.',
    },
    next: {
      vi: 'Hãy kiểm tra mã; nếu sai, gửi phiên bản mới; nếu đúng, tỉnh bổ sung danh mục thì tự đi tiếp.',
      en: 'Check the code; if it is wrong, send a newer version; if it is right, it goes on by itself once the province adds it.',
    },
  },
  'held.unit': {
    message: {
      vi: 'Đơn vị tiếp nhận chưa có mã định danh điện tử.',
      en: 'The receiving unit has no electronic agency identifier.',
    },
    next: {
      vi: 'Tỉnh bổ sung mã định danh thì tự đi tiếp; không phải gửi lại.',
      en: 'It goes on by itself once the province adds the identifier; do not send it again.',
    },
  },
  'held.forbidden': {
    message: {
      vi: 'Nơi nhận không cho tra cứu riêng hồ sơ này, có thể do tường lửa.',
      en: 'The destination does not let this dossier alone be looked up, perhaps because of a firewall.',
    },
    next: {
      vi: 'Tỉnh sẽ xử lý với nơi nhận; không phải gửi lại.',
      en: 'The province settles it with the destination; do not send it again.',
    },
  },
  'held.undecidable': {
    message: {
      vi: 'Mất câu trả lời của nơi nhận và không tra cứu được bước này đã đến hay chưa.',
      en: 'The answer of the destination was lost, and nothing tells whether this step arrived.',
    },
    next: {
      vi: 'Tỉnh sẽ hỏi nơi nhận; không gửi lại để tránh trùng.',
      en: 'The province asks the destination; do not send it again, so that it is not there twice.',
    },
  },
  'held.disorder': {
    message: {
      vi: 'Nơi nhận có các bước không theo thứ tự đã gửi.',
      en: 'The destination shows steps in another order than they were sent.',
    },
    next: { vi: 'Tỉnh sẽ đối chiếu; không phải gửi lại.', en: 'The province compares them; do not send it again.' },
  },
  'held.recordless': {
    message: {
      vi: 'Nơi nhận chưa có hồ sơ này vì phiên bản của nó đã bị hủy, nên chưa nhận được bước.',
      en: 'The destination does not have the dossier, since its version was cancelled, and takes no step of it.',
    },
    next: {
      vi: 'Hãy gửi phiên bản mới của hồ sơ; bước này sẽ đi ngay sau đó.',
      en: 'Send a newer version of the dossier; this step goes right after it.',
    },
  },
  'held.restored': {
    message: {
      vi: 'Sau khi cổng được khôi phục, nơi nhận có bản mới hơn bản mà cổng còn biết.',
      en: 'After the gateway was restored, the destination has something newer than what the gateway still knows.',
    },
    next: {
      vi: 'Hãy gửi phiên bản hiện tại của hồ sơ và các bước còn thiếu (xem GET /v1/resend-requests).',
      en: 'Send the present version of the dossier and the steps that are missing (see GET /v1/resend-requests).',
    },
  },
  released: { message: { vi: 'Được gửi tiếp.', en: 'It goes on.' }, next: FOLLOW },
  'released.mapped': {
    message: { vi: 'Bảng mã đã được bổ sung, được gửi tiếp.', en: 'The code is known now, and it goes on.' },
    next: FOLLOW,
  },
  'released.retried': {
    message: { vi: 'Được thử gửi lại tới nơi nhận đã chặn.', en: 'It is tried again at the destination that blocked it.' },
    next: FOLLOW,
  },
  'released.replayed': {
    message: { vi: 'Người vận hành cho gửi lại.', en: 'An operator has it sent again.' },
    next: FOLLOW,
  },
  'released.newer': {
    message: {
      vi: 'Đã có phiên bản mới hơn, hồ sơ được gửi tiếp; nếu mã vẫn thiếu thì lại chờ.',
      en: 'A newer version came and the dossier goes on; if the code is still missing, it is held again.',
    },
    next: FOLLOW,
  },
  'released.replaced': {
    message: {
      vi: 'Phiên bản mới hơn thay cho phiên bản bị từ chối này.',
      en: 'A newer version stands in the place of this refused one.',
    },
    next: {
      vi: 'Không phải làm gì; hãy theo dõi kết quả của phiên bản mới.',
      en: 'There is nothing to do; follow what becomes of the newer version.',
    },
  },
  'released.corrected': {
    message: {
      vi: 'Bước đã sửa thay cho bước này.',
      en: 'The corrected step stands in the place of this one.',
    },
    next: {
      vi: 'Không phải làm gì; hãy theo dõi kết quả của bước đã sửa.',
      en: 'There is nothing to do; follow what becomes of the corrected step.',
    },
  },
} as const satisfies Record<string, Remark>;

export type OutcomeCode = keyof typeof OUTCOME_CODES;

/** Code by state and cause; what is not listed is told by its state alone. */
const BY_CAUSE: Readonly<Record<OutcomeEntry['state'], Readonly<Record<string, OutcomeCode>>>> = {
  delivered: { 'lookup.found': 'delivered.found' },
  refused: {
    'national.content': 'refused.content',
    'province.content': 'refused.province',
    'province.no-update': 'refused.province',
    'forbidden.content': 'refused.forbidden',
    cancelled: 'refused.cancelled',
  },
  held: {
    'forbidden.content': 'held.forbidden',
    'step.undecidable': 'held.undecidable',
    'step.disorder': 'held.disorder',
    'step.recordless': 'held.recordless',
    restored: 'held.restored',
  },
  released: {
    'code.mapped': 'released.mapped',
    'forbidden.retried': 'released.retried',
    'version.newer': 'released.newer',
    'version.replaced': 'released.replaced',
    'step.corrected': 'released.corrected',
    'operator.replayed': 'released.replayed',
  },
};

const UNMAPPED_TABLES = new Map<string, OutcomeCode>([
  ['procedure', 'held.procedure'],
  ['unit', 'held.unit'],
]);
const UNMAPPED = /^unmapped\|[^|]*\|([^|]*)\|/;

/** The stable code of an outcome. */
export function codeOf({ state, cause }: Pick<OutcomeEntry, 'state' | 'cause'>): OutcomeCode {
  const table = state === 'held' ? UNMAPPED.exec(cause)?.[1] : undefined;
  if (table !== undefined) return UNMAPPED_TABLES.get(table) ?? 'held.unmapped';
  return BY_CAUSE[state][cause] ?? state;
}

/** What happened and what to do next, in both languages. */
export function sayOutcome(code: OutcomeCode): Text {
  const { message, next } = OUTCOME_CODES[code];
  return { vi: `${message.vi} ${next.vi}`, en: `${message.en} ${next.en}` };
}

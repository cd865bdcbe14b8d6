import type { IncidentEntry, IncidentKind } from '#ledger';
import type { Text } from '#runtime';
import { nameOf } from '../destinations/names.ts';
import { nameOfTable } from '../codes/table-names.ts';
import { sayCause } from './causes.ts';

/** What an incident is called, why it is, and what to do about it. */
export interface IncidentTexts {
  readonly title: Text;
  readonly why: Text;
  readonly next: Text;
}

/** The words for one kind of incident; fixed, whatever anybody wrote. */
type Words = Pick<IncidentTexts, 'title' | 'next'> & { readonly why?: Text };

export const INCIDENT_KINDS = {
  unmapped: {
    title: { vi: 'Thiếu mã', en: 'A code is missing' },
    next: {
      vi: 'Bổ sung mã vào bảng mã; các hồ sơ đang chờ tự đi tiếp theo thứ tự. Nếu mã sai từ nguồn, xã gửi phiên bản mới.',
      en: 'Add the code to the table; what waits goes on by itself, in order. If the code is wrong at its source, the commune sends a newer version.',
    },
  },
  refused: {
    title: { vi: 'Nơi nhận từ chối', en: 'The destination refuses' },
    next: {
      vi: 'Xem hồ sơ mẫu và câu trả lời. Phiên bản mới hoặc bước đã sửa thì tự đi tiếp; không cần gửi nữa thì hủy từng mục.',
      en: 'Look at the sample and its answer. A newer version or a corrected step goes on by itself; what is not needed any more is cancelled item by item.',
    },
  },
  undecidable: {
    title: { vi: 'Không biết bước đã đến hay chưa', en: 'Nobody can tell whether a step arrived' },
    next: {
      vi: 'Hỏi nơi nhận. Nếu bước đã có thì hủy mục; nếu chưa có thì xã gửi bước đã sửa.',
      en: 'Ask the destination. If the step is there, cancel the item; if it is not, the commune sends the step corrected.',
    },
  },
  disorder: {
    title: { vi: 'Các bước ở nơi nhận sai thứ tự', en: 'Steps stand in another order' },
    next: {
      vi: 'Đối chiếu các bước với nơi nhận; mục nào đã có ở đó thì hủy.',
      en: 'Compare the steps with the destination; cancel what is there already.',
    },
  },
  twice: {
    title: { vi: 'Một bước có hai lần ở nơi nhận', en: 'A step is there twice' },
    next: {
      vi: 'Báo nơi nhận xóa bước thừa. Sự cố tự đóng sau 7 ngày không lặp lại.',
      en: 'Tell the destination to remove one. It clears by itself after 7 days without another.',
    },
  },
  restored: {
    title: { vi: 'Sau khôi phục, chờ gửi lại', en: 'After a restoration, waiting for what is sent again' },
    next: {
      vi: 'Xã gửi phiên bản hiện tại của hồ sơ (GET /v1/resend-requests). Chưa chạy npm run after-restore thì chưa gửi gì đi.',
      en: 'The commune sends the present version of the dossier (GET /v1/resend-requests). Until npm run after-restore is run nothing is sent at all.',
    },
  },
  recordless: {
    title: { vi: 'Bước không có hồ sơ ở nơi nhận', en: 'A step without its dossier' },
    next: {
      vi: 'Xã gửi phiên bản mới của hồ sơ; các bước tự đi tiếp.',
      en: 'The commune sends a newer version of the dossier; the steps go on by themselves.',
    },
  },
  breaker: {
    title: { vi: 'Nơi nhận bị ngắt', en: 'The destination is stopped' },
    next: {
      vi: 'Kiểm tra tài khoản và đường mạng tới nơi nhận. Cổng tự thử lại và tự đi tiếp khi nơi nhận trả lời.',
      en: 'Check the account and the network to the destination. The gateway tries by itself and goes on when it answers.',
    },
  },
  'code-taken': {
    title: { vi: 'Mã hồ sơ của đơn vị khác', en: 'A dossier code of somebody else' },
    why: {
      vi: 'Một hệ thống gửi hồ sơ bằng mã mà hệ thống khác đã dùng.',
      en: 'A system sends dossiers under codes that another system has used.',
    },
    next: {
      vi: 'Kiểm tra cấu hình mã của hệ thống gửi sau. Sự cố tự đóng sau 7 ngày không lặp lại.',
      en: 'Check how that system makes its codes. It clears by itself after 7 days without another.',
    },
  },
  unexplained: {
    title: { vi: 'Câu trả lời chưa được hiểu', en: 'An answer that nobody knows' },
    why: {
      vi: 'Không dòng nào của bảng kết quả giải thích câu trả lời này; mục được tra cứu hoặc gửi lại, không coi là đã nhận.',
      en: 'No line of the outcome table explains the answer; it is looked up or tried again, and not believed.',
    },
    next: {
      vi: 'Xem câu trả lời ở hồ sơ mẫu rồi bổ sung bảng kết quả.',
      en: 'Look at the answer to the sample, and add a line to the outcome table.',
    },
  },
  escalated: {
    title: { vi: 'Chờ quá lâu', en: 'It has been waiting for too long' },
    why: {
      vi: 'Nơi nhận không nhận trong thời gian đã định; cổng vẫn thử tiếp.',
      en: 'The destination has not taken it within the time that was set; the gateway goes on trying.',
    },
    next: { vi: 'Liên hệ nơi nhận.', en: 'Talk to whoever runs the destination.' },
  },
  'self-check': {
    title: { vi: 'Tự kiểm tra thấy bất thường', en: 'A self-check found something' },
    why: {
      vi: 'Một phép tự kiểm tra của cổng vượt ngưỡng hoặc thấy dữ liệu không khớp.',
      en: 'A self-check of the gateway is beyond its limit, or found data that does not fit together.',
    },
    next: {
      vi: 'Xem phép kiểm tra nêu ở nguyên nhân và hướng dẫn vận hành.',
      en: 'See the check named by the cause, and the guide for operators.',
    },
  },
} as const satisfies Record<IncidentKind, Words>;

const OTHER: Words = {
  title: { vi: 'Cần người xem', en: 'Somebody has to look' },
  why: { vi: 'Cổng ghi nhận một sự cố.', en: 'The gateway noted an incident.' },
  next: { vi: 'Xem hồ sơ mẫu và nhật ký.', en: 'Look at the sample and at the logs.' },
};

/** Puts an incident into words. What is named in them is ours: a destination, a table, a field of what we send. */
export function describeIncident(
  entry: Pick<IncidentEntry, 'kind' | 'cause' | 'field' | 'destination' | 'wanted'>,
): IncidentTexts {
  const { kind, cause, destination } = entry;
  const { title, next, why }: Words = Object.hasOwn(INCIDENT_KINDS, kind)
    ? INCIDENT_KINDS[kind as keyof typeof INCIDENT_KINDS]
    : OTHER;
  const reason = why ?? sayCause(cause ?? kind);
  const called = destination === null ? title : joined(title, nameOf(destination), ' · ');
  return { title: called, why: withDetail(reason, detailOf(entry)), next };
}

function detailOf({ field, wanted }: Pick<IncidentEntry, 'field' | 'wanted'>): Text | undefined {
  if (wanted !== null) {
    const name = nameOfTable(wanted.table);
    return { vi: `Bảng: ${name.vi}.`, en: `Table: ${name.en}.` };
  }
  return field === null ? undefined : { vi: `Trường: ${field}.`, en: `Field: ${field}.` };
}

function withDetail(text: Text, detail: Text | undefined): Text {
  return detail === undefined ? text : joined(text, detail, ' ');
}

function joined(one: Text, other: Text, between: string): Text {
  return { vi: `${one.vi}${between}${other.vi}`, en: `${one.en}${between}${other.en}` };
}

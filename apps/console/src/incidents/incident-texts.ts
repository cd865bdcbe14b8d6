import { titleOfIncident, type IncidentEntry, type IncidentKind } from '#ledger';
import type { Text } from '#runtime';
import { nameOf } from '#sheets';
import { nameOfTable } from '../codes/table-names.ts';
import { sayCause } from './causes.ts';
import { saySeen } from './self-check-texts.ts';

/** What an incident is called, why it is, and what to do about it. */
export interface IncidentTexts {
  readonly title: Text;
  readonly why: Text;
  readonly next: Text;
}

/** The words for one kind of incident; fixed, whatever anybody wrote. */
type Words = Pick<IncidentTexts, 'next'> & { readonly why?: Text };

export const INCIDENT_KINDS = {
  unmapped: {
    next: {
      vi: 'Bổ sung mã vào bảng mã; các hồ sơ đang chờ tự đi tiếp theo thứ tự. Nếu mã sai từ nguồn, xã gửi phiên bản mới.',
      en: 'Add the code to the table; what waits goes on by itself, in order. If the code is wrong at its source, the commune sends a newer version.',
    },
  },
  refused: {
    next: {
      vi: 'Xem hồ sơ mẫu và câu trả lời. Phiên bản mới hoặc bước đã sửa thì tự đi tiếp; không cần gửi nữa thì hủy từng mục.',
      en: 'Look at the sample and its answer. A newer version or a corrected step goes on by itself; what is not needed any more is cancelled item by item.',
    },
  },
  undecidable: {
    next: {
      vi: 'Hỏi nơi nhận. Nếu bước đã có thì hủy mục; nếu chưa có thì xã gửi bước đã sửa.',
      en: 'Ask the destination. If the step is there, cancel the item; if it is not, the commune sends the step corrected.',
    },
  },
  disorder: {
    next: {
      vi: 'Đối chiếu các bước với nơi nhận; mục nào đã có ở đó thì hủy.',
      en: 'Compare the steps with the destination; cancel what is there already.',
    },
  },
  twice: {
    next: {
      vi: 'Báo nơi nhận xóa bước thừa. Sự cố tự đóng sau 7 ngày không lặp lại.',
      en: 'Tell the destination to remove one. It clears by itself after 7 days without another.',
    },
  },
  restored: {
    next: {
      vi: 'Xã gửi phiên bản hiện tại của hồ sơ (GET /v1/resend-requests). Chưa chạy npm run after-restore thì chưa gửi gì đi.',
      en: 'The commune sends the present version of the dossier (GET /v1/resend-requests). Until npm run after-restore is run nothing is sent at all.',
    },
  },
  recordless: {
    next: {
      vi: 'Xã gửi phiên bản mới của hồ sơ; các bước tự đi tiếp.',
      en: 'The commune sends a newer version of the dossier; the steps go on by themselves.',
    },
  },
  breaker: {
    next: {
      vi: 'Kiểm tra tài khoản và đường mạng tới nơi nhận. Cổng tự thử lại và tự đi tiếp khi nơi nhận trả lời.',
      en: 'Check the account and the network to the destination. The gateway tries by itself and goes on when it answers.',
    },
  },
  'code-taken': {
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
    why: {
      vi: 'Nơi nhận không nhận trong thời gian đã định; cổng vẫn thử tiếp.',
      en: 'The destination has not taken it within the time that was set; the gateway goes on trying.',
    },
    next: { vi: 'Liên hệ nơi nhận.', en: 'Talk to whoever runs the destination.' },
  },
  discrepancy: {
    next: {
      vi: 'Xem các hồ sơ được nêu và mục đối soát. Việc cổng tự sửa được thì sự cố tự đóng khi lần so sau thấy hai bên khớp.',
      en: 'See the dossiers that are named, and reconciliation. What the gateway mends by itself clears when the next comparison finds both alike.',
    },
  },
  score: {
    why: {
      vi: 'Có hồ sơ mà cổng quốc gia ghi nhận kém hơn việc đã làm, và kỳ chấm điểm sắp kết thúc.',
      en: 'The national portal counts dossiers for less than was done, and the period is about to end.',
    },
    next: {
      vi: 'Mở trang Điểm 766: danh sách hồ sơ theo hạn, kèm lý do và ai phải làm. Sự cố tự đóng khi không còn hồ sơ nào bị mất điểm hoặc kỳ đã hết.',
      en: 'Open the page of scores: the dossiers by their due time, each with its reason. It clears when nothing is lost any more, or the period is over.',
    },
  },
  'self-check': {
    why: {
      vi: 'Một phép tự kiểm tra của cổng vượt ngưỡng hoặc thấy dữ liệu không khớp.',
      en: 'A self-check of the gateway is beyond its limit, or found data that does not fit together.',
    },
    next: {
      vi: 'Xem phép kiểm tra nêu ở nguyên nhân trong hướng dẫn vận hành, và các hồ sơ được nêu nếu có. Không sửa tay cơ sở dữ liệu.',
      en: 'See the check named by the cause in the guide for operators, and the dossiers that are named, if any. Change nothing in the database by hand.',
    },
  },
} as const satisfies Record<IncidentKind, Words>;

const OTHER: Words = {
  why: { vi: 'Cổng ghi nhận một sự cố.', en: 'The gateway noted an incident.' },
  next: { vi: 'Xem hồ sơ mẫu và nhật ký.', en: 'Look at the sample and at the logs.' },
};

/** Puts an incident into words. What is named in them is ours: a destination, a table, a field of what we send. */
export function describeIncident(
  entry: Pick<IncidentEntry, 'kind' | 'cause' | 'field' | 'destination' | 'wanted' | 'seen'>,
): IncidentTexts {
  const { kind, cause, destination } = entry;
  const { next, why }: Words = Object.hasOwn(INCIDENT_KINDS, kind) ? INCIDENT_KINDS[kind as keyof typeof INCIDENT_KINDS] : OTHER;
  const title = titleOfIncident(kind);
  const reason = why ?? sayCause(cause ?? kind);
  const called = destination === null ? title : joined(title, nameOf(destination), ' · ');
  return { title: called, why: withDetail(reason, detailOf(entry)), next };
}

function detailOf(entry: Pick<IncidentEntry, 'kind' | 'cause' | 'field' | 'wanted' | 'seen'>): Text | undefined {
  const { kind, cause, field, wanted, seen } = entry;
  if (seen !== null && kind !== 'discrepancy') return saySeen(cause, seen);
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

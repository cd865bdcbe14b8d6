import type { MustAct } from '#canonical';
import type { Text } from '#runtime';

/** What a cause means to people: who can do something about it, and the sentence that says what happened. */
export interface OutcomeCause {
  readonly mustAct: MustAct;
  readonly says: Text;
  /** No line of the table knows the answer: whoever keeps it should look. */
  readonly isUnexplained?: true;
}

/** The causes of a dialect, or of what happens whatever the dialect, by their names. */
export type OutcomeCauses = Readonly<Record<string, OutcomeCause>>;

const OURS = {
  vi: 'Cổng tích hợp tự làm tiếp.',
  en: 'The gateway goes on by itself.',
} as const;

/** Causes that hang on no dialect: the connection, the lease, the session, what a look-up showed. */
export const COMMON_CAUSES = {
  'transport.unreachable': {
    mustAct: 'nobody',
    says: {
      vi: 'Không kết nối được tới nơi nhận; chưa có gì được gửi đi.',
      en: 'The destination cannot be reached; nothing has left.',
    },
  },
  'transport.timeout': {
    mustAct: 'nobody',
    says: { vi: 'Nơi nhận không trả lời kịp thời.', en: 'The destination did not answer in time.' },
  },
  'transport.broken': {
    mustAct: 'nobody',
    says: {
      vi: 'Kết nối tới nơi nhận bị đứt trước khi có câu trả lời.',
      en: 'The connection broke before the destination answered.',
    },
  },
  'transport.too-large': {
    mustAct: 'province',
    says: {
      vi: 'Câu trả lời của nơi nhận lớn hơn mức đọc được.',
      en: 'The answer of the destination is larger than what is read.',
    },
  },
  'transport.expired': {
    mustAct: 'nobody',
    says: { vi: 'Hết thời hạn giữ hồ sơ trước khi gửi.', en: 'The time for sending passed before anything was sent.' },
  },
  'destination.maintenance': {
    mustAct: 'nobody',
    says: {
      vi: 'Nơi nhận đang bảo trì; gửi tiếp khi hết giờ bảo trì.',
      en: 'The destination is under maintenance; it goes on afterwards.',
    },
  },
  'partner.no-session': {
    mustAct: 'nobody',
    says: { vi: 'Chưa đăng nhập được vào nơi nhận.', en: 'No session could be had at the destination.' },
  },
  'lease.ran-out': {
    mustAct: 'nobody',
    says: { vi: `Tiến trình gửi dừng giữa chừng. ${OURS.vi}`, en: `What was sending it stopped on the way. ${OURS.en}` },
  },
  'parcel.turned-down': {
    mustAct: 'nobody',
    says: {
      vi: 'Một lời gọi chứa nhiều hồ sơ bị trả về; được gửi lại thành các lời gọi nhỏ hơn.',
      en: 'A call with several dossiers was turned down; it goes again in smaller ones.',
    },
  },
  'forbidden.content': {
    mustAct: 'province',
    says: {
      vi: 'Nơi nhận chặn riêng nội dung này, có thể do tường lửa.',
      en: 'The destination blocks this content alone, perhaps by a firewall.',
    },
  },
  'lookup.absent': {
    mustAct: 'nobody',
    says: { vi: `Nơi nhận không có hồ sơ này. ${OURS.vi}`, en: `The destination does not have the dossier. ${OURS.en}` },
  },
  'lookup.found': {
    mustAct: 'nobody',
    says: { vi: 'Tra cứu cho thấy nơi nhận đã có.', en: 'A look-up showed that the destination has it.' },
  },
  'lookup.missing': {
    mustAct: 'nobody',
    says: { vi: 'Tra cứu cho thấy nơi nhận chưa có.', en: 'A look-up showed that the destination does not have it.' },
  },
  'lookup.contradicted': {
    mustAct: 'nobody',
    says: { vi: 'Hai lần tra cứu trả lời khác nhau.', en: 'Two look-ups were answered differently.' },
  },
  'lookup.changing': {
    mustAct: 'nobody',
    says: { vi: 'Nơi nhận vẫn đang thay đổi hồ sơ.', en: 'The destination is still changing the dossier.' },
  },
  'lookup.no-steps': {
    mustAct: 'province',
    says: {
      vi: 'Tra cứu không cho thấy tiến độ dù cấu hình nói có.',
      en: 'The look-up shows no steps although the configuration says so.',
    },
  },
} as const satisfies OutcomeCauses;

import type { OperatorRefusal, OperatorRefused } from '#ledger';
import type { Text } from '#runtime';

const SENTENCES: Readonly<Record<OperatorRefusal, (about: string) => Text>> = {
  'operator.exists': (username) => ({
    vi: `Đã có người vận hành “${username}”. Chọn tên khác, hoặc dùng password, role, enable.`,
    en: `The operator “${username}” exists. Choose another name, or use password, role, enable.`,
  }),
  'operator.unknown': (username) => ({
    vi: `Không có người vận hành “${username}”. Xem: npm run operator -- list`,
    en: `There is no operator “${username}”. See: npm run operator -- list`,
  }),
  'operator.last-admin': (username) => ({
    vi: `“${username}” là quản trị cuối cùng. Thêm hoặc mở khoá một quản trị khác trước.`,
    en: `“${username}” is the last administrator. Add or enable another one first.`,
  }),
};

/** Why a change was refused, and what to do. */
export function sentenceFor({ code, about }: OperatorRefused): Text {
  return SENTENCES[code](about);
}

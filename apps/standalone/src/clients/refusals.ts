import type { ClientRefusal, ClientRefused } from '#ledger';
import type { Text } from '#runtime';

const SENTENCES: Readonly<Record<ClientRefusal, (about: string) => Text>> = {
  'client.exists': (code) => ({
    vi: `Đã có hệ thống “${code}”. Chọn mã khác, hoặc dùng set, rotate, scope.`,
    en: `The client “${code}” exists. Choose another code, or use set, rotate, scope.`,
  }),
  'client.unknown': (code) => ({
    vi: `Không có hệ thống “${code}”. Xem: npm run client -- list`,
    en: `There is no client “${code}”. See: npm run client -- list`,
  }),
  'unit.unknown': (codes) => ({
    vi: `Không có đơn vị nào mang mã ${codes} vào ngày đó. Dùng mã hành chính như 14797 (config/units).`,
    en: `No unit has the code ${codes} on that day. Use administrative codes such as 14797 (config/units).`,
  }),
  'unit.ended': (codes) => ({
    vi: `Vào ngày đó ${codes} là mã của đơn vị nay không còn. Dùng mã của đơn vị kế thừa, từ ngày sáp nhập trở đi; nó gồm cả hồ sơ của đơn vị cũ:`,
    en: `On that day ${codes} is the code of a unit that is no more. Use that of its successor, from the merger on; it includes the former unit’s dossiers:`,
  }),
  'unit.not-served': (codes) => ({
    vi: `Hệ thống không phụ trách ${codes} từ ngày đó. Xem: npm run client -- show <mã>`,
    en: `The client does not serve ${codes} from that day on. See: npm run client -- show <code>`,
  }),
  'unit.test': (about) => ({
    vi: `${about}: đơn vị thử nghiệm chỉ thuộc hệ thống thử nghiệm, và hệ thống thử nghiệm không có đơn vị nào khác. Thêm một hệ thống riêng.`,
    en: `${about}: a test unit belongs to sandbox clients alone, and a sandbox client has no other unit. Add a client of its own.`,
  }),
  'destination.unknown': (ids) => ({
    vi: `Không có nơi nhận ${ids}. Các nơi nhận (config/partners.yaml):`,
    en: `There is no destination ${ids}. There are (config/partners.yaml):`,
  }),
  'username.taken': (username) => ({
    vi: `Tên đăng nhập “${username}” đã thuộc hệ thống khác. Chọn tên khác. Hệ thống đang dùng tên đó:`,
    en: `The name “${username}” belongs to another client. Choose another one. The client that uses it:`,
  }),
  'key.present': () => ({
    vi: 'Hệ thống đã có khoá loại này. Đổi nó bằng rotate; muốn tên khác: revoke --key <số> trước. Khoá còn hiệu lực:',
    en: 'The client has a credential of this kind. Change it by rotate; for another name first revoke --key <id>. Valid:',
  }),
  'key.two-valid': (ids) => ({
    vi: `Đã có hai khoá cùng hiệu lực (${ids}). Đợi khoá cũ hết hạn, thu hồi nó bằng revoke --key <số>, hoặc rotate --overlap 0.`,
    en: `Two credentials are valid already (${ids}). Wait until the former one ends, end it by revoke --key <id>, or rotate --overlap 0.`,
  }),
  'key.which': () => ({
    vi: 'Đang có khoá gối đầu. Nêu rõ: --key <số> hoặc --all. Các khoá còn hiệu lực:',
    en: 'Credentials overlap. Say which: --key <id> or --all. Those that are valid:',
  }),
  'key.unknown': (id) => ({
    vi: `Hệ thống không có khoá ${id} còn hiệu lực. Các khoá còn hiệu lực:`,
    en: `The client has no valid credential ${id}. Those that are valid:`,
  }),
};

/** Why a change was refused, and what to do. */
export function sentenceFor({ code, about }: ClientRefused): Text {
  return SENTENCES[code](about);
}

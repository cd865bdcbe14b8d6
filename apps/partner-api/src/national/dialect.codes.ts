import type { Text } from '#runtime';
import { messageOf } from '../problems/dictionary.ts';

/** What this dialect says where it succeeds. Clients look for the words "thành công" (source: protocols §1.4). */
export const SUCCESSES = {
  login: { vi: 'Đăng nhập thành công', en: 'Logged in' },
  create: { vi: 'Thêm mới hồ sơ thành công', en: 'Dossier received' },
  update: { vi: 'Cập nhật hồ sơ thành công', en: 'Dossier updated' },
  steps: { vi: 'Cập nhật tiến độ thành công', en: 'Progress received' },
  found: { vi: 'Thành công', en: 'Done' },
} as const satisfies Record<string, Text>;
export type Success = keyof typeof SUCCESSES;

/** What is said behind a success. */
export const ADDITIONS = {
  duplicate: { vi: ' (đã nhận trước đó)', en: ' (received before)' },
  stale: { vi: ' (cũ hơn bản đã có: được ghi, không gửi đi)', en: ' (older than what is known: recorded, not sent)' },
} as const satisfies Record<string, Text>;

/** Refusals that only these doors know: who asks, and what for. */
export const CALL_FAULTS = {
  'login.wrong': { vi: 'Sai tài khoản hoặc mật khẩu', en: 'Wrong user name or password' },
  'session.invalid': {
    vi: 'Phiên làm việc không hợp lệ hoặc đã hết hạn',
    en: 'The session is not valid or has expired',
  },
  'call.shape': {
    vi: 'Nội dung không hợp lệ: phải là một đối tượng JSON có session và service.',
    en: 'The body must be a JSON object with session and service.',
  },
  'service.unknown': { vi: 'Dịch vụ chưa được hỗ trợ', en: 'The service is not offered' },
  'role.no-push': {
    vi: 'Tài khoản này chỉ được tra cứu, không được gửi hồ sơ hoặc tiến độ.',
    en: 'This account may only look up, not send dossiers or progress.',
  },
  'role.no-walk': {
    vi: 'Dịch vụ này chỉ dành cho tài khoản của Cổng Dịch vụ công quốc gia.',
    en: 'This service is for the account of the national portal alone.',
  },
  'walk.position': {
    vi: 'tuViTri không hợp lệ: phải là số nguyên không âm, lấy từ viTriTiep.',
    en: 'tuViTri must be a whole number, as viTriTiep gave it.',
  },
  'walk.limit': { vi: 'soLuong không hợp lệ: từ 1 đến 500.', en: 'soLuong must be 1 to 500.' },
  'data.missing': {
    vi: 'Thiếu data: bắt buộc là danh sách hồ sơ hoặc bước tiến độ.',
    en: 'data is missing: a list of dossiers or steps is required.',
  },
  'batch.empty': { vi: 'Danh sách data không được để trống.', en: 'The list data holds nothing.' },
  'updating.unclear': {
    vi: 'isUpdating không hợp lệ: chỉ nhận "True" hoặc "False".',
    en: 'isUpdating must be "True" or "False".',
  },
  'mahoso.missing': { vi: 'Thiếu tham số mahoso (bắt buộc).', en: 'The parameter mahoso is required.' },
  'maTTHC.missing': { vi: 'Thiếu tham số maTTHC (bắt buộc).', en: 'The parameter maTTHC is required.' },
} as const satisfies Record<string, Text>;

/** What this dialect says of a field or an item where the native door speaks of its own names and forms. */
const ITEM_TEXTS: Readonly<Record<string, Text>> = {
  'field.required': {
    vi: 'Thiếu trường bắt buộc; không được để trống.',
    en: 'This required field is missing or empty.',
  },
  'field.type': {
    vi: 'Không hợp lệ: cần chữ hoặc số; danh sách phải là mảng các đối tượng.',
    en: 'Not valid: a text or a number is needed; a list must be an array of objects.',
  },
  'field.time': {
    vi: 'Thời gian không hợp lệ; hãy viết yyyyMMddHHmmss theo giờ Việt Nam, ví dụ 20261123081500.',
    en: 'This is not a time; write yyyyMMddHHmmss in Vietnam, such as 20261123081500.',
  },
  'field.format': {
    vi: 'Mã hồ sơ sai định dạng; hãy viết như H56.14797-261123-0001.',
    en: 'A dossier code is written like H56.14797-261123-0001.',
  },
  'field.allowed': { vi: 'Giá trị không hợp lệ', en: 'Value not allowed' },
  'field.too-long': {
    vi: 'Vượt quá giới hạn 4.000 ký tự hoặc 200 phần tử.',
    en: 'More than 4,000 characters or 200 entries.',
  },
  'dossier.exists': {
    vi: 'Mã hồ sơ đã tồn tại trên hệ thống với nội dung khác; hãy gửi lại với isUpdating = "True".',
    en: 'The dossier exists with other content; send it again with isUpdating = "True".',
  },
  'dossier.code-taken': {
    vi: 'Mã hồ sơ không hợp lệ: mã này thuộc hệ thống khác. Hãy kiểm tra; nếu mã đúng, báo cho tỉnh.',
    en: 'Another system sent a dossier with this code. Check it; if it is right, tell the province.',
  },
  'dossier.not-yours': {
    vi: 'Mã hồ sơ không hợp lệ: hồ sơ này do hệ thống khác gửi. Hãy kiểm tra mã hồ sơ và tài khoản.',
    en: 'This dossier was sent by another system. Check its code and your account.',
  },
  'dossier.unknown': {
    vi: 'Chưa có hồ sơ với mã này; hãy gửi hồ sơ bằng DongBoHoSoMC trước, rồi gửi tiến độ.',
    en: 'The gateway has no dossier with this code; send it by DongBoHoSoMC first, then its progress.',
  },
  'unit.out-of-scope': {
    vi: 'Mã hồ sơ không hợp lệ: bắt đầu bằng mã định danh của đơn vị mà tài khoản này không phụ trách.',
    en: 'The dossier code begins with the identifier of a unit that this account does not serve.',
  },
  'network.not-allowed': {
    vi: 'Tài khoản này không được gọi từ địa chỉ mạng này. Hãy gọi từ mạng đã đăng ký, hoặc báo cho tỉnh.',
    en: 'This account may not call from this network. Call from the registered one, or tell the province.',
  },
  'would-blank': {
    vi: 'Trường này rỗng nên giá trị trước được giữ.',
    en: 'This field is empty, so that its last value is kept.',
  },
  'status-without-step': {
    vi: 'Trạng thái đổi mà không có bước tiến độ; hãy gửi bước đó bằng CapNhatTienDoHoSoMC.',
    en: 'The status changed without a step; send it by CapNhatTienDoHoSoMC.',
  },
};

/** What a code of a field, an item or a whole call means, in the words of this dialect. */
export function dialectText(code: string): Text {
  return (CALL_FAULTS as Readonly<Record<string, Text>>)[code] ?? ITEM_TEXTS[code] ?? messageOf(code);
}

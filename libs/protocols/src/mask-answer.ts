import { wordsOf } from './outcome-catalogue.ts';
import { foldText } from './outcome-table.ts';

const MOST_WORDS = 40;

/** Words that portals say of their own matters. Whatever is not among them may be of a person, and is not shown. */
const KNOWN = new Set(
  `hệ thống lỗi hồ sơ không hợp lệ tồn tại tìm thấy chưa đã bị được để trống bắt buộc trường mã số dữ liệu định dạng sai thông tin
  thủ tục lĩnh vực danh mục giấy tờ tệp thành phần trạng thái tiến độ cập nhật đồng bộ tạo thêm xoá xóa nhận gửi trả kết quả ngày giờ
  thời điểm hạn quá vượt giới kích thước phép quyền truy cập tài khoản mật khẩu phiên đăng nhập làm việc hết dịch vụ hỗ trợ đang bận
  thử lại sau tải yêu cầu vui lòng liên quản trị viên máy chủ kết nối cơ sở nội bộ khóa khoá bảo trì tạm ngừng từ chối thất bại thành
  công và hoặc trong của cho với khi phải cần có là một nhiều này khác trước bước xử lý đơn vị tổ chức loại đối tượng kênh phí lệ
  error errors invalid internal server bad request gateway timeout time out not found forbidden unauthorized unauthorised denied access
  missing required field value format type null empty duplicate exists already conflict unsupported media too many large service
  unavailable try again later session token expired failed failure success code message status data dossier document the is are was
  be of in on for to and or no object reference exception database connection closed locked limit exceeded unknown`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/**
 * What an answer says, as far as it can be shown to anybody: words that portals use of their own matters, everything else as `…`.
 * Numbers, names and free text are never among them.
 */
export function maskAnswer(body: string): string {
  const words = foldText(wordsOf(body).join(' '))
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
  const shown = words.map((word) => (KNOWN.has(word) ? word : '…'));
  const folded = shown.filter((word, at) => word !== '…' || shown[at - 1] !== '…');
  return folded.slice(0, MOST_WORDS).join(' ');
}

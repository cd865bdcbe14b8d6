/** One status change as an office makes it. */
export interface Stage {
  readonly status: number;
  readonly content: string;
  readonly title: string;
  readonly department: string;
}

const DESK = { title: 'Công chức một cửa', department: 'Trung tâm Phục vụ hành chính công' };
const EXPERT = { title: 'Chuyên viên', department: 'Phòng Kinh tế, Hạ tầng và Đô thị' };
const JUSTICE = { title: 'Công chức tư pháp – hộ tịch', department: 'Văn phòng HĐND và UBND' };
const HEAD = { title: 'Phó Chủ tịch UBND', department: 'Lãnh đạo UBND' };

const PROCESS: Stage = { status: 4, content: 'Chuyển hồ sơ cho chuyên viên thụ lý', ...DESK };
const VERIFY: Stage = { status: 4, content: 'Thẩm định hồ sơ, trình lãnh đạo ký', ...EXPERT };
const SUPPLEMENT: Stage = { status: 5, content: 'Yêu cầu bổ sung giấy tờ còn thiếu', ...JUSTICE };
const SUPPLEMENTED: Stage = { status: 4, content: 'Đã nhận giấy tờ bổ sung, tiếp tục xử lý', ...JUSTICE };
const PAYMENT: Stage = { status: 6, content: 'Đề nghị nộp lệ phí theo quy định', ...DESK };
const STOPPED: Stage = { status: 8, content: 'Dừng xử lý: hồ sơ không đủ điều kiện', ...HEAD };
const WITHDRAWN: Stage = { status: 7, content: 'Công dân đề nghị rút hồ sơ', ...DESK };
const SIGNED: Stage = { status: 9, content: 'Đã ký, hoàn thành kết quả', ...HEAD };
const RETURNED: Stage = { status: 10, content: 'Đã trả kết quả cho công dân', ...DESK };

/** How dossiers go through an office, most of them to the end: two to five status changes after reception. */
export const SCENARIOS: readonly [readonly Stage[], ...(readonly Stage[])[]] = [
  [PROCESS, SIGNED, RETURNED],
  [PROCESS, VERIFY, SIGNED, RETURNED],
  [SIGNED, RETURNED],
  [PROCESS, SUPPLEMENT, SUPPLEMENTED, SIGNED, RETURNED],
  [PROCESS, PAYMENT, SIGNED, RETURNED],
  [PROCESS, VERIFY, SIGNED],
  [PROCESS, VERIFY],
  [PROCESS, SUPPLEMENT],
  [PROCESS, SUPPLEMENT, STOPPED],
  [PROCESS, WITHDRAWN, RETURNED],
];

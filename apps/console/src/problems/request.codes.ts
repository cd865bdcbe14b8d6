import type { ProblemEntry } from '#runtime';

/** What can be wrong with a request as a whole, or with a field of it. */
export const REQUEST_CODES = {
  'http.invalid': {
    status: 400,
    title: { vi: 'Yêu cầu HTTP sai', en: 'The HTTP request is malformed' },
    message: {
      vi: 'Máy chủ không đọc được yêu cầu HTTP này hoặc địa chỉ của nó.',
      en: 'The server cannot read this HTTP request or its address.',
    },
    next: {
      vi: 'Hãy kiểm tra dòng yêu cầu, địa chỉ và các tiêu đề.',
      en: 'Check the request line, the address and the headers.',
    },
  },
  'json.invalid': {
    status: 400,
    title: { vi: 'Không đọc được JSON', en: 'The JSON cannot be read' },
    message: {
      vi: 'Nội dung không phải JSON hợp lệ bằng UTF-8 (không BOM, không trùng tên trường, nhiều nhất 32 tầng).',
      en: 'The body is not valid JSON in UTF-8 (no BOM, no name twice in an object, at most 32 levels).',
    },
    next: {
      vi: 'Hãy tạo JSON bằng thư viện chuẩn rồi gửi lại.',
      en: 'Write the JSON with a standard library and send it again.',
    },
  },
  'request.timeout': {
    status: 408,
    title: { vi: 'Yêu cầu gửi quá lâu', en: 'The request took too long' },
    message: { vi: 'Yêu cầu không đến đủ trong 30 giây.', en: 'The request was not complete within 30 seconds.' },
    next: { vi: 'Hãy kiểm tra đường truyền rồi gửi lại.', en: 'Check the connection and send it again.' },
  },
  'header.too-large': {
    status: 431,
    title: { vi: 'Tiêu đề quá lớn', en: 'The headers are too large' },
    message: { vi: 'Các tiêu đề vượt quá 16 KiB.', en: 'The headers exceed 16 KiB.' },
    next: { vi: 'Hãy bỏ bớt tiêu đề hoặc cookie.', en: 'Send fewer headers or cookies.' },
  },
  'body.too-large': {
    status: 413,
    title: { vi: 'Nội dung quá lớn', en: 'The body is too large' },
    message: {
      vi: 'Nội dung vượt quá 256 KiB, hoặc 1 MiB khi lập một lần gửi lại.',
      en: 'The body exceeds 256 KiB, or 1 MiB where a replay is ordered.',
    },
    next: { vi: 'Hãy chia nhỏ yêu cầu.', en: 'Split the request.' },
  },
  'content-type.unsupported': {
    status: 415,
    title: { vi: 'Kiểu nội dung không được nhận', en: 'Unsupported content type' },
    message: {
      vi: 'Yêu cầu không có Content-Type: application/json, hoặc nội dung bị nén.',
      en: 'The request lacks Content-Type: application/json, or its body is compressed.',
    },
    next: { vi: 'Hãy gửi JSON không nén.', en: 'Send JSON that is not compressed.' },
  },
  'route.unknown': {
    status: 404,
    title: { vi: 'Không có địa chỉ này', en: 'No such address' },
    message: { vi: 'Bàn điều hành không có địa chỉ này.', en: 'The console has no such address.' },
    next: { vi: 'Hãy xem các địa chỉ ở /docs.', en: 'See the addresses at /docs.' },
  },
  'method.not-allowed': {
    status: 405,
    title: { vi: 'Phương thức không dùng được', en: 'Method not allowed' },
    message: { vi: 'Địa chỉ này không nhận phương thức đó.', en: 'This address does not take that method.' },
    next: { vi: 'Hãy dùng phương thức nêu ở tiêu đề Allow.', en: 'Use a method named by the Allow header.' },
  },
  'content.invalid': {
    status: 422,
    title: { vi: 'Nội dung sai', en: 'The content is wrong' },
    message: { vi: 'Nội dung không đúng như mô tả ở /docs.', en: 'The content is not as described at /docs.' },
    next: { vi: 'Hãy sửa các trường nêu ở problems.', en: 'Correct the fields named in problems.' },
  },
  'body.not-object': {
    status: 422,
    title: { vi: 'Nội dung không phải một đối tượng', en: 'The body is no object' },
    message: {
      vi: 'Nội dung để trống, hoặc không phải một đối tượng JSON.',
      en: 'The body is empty, or is not a JSON object.',
    },
    next: {
      vi: 'Hãy gửi một đối tượng {…} với các trường như mô tả ở /docs; không có trường nào thì gửi {}.',
      en: 'Send an object {…} with the fields described at /docs; {} if there are none.',
    },
  },
  'field.required': {
    status: 422,
    title: { vi: 'Thiếu trường', en: 'A field is missing' },
    message: { vi: 'Trường bắt buộc này thiếu hoặc để trống.', en: 'This required field is missing or empty.' },
    next: { vi: 'Hãy điền trường này.', en: 'Fill it in.' },
  },
  'field.invalid': {
    status: 422,
    title: { vi: 'Giá trị sai', en: 'A value is wrong' },
    message: { vi: 'Giá trị không đúng kiểu hoặc ngoài giới hạn.', en: 'The value is of a wrong type or out of bounds.' },
    next: { vi: 'Hãy viết như mô tả ở /docs.', en: 'Write it as described at /docs.' },
  },
  'field.text': {
    status: 422,
    title: { vi: 'Ký tự không hợp lệ', en: 'Unusable character' },
    message: {
      vi: 'Chữ có ký tự U+0000 hoặc một nửa ký tự (surrogate lẻ).',
      en: 'The text holds U+0000 or half a character (a lone surrogate).',
    },
    next: {
      vi: 'Hãy bỏ ký tự đó; thường do cắt chuỗi giữa một ký tự.',
      en: 'Remove it; texts are often cut in the middle of a character.',
    },
  },
  'field.unknown': {
    status: 422,
    title: { vi: 'Trường không có', en: 'No such field' },
    message: { vi: 'Không có trường hoặc tham số này.', en: 'There is no such field or parameter.' },
    next: { vi: 'Hãy bỏ nó đi.', en: 'Leave it out.' },
  },
  'problems.more': {
    status: 422,
    title: { vi: 'Còn lỗi khác', en: 'There are more faults' },
    message: {
      vi: 'Nội dung có hơn 100 lỗi; chỉ nêu 100 lỗi đầu.',
      en: 'The content has more than 100 faults; only the first 100 are named.',
    },
    next: {
      vi: 'Hãy sửa các lỗi đã nêu rồi gửi lại để thấy phần còn lại.',
      en: 'Correct those and send it again to see the rest.',
    },
  },
  'reason.required': {
    status: 422,
    title: { vi: 'Thiếu lý do', en: 'A reason is needed' },
    message: {
      vi: 'Việc này cần một lý do từ 3 đến 500 ký tự, được ghi vào nhật ký.',
      en: 'This act needs a reason of 3 to 500 characters, which goes into the audit.',
    },
    next: { vi: 'Hãy nêu lý do, không ghi thông tin cá nhân.', en: 'Say why, without anything personal.' },
  },
  overloaded: {
    status: 503,
    title: { vi: 'Đang quá tải', en: 'Overloaded' },
    message: { vi: 'Quá nhiều việc đang chờ.', en: 'Too much is waiting.' },
    next: { vi: 'Hãy thử lại sau số giây ở Retry-After.', en: 'Try again after the seconds in Retry-After.' },
  },
  'database.away': {
    status: 503,
    title: { vi: 'Cơ sở dữ liệu không trả lời', en: 'The database does not answer' },
    message: { vi: 'Lúc này không đọc và ghi được dữ liệu.', en: 'Nothing can be read or written for the moment.' },
    next: { vi: 'Hãy thử lại sau số giây ở Retry-After.', en: 'Try again after the seconds in Retry-After.' },
  },
  internal: {
    status: 500,
    title: { vi: 'Lỗi của bàn điều hành', en: 'A fault of the console' },
    message: { vi: 'Bàn điều hành gặp lỗi của chính nó.', en: 'The console ran into a fault of its own.' },
    next: {
      vi: 'Hãy thử lại; nếu vẫn lỗi, báo đội kỹ thuật kèm mã yêu cầu (instance).',
      en: 'Try again; if it goes on, tell the technicians the id of the request (instance).',
    },
  },
} as const satisfies Record<string, ProblemEntry>;

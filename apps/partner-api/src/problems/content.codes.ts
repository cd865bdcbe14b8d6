import type { Entry } from './entry.ts';

/** What can be wrong with one field of an item. */
export const FIELD_CODES = {
  'field.required': {
    status: 422,
    title: { vi: 'Thiếu trường bắt buộc', en: 'A required field is missing' },
    message: { vi: 'Trường bắt buộc đang thiếu hoặc rỗng.', en: 'This required field is missing or empty.' },
    next: { vi: 'Hãy điền trường này.', en: 'Fill it in.' },
  },
  'field.type': {
    status: 422,
    title: { vi: 'Sai kiểu dữ liệu', en: 'Wrong type' },
    message: { vi: 'Giá trị không đúng kiểu JSON của trường này.', en: 'The value has not the JSON type of this field.' },
    next: {
      vi: 'Hãy xem kiểu của trường tại /docs: chữ trong dấu nháy, số nguyên, true hoặc false, danh sách, đối tượng.',
      en: 'See the type of the field at /docs: text in quotes, an integer, true or false, a list, an object.',
    },
  },
  'field.time': {
    status: 422,
    title: { vi: 'Sai thời gian', en: 'Not a time' },
    message: {
      vi: 'Đây không phải thời gian RFC 3339 có múi giờ, hoặc ngày giờ không tồn tại.',
      en: 'This is not an RFC 3339 time with an offset, or there is no such day or hour.',
    },
    next: { vi: 'Hãy viết như 2026-11-23T08:15:00+07:00.', en: 'Write it like 2026-11-23T08:15:00+07:00.' },
  },
  'field.format': {
    status: 422,
    title: { vi: 'Sai định dạng', en: 'Wrong format' },
    message: { vi: 'Giá trị không đúng định dạng của trường này.', en: 'The value has not the format of this field.' },
    next: {
      vi: 'Mã hồ sơ viết như H56.14797-261123-0001: mã định danh, năm tháng ngày, số thứ tự 4–6 chữ số, không có khoảng trắng.',
      en: 'A dossier code is written like H56.14797-261123-0001: identifier, year month day, running number of 4–6 digits, no spaces.',
    },
  },
  'field.allowed': {
    status: 422,
    title: { vi: 'Giá trị không được phép', en: 'Value not allowed' },
    message: { vi: 'Giá trị không nằm trong danh mục của trường này.', en: 'The value is not in the list of this field.' },
    next: { vi: 'Hãy dùng một giá trị nêu trong allowed.', en: 'Use one of the values in allowed.' },
  },
  'field.too-long': {
    status: 422,
    title: { vi: 'Quá dài', en: 'Too long' },
    message: {
      vi: 'Chữ dài quá 4.000 ký tự (sourceCode: 100) hoặc danh sách quá 200 phần tử.',
      en: 'The text has more than 4,000 characters (sourceCode: 100) or the list more than 200 entries.',
    },
    next: { vi: 'Hãy rút ngắn.', en: 'Shorten it.' },
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
      en: 'Remove it; it usually comes from cutting a text inside a character.',
    },
  },
  'field.unknown': {
    status: 422,
    title: { vi: 'Trường không có trong đặc tả', en: 'Unknown field' },
    message: { vi: 'Đặc tả không có trường này.', en: 'The specification has no such field.' },
    next: {
      vi: 'Hãy kiểm tra tên trường (phân biệt chữ hoa, chữ thường) tại /docs hoặc bỏ trường này.',
      en: 'Check its name (upper and lower case matter) at /docs or leave it out.',
    },
  },
  'problems.more': {
    status: 422,
    title: { vi: 'Còn lỗi khác', en: 'There are more faults' },
    message: {
      vi: 'Mục này có hơn 100 lỗi; chỉ nêu 100 lỗi đầu.',
      en: 'This item has more than 100 faults; only the first 100 are named.',
    },
    next: {
      vi: 'Hãy sửa các lỗi đã nêu rồi gửi lại để thấy phần còn lại.',
      en: 'Correct those named and send it again to see the rest.',
    },
  },
} as const satisfies Record<string, Entry>;

/** What the ledger can hold against a well-formed item. */
export const LEDGER_CODES = {
  'dossier.code-taken': {
    status: 409,
    title: { vi: 'Mã hồ sơ đã thuộc đơn vị khác', en: 'The dossier code belongs to somebody else' },
    message: {
      vi: 'Một hệ thống khác đã gửi hồ sơ với mã này trước.',
      en: 'Another system sent a dossier with this code first.',
    },
    next: {
      vi: 'Hãy kiểm tra mã; nếu mã đúng, báo cho tỉnh để xử lý trùng mã.',
      en: 'Check the code; if it is right, tell the province so that the collision is settled.',
    },
  },
  'dossier.not-yours': {
    status: 403,
    title: { vi: 'Hồ sơ của đơn vị khác', en: "Somebody else's dossier" },
    message: { vi: 'Hồ sơ này do hệ thống khác gửi.', en: 'This dossier was sent by another system.' },
    next: {
      vi: 'Chỉ gửi và xem hồ sơ của đơn vị mình; kiểm tra mã hồ sơ và khoá API.',
      en: 'Send and read only your own dossiers; check the dossier code and the API key.',
    },
  },
  'dossier.unknown': {
    status: 404,
    title: { vi: 'Chưa có hồ sơ này', en: 'Unknown dossier' },
    message: {
      vi: 'Cổng chưa nhận hồ sơ nào với mã này; không có gì được lưu.',
      en: 'The gateway has received no dossier with this code; nothing was kept.',
    },
    next: {
      vi: 'Hãy gửi hồ sơ bằng POST /v1/dossiers trước, rồi gửi tiến độ.',
      en: 'Send the dossier by POST /v1/dossiers first, then its steps.',
    },
  },
  'dossier.version-conflict': {
    status: 409,
    title: { vi: 'Cùng phiên bản nhưng khác nội dung', en: 'Same version, other content' },
    message: {
      vi: 'sourceVersion này đã được gửi với nội dung khác.',
      en: 'This sourceVersion was sent with other content before.',
    },
    next: { vi: 'Hãy tăng sourceVersion mỗi khi nội dung thay đổi.', en: 'Raise sourceVersion whenever the content changes.' },
  },
  'dossier.source-code-taken': {
    status: 409,
    title: { vi: 'sourceCode đã dùng cho hồ sơ khác', en: 'The sourceCode names another dossier' },
    message: {
      vi: 'sourceCode này đã gắn với một hồ sơ khác của đơn vị.',
      en: 'This sourceCode already names another dossier of yours.',
    },
    next: {
      vi: 'Mỗi hồ sơ cần một sourceCode riêng; hãy sửa hoặc bỏ trường này.',
      en: 'Every dossier needs a sourceCode of its own; correct it or leave it out.',
    },
  },
  'source-version.kind': {
    status: 422,
    title: { vi: 'sourceVersion đổi kiểu', en: 'sourceVersion changed its kind' },
    message: {
      vi: 'Hồ sơ này đã dùng sourceVersion kiểu khác (số nguyên hoặc thời gian).',
      en: 'This dossier has used the other kind of sourceVersion (integer or time).',
    },
    next: { vi: 'Hãy giữ một kiểu cho suốt đời hồ sơ.', en: 'Keep one kind for the whole life of a dossier.' },
  },
  'unit.unresolved': {
    status: 422,
    title: { vi: 'Không xác định được đơn vị tiếp nhận', en: 'The receiving unit cannot be told' },
    message: {
      vi: 'Mã hồ sơ không bắt đầu bằng mã định danh, đang dùng hay đã hết, của đơn vị nào mà khoá API này phụ trách.',
      en: 'The dossier code begins with no identifier, of today or of before, of a unit that this API key serves.',
    },
    next: {
      vi: 'Hãy dùng mã hồ sơ bắt đầu bằng mã định danh của đơn vị.',
      en: "Use a dossier code that begins with the unit's identifier.",
    },
  },
  'unit.out-of-scope': {
    status: 403,
    title: { vi: 'Đơn vị ngoài phạm vi', en: 'Unit out of scope' },
    message: {
      vi: 'Mã hồ sơ bắt đầu bằng mã định danh của một đơn vị mà khoá API này không phụ trách.',
      en: 'The dossier code begins with the identifier of a unit that this API key does not serve.',
    },
    next: {
      vi: 'Hãy dùng khoá API của đơn vị đó hoặc đề nghị tỉnh mở rộng phạm vi.',
      en: 'Use the API key of that unit or ask the province to widen the scope.',
    },
  },
} as const satisfies Record<string, Entry>;

/** What the ledger can hold against an item that came in the national dialect. */
export const DIALECT_CODES = {
  'dossier.exists': {
    status: 409,
    title: { vi: 'Mã hồ sơ đã tồn tại', en: 'The dossier exists' },
    message: {
      vi: 'Mã hồ sơ đã tồn tại với nội dung khác.',
      en: 'This dossier exists already, with other content.',
    },
    next: {
      vi: 'Hãy gửi lại dưới dạng cập nhật (isUpdating = "True").',
      en: 'Send it again as an update (isUpdating = "True").',
    },
  },
  'batch.refused': {
    status: 422,
    title: { vi: 'Cả lô bị từ chối', en: 'The whole batch was refused' },
    message: {
      vi: 'Một mục khác trong cùng lời gọi bị từ chối nên không mục nào được ghi.',
      en: 'Another item of the same call was refused, so that none was kept.',
    },
    next: {
      vi: 'Hãy sửa mục bị lỗi rồi gửi lại cả lời gọi.',
      en: 'Correct the faulty item and send the whole call again.',
    },
  },
} as const satisfies Record<string, Entry>;

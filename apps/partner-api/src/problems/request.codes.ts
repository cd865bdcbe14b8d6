import type { Entry } from './entry.ts';

/** What can be wrong with a request as a whole, before anybody looks at its content. */
export const REQUEST_CODES = {
  'json.invalid': {
    status: 400,
    title: { vi: 'Không đọc được JSON', en: 'The JSON cannot be read' },
    message: {
      vi: 'Nội dung không phải JSON hợp lệ bằng UTF-8: sai cú pháp, có BOM, trùng tên trường, lồng quá 32 cấp hoặc số quá lớn.',
      en: 'The body is not valid JSON in UTF-8: wrong syntax, a byte order mark, a name that occurs twice, more than 32 levels or a number too large.',
    },
    next: {
      vi: 'Hãy tạo JSON bằng thư viện chuẩn, mã hoá UTF-8 không BOM, rồi gửi lại.',
      en: 'Write the JSON with a standard library, encode it as UTF-8 without a byte order mark, and send it again.',
    },
  },
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
  'key.missing': {
    status: 401,
    title: { vi: 'Thiếu khoá API', en: 'No API key' },
    message: {
      vi: 'Yêu cầu không có tiêu đề Authorization: Bearer <khoá API>.',
      en: 'The request has no header Authorization: Bearer <API key>.',
    },
    next: { vi: 'Hãy gửi khoá API mà tỉnh đã cấp cho đơn vị.', en: 'Send the API key that the province issued to you.' },
  },
  'key.unknown': {
    status: 401,
    title: { vi: 'Khoá API không đúng', en: 'Wrong API key' },
    message: {
      vi: 'Khoá API không tồn tại, đã hết hạn hoặc đã bị thu hồi.',
      en: 'The API key does not exist, has expired or was revoked.',
    },
    next: {
      vi: 'Hãy kiểm tra khoá; nếu mất khoá, đề nghị tỉnh cấp lại.',
      en: 'Check the key; if it is lost, ask the province for a new one.',
    },
  },
  'role.elsewhere': {
    status: 403,
    title: { vi: 'Tài khoản dùng ở cửa khác', en: 'This account belongs at another door' },
    message: {
      vi: 'Tài khoản của Cổng Dịch vụ công quốc gia chỉ tra cứu ở cửa theo phương ngữ quốc gia.',
      en: 'The account of the national portal looks up at the national dialect door alone.',
    },
    next: {
      vi: 'Hãy gọi /mapi/login và /mapi/g (TraCuuHoSo, LayDanhSachThayDoiTrangThai).',
      en: 'Call /mapi/login and /mapi/g (TraCuuHoSo, LayDanhSachThayDoiTrangThai).',
    },
  },
  'network.not-allowed': {
    status: 403,
    title: { vi: 'Địa chỉ mạng không được phép', en: 'Network not allowed' },
    message: {
      vi: 'Khoá API này chỉ được dùng từ những mạng đã đăng ký, và địa chỉ gọi đến không thuộc các mạng đó.',
      en: 'This API key may be used from registered networks only, and the calling address is in none of them.',
    },
    next: {
      vi: 'Hãy gọi từ máy chủ đã đăng ký hoặc đề nghị tỉnh bổ sung mạng.',
      en: 'Call from a registered server or ask the province to add the network.',
    },
  },
  'rate.limited': {
    status: 429,
    title: { vi: 'Gửi quá nhanh', en: 'Too many requests' },
    message: {
      vi: 'Hệ thống gửi nhiều yêu cầu hoặc nhiều mục hơn mức được phép mỗi giây; không có gì được ghi.',
      en: 'The system sends more requests or items than it may in a second; nothing was written.',
    },
    next: {
      vi: 'Hãy gửi lại sau số giây nêu trong Retry-After; gộp hồ sơ thành lô để cần ít yêu cầu hơn.',
      en: 'Send it again after the seconds in Retry-After; send dossiers in batches to need fewer requests.',
    },
  },
  'route.unknown': {
    status: 404,
    title: { vi: 'Không có địa chỉ này', en: 'No such address' },
    message: { vi: 'Cổng không có dịch vụ nào ở địa chỉ này.', en: 'There is no service at this address.' },
    next: {
      vi: 'Xem danh sách dịch vụ tại /docs hoặc /openapi.json.',
      en: 'See the list of services at /docs or /openapi.json.',
    },
  },
  'receipt.unknown': {
    status: 404,
    title: { vi: 'Không có biên nhận này', en: 'No such receipt' },
    message: { vi: 'Không tìm thấy biên nhận này trong các biên nhận của đơn vị.', en: 'This receipt is not among yours.' },
    next: {
      vi: 'Hãy dùng receiptId đúng như cổng đã trả lời khi tiếp nhận.',
      en: 'Use the receiptId exactly as the gateway answered it.',
    },
  },
  'method.not-allowed': {
    status: 405,
    title: { vi: 'Phương thức không được hỗ trợ', en: 'Method not allowed' },
    message: {
      vi: 'Địa chỉ này không nhận phương thức HTTP đã dùng.',
      en: 'This address does not take the HTTP method that was used.',
    },
    next: { vi: 'Hãy dùng một phương thức nêu trong tiêu đề Allow.', en: 'Use a method named in the Allow header.' },
  },
  'request.timeout': {
    status: 408,
    title: { vi: 'Yêu cầu gửi quá lâu', en: 'The request took too long' },
    message: {
      vi: 'Yêu cầu không được gửi xong trong thời gian cho phép (30 giây); không có gì được ghi.',
      en: 'The request was not complete in the time allowed (30 seconds); nothing was written.',
    },
    next: {
      vi: 'Hãy kiểm tra đường truyền, chia thành lô nhỏ hơn rồi gửi lại.',
      en: 'Check the line, cut the batch smaller and send it again.',
    },
  },
  'body.too-large': {
    status: 413,
    title: { vi: 'Nội dung quá lớn', en: 'The body is too large' },
    message: { vi: 'Nội dung vượt quá 10 MiB; không có gì được ghi.', en: 'The body exceeds 10 MiB; nothing was written.' },
    next: { vi: 'Hãy chia thành nhiều yêu cầu nhỏ hơn.', en: 'Send it as several smaller requests.' },
  },
  'batch.too-many': {
    status: 413,
    title: { vi: 'Quá nhiều mục trong một lô', en: 'Too many items in one batch' },
    message: {
      vi: 'Một lô có nhiều nhất 500 mục; không có gì được ghi.',
      en: 'A batch holds at most 500 items; nothing was written.',
    },
    next: { vi: 'Hãy chia thành các lô không quá 500 mục.', en: 'Cut it into batches of at most 500 items.' },
  },
  'content-type.unsupported': {
    status: 415,
    title: { vi: 'Kiểu nội dung không được hỗ trợ', en: 'Unsupported content type' },
    message: {
      vi: 'Dịch vụ này chỉ nhận Content-Type: application/json.',
      en: 'This service takes only Content-Type: application/json.',
    },
    next: {
      vi: 'Hãy gửi JSON với tiêu đề Content-Type: application/json.',
      en: 'Send JSON with the header Content-Type: application/json.',
    },
  },
  'content-encoding.unsupported': {
    status: 415,
    title: { vi: 'Nội dung nén không được hỗ trợ', en: 'Unsupported content encoding' },
    message: {
      vi: 'Dịch vụ này không nhận nội dung có tiêu đề Content-Encoding.',
      en: 'This service takes no body with a Content-Encoding header.',
    },
    next: {
      vi: 'Hãy gửi nội dung không nén và bỏ tiêu đề Content-Encoding.',
      en: 'Send the body uncompressed and without the Content-Encoding header.',
    },
  },
  'batch.empty': {
    status: 422,
    title: { vi: 'Lô rỗng', en: 'The batch is empty' },
    message: { vi: 'Danh sách items không có mục nào.', en: 'The list items holds nothing.' },
    next: { vi: 'Hãy gửi ít nhất một mục.', en: 'Send at least one item.' },
  },
  'query.invalid': {
    status: 422,
    title: { vi: 'Tham số sai', en: 'Wrong query parameter' },
    message: {
      vi: 'Địa chỉ có tham số lạ hoặc sai giá trị: gửi lên chỉ có validateOnly (true hoặc false); đọc nguồn tin chỉ có after và limit (1–1.000); đọc danh mục có at (ngày yyyy-MM-dd), changedSince, và với thủ tục after, limit (1–2.000).',
      en: 'The address has an unknown or wrong parameter: an intake takes only validateOnly (true or false), a feed only after and limit (1–1,000), the catalogue at (a day yyyy-MM-dd), changedSince, and for procedures after, limit (1–2,000).',
    },
    next: {
      vi: 'Hãy sửa hoặc bỏ tham số trong địa chỉ; không có gì được ghi.',
      en: 'Correct or drop the parameters in the address; nothing was written.',
    },
  },
  'content.invalid': {
    status: 422,
    title: { vi: 'Nội dung có nhiều lỗi', en: 'The content has several faults' },
    message: {
      vi: 'Có trường sai; tất cả được nêu trong problems.',
      en: 'Some fields are wrong; all of them are named in problems.',
    },
    next: { vi: 'Hãy sửa mọi trường được nêu rồi gửi lại.', en: 'Correct every field named and send it again.' },
  },
  'idempotency.key': {
    status: 422,
    title: { vi: 'Idempotency-Key sai', en: 'Wrong Idempotency-Key' },
    message: {
      vi: 'Idempotency-Key phải có 1–255 ký tự ASCII in được.',
      en: 'The Idempotency-Key must have 1–255 printable ASCII characters.',
    },
    next: {
      vi: 'Hãy dùng ví dụ một UUID cho mỗi yêu cầu, hoặc bỏ tiêu đề này.',
      en: 'Use for instance one UUID per request, or leave the header out.',
    },
  },
  'idempotency.key-reused': {
    status: 409,
    title: { vi: 'Idempotency-Key đã dùng cho nội dung khác', en: 'The Idempotency-Key was used for other content' },
    message: {
      vi: 'Khoá này đã đi cùng một nội dung khác; các trường khác nhau được nêu trong problems.',
      en: 'This key came with other content before; the fields that differ are named in problems.',
    },
    next: { vi: 'Hãy dùng khoá mới cho nội dung mới.', en: 'Use a new key for new content.' },
  },
  'idempotency.key-busy': {
    status: 409,
    title: { vi: 'Yêu cầu cùng khoá đang được xử lý', en: 'A request with this key is under way' },
    message: {
      vi: 'Một yêu cầu khác với cùng Idempotency-Key chưa xong.',
      en: 'Another request with the same Idempotency-Key is not finished.',
    },
    next: {
      vi: 'Hãy chờ theo Retry-After rồi gửi lại đúng yêu cầu này.',
      en: 'Wait as Retry-After says, then send this very request again.',
    },
  },
  'header.too-large': {
    status: 431,
    title: { vi: 'Tiêu đề quá lớn', en: 'The headers are too large' },
    message: { vi: 'Các tiêu đề HTTP vượt quá 16 KiB.', en: 'The HTTP headers exceed 16 KiB.' },
    next: { vi: 'Hãy bỏ các tiêu đề và cookie không cần thiết.', en: 'Leave out headers and cookies that are not needed.' },
  },
  internal: {
    status: 500,
    title: { vi: 'Lỗi của cổng', en: 'A fault of the gateway' },
    message: { vi: 'Cổng gặp lỗi của chính mình và đã ghi lại.', en: 'The gateway hit a fault of its own and has noted it.' },
    next: {
      vi: 'Hãy gửi lại sau; nếu lặp lại, báo cho tỉnh giá trị của instance.',
      en: 'Send it again later; if it persists, give the province the value of instance.',
    },
  },
  'database.away': {
    status: 503,
    title: { vi: 'Cổng tạm thời chưa tiếp nhận được', en: 'The gateway cannot accept for the moment' },
    message: {
      vi: 'Cơ sở dữ liệu tạm thời không trả lời; yêu cầu này chưa được xác nhận.',
      en: 'The database does not answer for the moment; this request is not confirmed.',
    },
    next: {
      vi: 'Hãy gửi lại nguyên yêu cầu sau thời gian Retry-After; gửi lại không tạo bản trùng.',
      en: 'Send the same request again after Retry-After; a repetition makes no duplicate.',
    },
  },
  overloaded: {
    status: 503,
    title: { vi: 'Cổng đang quá tải', en: 'The gateway is overloaded' },
    message: {
      vi: 'Có quá nhiều yêu cầu đang chờ; không có gì được ghi.',
      en: 'Too many requests are waiting; nothing was written.',
    },
    next: { vi: 'Hãy gửi lại sau thời gian Retry-After.', en: 'Send it again after Retry-After.' },
  },
} as const satisfies Record<string, Entry>;

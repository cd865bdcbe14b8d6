import type { Remark } from './remark.ts';

/** What is remarked beside an accepted item; nothing is refused because of it. */
export const WARNING_CODES = {
  'would-blank': {
    message: {
      vi: 'Trường quyết định điểm đang rỗng; giá trị trước được giữ.',
      en: 'A field that decides the score is empty; its last value is kept.',
    },
    next: { vi: 'Nếu thật sự muốn xoá, hãy gửi null.', en: 'If it must be cleared, send null.' },
  },
  'status-without-step': {
    message: {
      vi: 'Trạng thái đổi mà không có bước tiến độ; cổng quốc gia đếm các bước.',
      en: 'The status changed without a step; the national portal counts steps.',
    },
    next: { vi: 'Hãy gửi bước tiến độ bằng POST /v1/status-changes.', en: 'Send the step by POST /v1/status-changes.' },
  },
  'closing-step-made': {
    message: {
      vi: 'Hồ sơ kết thúc mà không có bước tiến độ; theo cấu hình của đơn vị, cổng đã tạo bước đó.',
      en: 'The dossier was closed without a step; as configured for this client, the gateway has made it.',
    },
    next: {
      vi: 'Nếu hệ thống tự gửi bước kết thúc, hãy đề nghị tắt cấu hình này.',
      en: 'If your system sends the closing step itself, have this configuration switched off.',
    },
  },
  'unusual-transition': {
    message: {
      vi: 'Trạng thái này thường không theo sau trạng thái hiện tại; vẫn được nhận.',
      en: 'This status does not usually follow the present one; it was accepted.',
    },
    next: { vi: 'Hãy kiểm tra thứ tự các bước.', en: 'Check the order of the steps.' },
  },
  revert: {
    message: {
      vi: 'Nội dung quay về một phiên bản trước; được nhận là phiên bản mới.',
      en: 'The content goes back to a former version; it was accepted as a new one.',
    },
    next: {
      vi: 'Nên gửi sourceVersion để thứ tự không phải đoán.',
      en: 'Send sourceVersion, so that the order need not be guessed.',
    },
  },
  'correction-not-sent': {
    message: {
      vi: 'Bước này sửa một bước đã gửi đi; cổng quốc gia không cho sửa nên chỉ được ghi lại.',
      en: 'This step corrects one already sent; portals cannot correct steps, so it is only recorded.',
    },
    next: { vi: 'Nếu cần, hãy gửi một bước mới.', en: 'If needed, send a new step.' },
  },
  'code.unmapped': {
    message: {
      vi: 'Mã TTHC chưa có trong danh mục vào ngày đó; hồ sơ được nhận và chờ.',
      en: 'The procedure code is not in the catalogue on that day; the dossier was accepted and waits.',
    },
    next: {
      vi: 'Hãy kiểm tra mã; nếu đúng, tỉnh sẽ bổ sung ánh xạ.',
      en: 'Check the code; if it is right, the province will add the mapping.',
    },
  },
  'placeholder-date': {
    message: {
      vi: 'Ngày giữ chỗ (0001-01-01, 0000-00-00) được coi là không có.',
      en: 'A placeholder date (0001-01-01, 0000-00-00) is read as absent.',
    },
    next: { vi: 'Hãy bỏ trường khi chưa có ngày.', en: 'Leave the field out while there is no date.' },
  },
  'file.not-public': {
    message: {
      vi: 'Liên kết tệp không phải địa chỉ http(s) đầy đủ trên máy chủ công khai của tỉnh: Cổng quốc gia không mở được.',
      en: 'The link is no absolute http(s) address on a public host of the province: the national portal cannot open it.',
    },
    next: {
      vi: 'Hãy đưa tệp lên kho tệp công khai của tỉnh rồi gửi lại liên kết; không kèm tên đăng nhập trong liên kết.',
      en: "Put the file into the province's public store and send that link, without a user name in it.",
    },
  },
  'due-before-received': {
    message: { vi: 'Ngày hẹn trả trước ngày tiếp nhận.', en: 'The due date lies before the reception.' },
    next: { vi: 'Hãy kiểm tra hai ngày này.', en: 'Check the two dates.' },
  },
} as const satisfies Record<string, Remark>;

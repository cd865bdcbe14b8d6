import type { ProblemEntry } from '#runtime';

/** What can be wrong with acts on incidents, dossiers and codes. */
export const INSIGHT_CODES = {
  'incident.unknown': {
    status: 404,
    title: { vi: 'Không có sự cố này', en: 'No such incident' },
    message: { vi: 'Không có sự cố nào mang mã này.', en: 'No incident has this id.' },
    next: { vi: 'Hãy xem danh sách sự cố.', en: 'See the list of incidents.' },
  },
  'dossier.unknown': {
    status: 404,
    title: { vi: 'Không có hồ sơ này', en: 'No such dossier' },
    message: { vi: 'Cổng chưa nhận hồ sơ nào mang mã này.', en: 'The gateway has accepted no dossier of this code.' },
    next: {
      vi: 'Hãy tìm theo phần đầu của mã hoặc mã nguồn.',
      en: 'Look for the beginning of its code, or the code of its source.',
    },
  },
  'item.unknown': {
    status: 404,
    title: { vi: 'Không có mục này', en: 'No such item' },
    message: {
      vi: 'Hồ sơ này không có mục đó ở nơi nhận đó.',
      en: 'There is no such item of this dossier at that destination.',
    },
    next: { vi: 'Hãy xem diễn biến của hồ sơ.', en: 'See the story of the dossier.' },
  },
  'item.not-open': {
    status: 409,
    title: { vi: 'Mục không còn mở', en: 'The item is not open' },
    message: {
      vi: 'Mục này đã được nhận, đã được thay, hoặc không được gửi, nên không hủy được.',
      en: 'The item is delivered, superseded or not sent at all, so that it cannot be cancelled.',
    },
    next: { vi: 'Hãy tải lại diễn biến của hồ sơ.', en: 'Load the story of the dossier again.' },
  },
  'item.in-flight': {
    status: 409,
    title: { vi: 'Đang gửi hồ sơ này', en: 'The dossier is being sent' },
    message: {
      vi: 'Cổng đang gửi hoặc tra cứu hồ sơ này ở nơi nhận đó; những gì đang gửi có thể đến nơi.',
      en: 'The gateway is just sending or looking up this dossier at that destination; what is under way may arrive.',
    },
    next: { vi: 'Hãy thử lại sau ít phút.', en: 'Try again in a moment.' },
  },
  'code-table.unknown': {
    status: 404,
    title: { vi: 'Không có bảng mã này', en: 'No such table' },
    message: { vi: 'Nơi nhận này không có bảng mã đó.', en: 'This partner has no such table.' },
    next: { vi: 'Hãy xem danh sách bảng mã.', en: 'See the list of tables.' },
  },
  'code.already-mapped': {
    status: 409,
    title: { vi: 'Mã đã có', en: 'There is such a code' },
    message: {
      vi: 'Mã này đã có dòng có hiệu lực vào ngày bắt đầu được yêu cầu (known: từ validFrom đến trước validTo; null = không giới hạn); dòng đã có không bị sửa.',
      en: 'The code has a row that holds on the first day asked for (known: from validFrom until the day before validTo; null = without limit); what is there is never changed.',
    },
    next: {
      vi: 'Hãy chọn validFrom là một ngày ngoài thời gian đó: bỏ trống để bổ sung thời gian trước dòng đã có, hoặc từ validTo của nó trở đi. Nếu dòng đã có bị sai thì sửa nó ở trang Bảng mã; thủ tục: ghi dòng đúng vào config/procedures.csv rồi chạy npm run migrate.',
      en: 'Give a validFrom outside of that time: none at all for the time before the known row, or its validTo or later. If the known row is wrong, correct it in the room of code tables; a procedure: write the right one into config/procedures.csv and run npm run migrate.',
    },
  },
  'code.target-unknown': {
    status: 422,
    title: { vi: 'Mã đích không dùng được', en: 'No such target' },
    message: { vi: 'Bảng này không dẫn tới mã đích đó.', en: 'This table does not lead to that code.' },
    next: {
      vi: 'Hãy chọn một mã trong targets của bảng; mã mới của nơi nhận thì nạp cả bảng.',
      en: 'Pick one of the targets of the table; import the table where a code is new at the partner.',
    },
  },
} as const satisfies Record<string, ProblemEntry>;
